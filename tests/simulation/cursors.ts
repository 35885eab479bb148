import type { Routing } from './routes.ts';
import type { ListBehaviour, Scenario } from './scenario.ts';
import type { Row, World } from './world.ts';

/** What a cursor was minted for. */
interface Minted {
  readonly scope: string;
  readonly offset: number;
  readonly row: Row | undefined;
  readonly rank: number;
  readonly at: number;
  /** What the list held then. */
  readonly rows: readonly Row[];
  /** What the page began with when it was asked for; nothing before that. */
  begin: readonly Row[];
}

/** A page of a list. */
export interface Cut {
  readonly rows: readonly Row[];
  readonly next: string | null | undefined;
  /** Makes a cursor that leads behind the last row. */
  readonly toEnd: () => string;
  /** It is empty since its cursor is not known any more. */
  readonly isForgotten: boolean;
}

/** Cuts lists into pages, and remembers what its cursors mean. */
export interface Cursors {
  /** `scope`: which list; a cursor of another is refused. */
  page(behaviour: ListBehaviour, scope: string, rows: readonly Row[], query: Query): Cut;
}

type Query = Readonly<Record<string, string>>;

/** Starts without any cursor. `fail` throws what is answered in place of a page; `onWayBack` is called where an end leads back. */
export function createCursors(
  world: World,
  scenario: Scenario,
  { fail, isIn, onWayBack }: Pick<Routing, 'fail' | 'isIn'> & { onWayBack: (scope: string) => void },
): Cursors {
  const known = new Map<string, Minted>();
  let minted = 0;

  /** Where a cursor leads; undefined: to an empty list. */
  const offsetOf = (
    { cursors: kind, pageSize }: ListBehaviour,
    scope: string,
    rows: readonly Row[],
    start: string,
  ) => {
    if (kind === 'deaf') return 0;
    const cursor = known.get(start);
    if (cursor?.scope !== scope) return fail(400);
    const { cursorLife, forgotten } = scenario;
    if (cursorLife !== undefined && world.now - cursor.at > cursorLife) {
      if (typeof forgotten === 'number') return fail(forgotten);
      // What says the same again and again cannot be told from page one.
      if (scenario.dimensions.has('same-errors') && scope.startsWith('errors ')) return fail(400);
      return forgotten === 'empty' ? undefined : 0;
    }
    const offset = placeOf(kind, cursor, rows);
    if (kind === 'restarting' && offset >= rows.length) {
      onWayBack(scope);
      return 0;
    }
    // Not at once: then the API would not follow cursors.
    const mayLap = scenario.dimensions.has('early-laps') && offset >= 2 * pageSize;
    if (mayLap && isIn(`early lap of ${scope}`, 0.25)) {
      if (!isIn(`early lap of ${scope} to page two`, 0.5)) return 0;
      // Behind page two itself, it would look like an end that comes again and again.
      if (offset >= 3 * pageSize) return pageSize;
    }
    const page = rows.slice(offset, offset + pageSize);
    // Asked for again, a page that holds nothing of what it began with tells that the list has moved: then nothing is hidden.
    const isOther = cursor.begin.length > 0 && !cursor.begin.some((row) => page.includes(row));
    if (!isOther && cursor.rows[cursor.offset] !== rows[offset]) markSkipped(cursor, rows.slice(0, offset));
    cursor.begin = page.filter((row) => !isGhost(row)).slice(0, 3);
    return offset;
  };
  const mint = ({ cursors: kind }: ListBehaviour, scope: string, offset: number, rows: readonly Row[]) => {
    minted += 1;
    const row = rows[offset];
    const rank = rows[Math.min(offset, rows.length) - 1]?.rank ?? 0;
    const isUnique = kind === 'minted' || kind === 'deaf' || kind === 'endless';
    const marked = row?.id ?? `end ${offset}`;
    const place = kind === 'mark' ? marked : kind === 'after' ? `after ${rank}` : offset;
    const cursor = isUnique ? `c${minted}` : `${scope}|${place}`;
    known.set(cursor, { scope, offset, row, rank, at: world.now, rows: [...rows], begin: [] });
    return cursor;
  };

  return {
    page(behaviour, scope, all, query) {
      const rows = scenario.dimensions.has('sparse-pages') ? withGhosts(all, behaviour.pageSize) : all;
      const size = Math.min(Number(query['limit'] ?? behaviour.pageSize), behaviour.pageSize);
      const from = query['start'] === undefined ? 0 : offsetOf(behaviour, scope, rows, query['start']);
      const toEnd = () => mint(behaviour, scope, rows.length, rows);
      if (from === undefined) return { rows: [], next: behaviour.end, toEnd, isForgotten: true };
      const to = from + size;
      const cut = rows.slice(from, to);
      const isEndless = behaviour.cursors === 'endless';
      // A list of one page that leads back to itself looks like one that does not follow cursors.
      const leadsBack = behaviour.cursors === 'restarting' && from === 0;
      const leadsOn =
        to < rows.length || isEndless || (behaviour.hasTokenAtEnd && cut.length > 0 && !leadsBack);
      return {
        rows: cut.filter((row) => !isGhost(row)),
        next: leadsOn ? mint(behaviour, scope, to, rows) : behaviour.end,
        toEnd,
        isForgotten: false,
      };
    },
  };
}

/** What the API leaves out of a list after it has cut it into pages: behind every fourth row, as many as a page holds. */
const ghosts = new WeakMap<Row, readonly Row[]>();

function withGhosts(rows: readonly Row[], count: number): readonly Row[] {
  const all: Row[] = [];
  for (const row of rows) {
    all.push(row);
    if (row.rank % 4 !== 0) continue;
    const known =
      ghosts.get(row) ??
      Array.from({ length: count }, (_, index) => ({
        ...row,
        id: `${row.id}~${index}`,
        rank: row.rank + (index + 1) / 100,
      }));
    ghosts.set(row, known);
    for (const ghost of known) all.push(ghost);
  }
  return all;
}

function isGhost({ rank }: Row): boolean {
  return !Number.isInteger(rank);
}

/** Where a cursor leads in a list as it is now. */
function placeOf(
  kind: ListBehaviour['cursors'],
  { row, rank, offset }: Minted,
  rows: readonly Row[],
): number {
  if (kind === 'after') {
    const index = rows.findIndex((other) => other.rank > rank);
    return index < 0 ? rows.length : index;
  }
  const index = kind === 'mark' && row ? rows.indexOf(row) : -1;
  return index < 0 ? offset : index;
}

/** Rows that would have come behind a cursor, and are now in front of where it leads. */
function markSkipped({ rows, offset }: Minted, passed: readonly Row[]): void {
  const inFront = new Set(passed);
  for (const row of rows.slice(offset)) if (inFront.has(row)) row.isSkipped = true;
}
