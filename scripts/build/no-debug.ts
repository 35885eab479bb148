/**
 * Stands for the package debug in the built program. https-proxy-agent writes what it does through it, the proxy's password
 * among it, wherever the variable DEBUG says so.
 */
// biome-ignore lint/style/noDefaultExport: so does the package that it stands for.
export default function createDebug(): () => void {
  return () => {};
}
