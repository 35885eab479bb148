/** A span of time in whole unix seconds; both ends belong to it. */
export type Span = readonly [from: number, to: number];

/** The same seconds in as few spans as possible, in the order of time: those that overlap or touch are joined. */
export function merge(spans: readonly Span[]): Span[] {
  const merged: Span[] = [];
  for (const [from, to] of [...spans].sort(([a], [b]) => a - b)) {
    if (from > to) continue;
    const last = merged.at(-1);
    if (last && from <= last[1] + 1) merged[merged.length - 1] = [last[0], Math.max(last[1], to)];
    else merged.push([from, to]);
  }
  return merged;
}

/** The seconds of `spans` that are not in `taken`, merged. */
export function subtract(spans: readonly Span[], taken: readonly Span[]): Span[] {
  let left = merge(spans);
  for (const [from, to] of taken) {
    if (from > to) continue;
    left = left.flatMap(([start, end]): Span[] => [
      ...(start < from ? [[start, Math.min(end, from - 1)] as const] : []),
      ...(end > to ? [[Math.max(start, to + 1), end] as const] : []),
    ]);
  }
  return left;
}

/** The seconds that are in both, merged. */
export function intersect(spans: readonly Span[], others: readonly Span[]): Span[] {
  return subtract(spans, subtract(spans, others));
}

/** A span in pieces of at most `longest` seconds, in the order of time. */
export function cut([from, to]: Span, longest: number): Span[] {
  const pieces: Span[] = [];
  for (let at = from; at <= to; at += longest) pieces.push([at, Math.min(at + longest - 1, to)]);
  return pieces;
}
