import type { StreamTally } from '../../../src/report/tally.ts';

/** A tally of a stream that has not begun, with what a test says of it. */
export function tallyOf(name: string, more: Partial<StreamTally> = {}): StreamTally {
  const bookmark = { from: undefined, to: undefined };
  const counts = { records: 0, requests: 0, retries: 0, waitedMs: 0, waitsUntilMs: 0, newFields: [] };
  return { name, path: `/v1/${name}`, ...counts, bookmark, ...more };
}
