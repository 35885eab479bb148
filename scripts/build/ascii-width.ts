/**
 * Stands for the package string-width in the built program: the width of a text on a terminal. yargs asks for it when it
 * lays out --help, which is plain ASCII; the package itself takes as long to load as half of Node.
 */
// biome-ignore lint/style/noDefaultExport: so does the package that it stands for.
export default function asciiWidth(text: string): number {
  return text.length;
}
