/**
 * Admits at most `perSecond` requests in any second, by arrival. Refused ones do not count, which no source says:
 * otherwise a client that goes on asking would never be let in again.
 */
export function createRateLimit(perSecond: number | false): (atMs: number) => boolean {
  const admitted: number[] = [];
  return (atMs) => {
    if (perSecond === false) return true;
    while (admitted[0] !== undefined && atMs - admitted[0] >= 1000) admitted.shift();
    if (admitted.length >= perSecond) return false;
    admitted.push(atMs);
    return true;
  };
}
