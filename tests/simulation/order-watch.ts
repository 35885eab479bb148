import type { Dimension } from './dimensions.ts';
import { isUndisturbed } from './judge.ts';
import type { PlannedRun, Scenario } from './scenario.ts';
import type { Row } from './world.ts';

/** A page of messages in a span of time. */
export interface SpanPage {
  readonly from: number;
  readonly to: number;
  /** It is a page behind a cursor. */
  readonly isLater: boolean;
  /** All that the span holds, in the order of the list. */
  readonly rows: readonly Row[];
  readonly page: readonly Row[];
}

/**
 * Finds which messages a page hides: one that seems newest first has all that is newer than its oldest read. Only where another
 * page of the span shows that the list is not newest first, what was hidden must be found.
 */
export interface OrderWatch {
  /** A run begins; what was hidden before stays so. */
  begin(run: PlannedRun): void;
  answered(page: SpanPage): void;
  /** A run has ended by itself: what it has seen of the order is in its state. */
  settle(): void;
}

/** Dimensions in which each page says how the engine goes on. */
const PLAIN: ReadonlySet<Dimension> = new Set<Dimension>([
  'disordered-messages',
  'late-messages',
  'short-runs',
  'long-pauses',
  'clumped-messages',
  'opaque-messages',
]);

/** By so many answers later a state has told of what a page has shown. */
const ANSWERS_UNTIL_SAVED = 6;

/** Starts with nothing hidden. */
export function createOrderWatch(scenario: Scenario): OrderWatch {
  const isPlain =
    isUndisturbed(scenario, PLAIN) &&
    scenario.changes !== 'deletions' &&
    scenario.states === 'overwrite' &&
    scenario.batchSize === undefined;
  let isExact = false;
  const served = new Set<Row>();
  /** What was hidden in an earlier run, or for good. */
  const lost = new Set<Row>();
  /** By the beginning of the span. */
  const hidden = new Map<number, Set<Row>>();
  const ends = new Map<number, number>();
  const risen = new Set<number>();
  let shown: { rows: ReadonlySet<Row>; left: number }[] = [];

  const forget = (from: number) => {
    for (const row of hidden.get(from) ?? []) lost.add(row);
    hidden.delete(from);
  };
  const hide = ({ from, to, isLater, rows, page }: SpanPage) => {
    const times = page.map(({ at }) => at);
    const [oldest, newest] = [Math.min(...times), Math.max(...times)];
    const last = page.at(-1);
    // A first page within one second says nothing of the order; with the pages before it a later one does.
    if (last === undefined || (oldest === newest && !isLater)) return;
    // Of a rest, the engine sees that its beginning does not come.
    const isRest = isExact && !isLater && to < (ends.get(from) ?? to);
    if (isRest && newest < to) forget(from);
    const behind = rows.slice(rows.indexOf(last) + 1);
    for (const row of behind)
      if (row.at > oldest && (!isRest || row.at <= newest)) {
        row.isSkipped = true;
        hidden.set(from, (hidden.get(from) ?? new Set()).add(row));
      }
  };

  return {
    begin({ settings }) {
      isExact = isPlain && settings.concurrency === 1;
      for (const from of [...hidden.keys()]) forget(from);
      for (const { rows } of shown) for (const row of rows) lost.add(row);
      shown = [];
      for (const known of [served, ends, risen]) known.clear();
    },
    answered(answer) {
      const { from, to, page } = answer;
      for (const one of shown) one.left -= 1;
      shown = shown.filter(({ rows, left }) => left > 0 || reveal(rows));
      const unseen = page.filter((row) => !served.has(row));
      const isRising = unseen.some(({ at }, index) => at > (unseen[index - 1]?.at ?? at));
      if (isRising && !risen.has(from)) {
        risen.add(from);
        if (isExact) shown.push({ rows: hidden.get(from) ?? new Set(), left: ANSWERS_UNTIL_SAVED });
        if (isExact) hidden.delete(from);
      }
      if (!risen.has(from)) hide(answer);
      ends.set(from, Math.max(to, ends.get(from) ?? to));
      for (const row of page) served.add(row);
    },
    settle() {
      for (const { rows } of shown) reveal(rows);
      shown = [];
    },
  };

  /** What was hidden must be found. */
  function reveal(rows: ReadonlySet<Row>): false {
    for (const row of rows) if (!lost.has(row)) row.isSkipped = false;
    return false;
  }
}
