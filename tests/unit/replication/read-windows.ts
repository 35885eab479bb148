import type { JsonObject } from '../../../src/json/json-object.ts';
import type { Page, Partition } from '../../../src/pages/partition.ts';
import type { Reader } from '../../../src/replication/reader.ts';
import { createWindowsReader, type WindowsOptions } from '../../../src/replication/windows.ts';
import { isReadByWindows } from '../../../src/streams/definition.ts';
import { definitions } from '../../../src/streams/definitions.ts';

/** The time of all runs below, in unix seconds. */
export const NOW = 1_769_860_800;

/** A reader of messages of the last thousand seconds. */
export function windowsReader(more: Partial<WindowsOptions> = {}): Reader {
  const { replication } = definitions.messages;
  if (!isReadByWindows(replication)) throw new TypeError('no windows');
  return createWindowsReader({
    bookmark: {},
    replication,
    from: NOW - 1000,
    now: NOW,
    readUntil: NOW,
    isDated: true,
    rewriteIntervalSeconds: 0,
    isByMetric: false,
    longestSeconds: 7 * 86_400,
    lookbackSeconds: 0,
    lookbackIntervalSeconds: 0,
    isFullTableAsked: false,
    concurrency: 1,
    ...more,
  });
}

/** A list of messages by their creation times, newest first, in pages. */
export interface ListOfMessages {
  readonly times: readonly number[];
  readonly pageSize: number;
  /** True if it is oldest first. */
  readonly isAscending?: boolean;
}

/** An answered request. */
export interface Answered {
  readonly from: number;
  readonly to: number;
  readonly records: number;
}

/** What decides the course of a reading, and sees it. */
export interface Course {
  /** Chooses which of the requests under way is answered next. */
  readonly choose?: (count: number) => number;
  /** Called when a page has been written, or a window has ended, with the ids of all records so far. */
  readonly onMoved?: (written: readonly string[]) => void;
}

/** Reads a list as the one loop does. */
export async function readWindows(
  reader: Reader,
  list: ListOfMessages,
  { choose = () => 0, onMoved = () => {} }: Course = {},
): Promise<{ written: string[]; answers: Answered[] }> {
  const written: string[] = [];
  const answers: Answered[] = [];
  const partitions = reader.partitions() as AsyncGenerator<Partition, void>;
  const active: Chain[] = [];
  let isDone = false;
  let pulls = 0;
  const pull = () => {
    pulls += 1;
    void partitions.next().then(({ value, done }) => {
      pulls -= 1;
      if (done) isDone = true;
      else {
        reader.started(value, NOW);
        active.push({ given: value, asked: value, cursor: undefined, known: new Set(), times: [] });
      }
    });
  };
  for (;;) {
    while (!isDone && active.length + pulls < reader.concurrency) pull();
    await new Promise((resolve) => void setImmediate(resolve));
    if (active.length === 0) {
      if (isDone) return { written, answers };
      continue;
    }
    const [chain] = active.splice(choose(active.length), 1);
    if (!chain) continue;
    if (answer(reader, list, chain, { written, answers })) active.push(chain);
    onMoved(written);
  }
}

/** A partition that is being read. */
interface Chain {
  readonly given: Partition;
  asked: Partition;
  cursor: string | undefined;
  readonly known: Set<unknown>;
  /** The creation times that have come, in the order of the list. */
  readonly times: number[];
}

/** Answers a chain's request; true if it goes on. */
function answer(
  reader: Reader,
  list: ListOfMessages,
  chain: Chain,
  { written, answers }: { written: string[]; answers: Answered[] },
): boolean {
  const page = pageFor(list, chain);
  answers.push({ ...boundsOf(chain.asked), records: page.records.length });
  const follow = reader.follow(chain.given, page);
  for (const { id } of reader.keep(chain.given, page)) written.push(String(id));
  reader.written(chain.given, page);
  if (typeof follow === 'object') {
    [chain.asked, chain.cursor] = [follow, undefined];
    return true;
  }
  chain.cursor = page.next;
  if (follow === 'cursor' && page.next !== undefined) return true;
  reader.ended(chain.given, follow === 'stop' ? 'stopped' : 'verified');
  return false;
}

/** The seconds that a partition asks for. */
export function boundsOf({ query }: Partition): { from: number; to: number } {
  return { from: Number(query['start_ts']), to: Number(query['end_ts']) };
}

function pageFor({ times, pageSize, isAscending = false }: ListOfMessages, chain: Chain): Page {
  const { from, to } = boundsOf(chain.asked);
  const sorted = times
    .map((created, index): JsonObject => ({ id: `m${index}`, created }))
    .filter(({ created }) => Number(created) >= from && Number(created) <= to)
    .sort((a, b) => (Number(b['created']) - Number(a['created'])) * (isAscending ? -1 : 1));
  const at = Number(chain.cursor ?? 0);
  const records = sorted.slice(at, at + pageSize);
  const unseen = records.filter(({ id }) => !chain.known.has(id));
  for (const { id, created } of unseen) {
    chain.known.add(id);
    chain.times.push(Number(created));
  }
  const rose = chain.times.some((time, index) => index > 0 && time > (chain.times[index - 1] ?? 0));
  return {
    records,
    unseen,
    newThisPass: unseen,
    cursor: chain.cursor,
    next: at + pageSize < sorted.length ? String(at + pageSize) : undefined,
    keys: records.map(({ id }) => String(id)),
    begin: undefined,
    order: { rose, varied: new Set(chain.times).size > 1 },
    isFull: records.length === pageSize,
    isInPlace: true,
    joins: true,
    reasons: [],
    apiDate: NOW * 1000,
  };
}
