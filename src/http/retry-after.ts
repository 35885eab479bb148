/**
 * Milliseconds that a `Retry-After` header asks to wait; undefined if it is absent or malformed, which is no
 * advice, not zero. Both forms of RFC 9110 §10.2.3 are read: `120` and `Fri, 31 Dec 1999 23:59:59 GMT`.
 */
export function parseRetryAfter(header: string | null, nowMs: number): number | undefined {
  if (header === null) return undefined;
  const text = header.trim();
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  // Date.parse takes much that is no HTTP date ("2", "1.5"): an HTTP date begins with the day's name.
  const at = /^[A-Z][a-z]{2,}, /.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? undefined : Math.max(0, at - nowMs);
}
