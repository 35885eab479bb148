import { posix } from 'node:path';

/** The text of each file of src/, by its path there. */
export type Sources = ReadonlyMap<string, string>;

/** A folder of src/, or a file at its root. */
interface Room {
  /** The rooms that it may import, besides those that {@link EVERYONES}. */
  readonly may: string;
  /** Its purpose, which says why it may import no others. */
  readonly is: string;
}

/** Small files at the root of src/, and folders, that every room may import. */
const EVERYONES =
  'advice api did-you-mean digest generated json loopback manifest package-root partial-reason request-error shape-error shortage stopped tap-error time wait without-debug';

/** All rooms but {@link EVERYONES}, the highest first. */
const ROOMS: Readonly<Record<string, Room>> = {
  bin: { may: 'cli print', is: 'only starts cli, and prints the version' },
  cli: { may: 'commands config log print singer', is: 'knows commands; what they do is theirs' },
  commands: {
    may: 'config http log pages partitions probe probes records report singer sink streams sync',
    is: 'puts the rooms together, one file for each mode',
  },
  sync: {
    may: 'bookmarks log pages partitions records replication singer sink streams sync-events',
    is: 'sits between commands and replication, and knows no settings',
  },
  replication: {
    may: 'bookmarks pages partitions streams',
    is: 'decides; it asks nothing, writes nothing and tells nothing',
  },
  partitions: { may: 'pages streams', is: 'says what a stream is split into; it asks and writes nothing' },
  bookmarks: { may: 'pages streams', is: 'says what a state remembers; it asks and writes nothing' },
  report: { may: 'http log singer streams sync-events', is: 'tells what a run does; it reads no records' },
  probes: { may: 'probe streams', is: 'asks about the API; how streams are read is none of its business' },
  probe: { may: 'streams', is: 'runs the probes and judges; how streams are read is none of its business' },
  pages: { may: 'streams', is: 'reads one list to its end, whatever the stream is for' },
  records: { may: 'streams', is: 'brings records into the form of a schema, wherever they come from' },
  sink: { may: 'singer streams', is: 'is the only way to stdout, whatever comes' },
  http: { may: '', is: 'knows how to ask: no stream, no Singer, no settings' },
  print: { may: 'singer', is: 'prints what needs no run' },
  'sync-events': { may: 'streams', is: 'is what sync says and report hears' },
  singer: { may: '', is: 'is the protocol alone: no API, no HTTP' },
  streams: { may: '', is: 'is a table: it knows nothing of how it is read' },
  config: { may: '', is: 'reads settings and files; it knows nothing that uses them' },
  log: { may: '', is: 'writes lines; it knows nothing of their content' },
};

/** Most floors: a room is one floor above the highest that it imports. */
const MOST_FLOORS = 9;

/** The largest share of the lines of src/ that a folder may have; what is generated does not count. */
const LARGEST_SHARE = 0.12;

type Graph = ReadonlyMap<string, ReadonlySet<string>>;

/** The faults in how the files of src/ import each other, a sentence each. */
export function faultsOfLayers(sources: Sources): string[] {
  const imports: Graph = new Map([...sources].map(([path, text]) => [path, importsOf(path, text)]));
  const rooms = joinRooms(imports);
  const circles = [imports, rooms].flatMap((graph) => {
    const circle = findCircle(graph);
    return circle ? [`a circle: ${circle.join(' imports ')}`] : [];
  });
  const forbidden = [...imports].flatMap(([path, others]) =>
    [...others].flatMap((other) => {
      const fault = faultOfImport(roomOf(path), roomOf(other));
      return fault === undefined ? [] : [`${path} imports ${other}: ${fault}`];
    }),
  );
  return [
    ...circles,
    ...forbidden,
    ...(circles.length > 0 ? [] : faultsOfHeight(rooms)),
    ...faultsOfSize(sources),
  ];
}

function importsOf(path: string, text: string): Set<string> {
  const found = text.matchAll(/(?:from |import\()'(\.[^']+\.ts)'/g);
  return new Set([...found].map(([, to = '']) => posix.join(posix.dirname(path), to)));
}

function roomOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.indexOf('/')) : path.replace('.ts', '');
}

function joinRooms(imports: Graph): Graph {
  const rooms = new Map<string, Set<string>>();
  for (const [path, others] of imports) {
    const room = roomOf(path);
    const above = rooms.get(room) ?? new Set();
    for (const other of others) if (roomOf(other) !== room) above.add(roomOf(other));
    rooms.set(room, above);
  }
  return rooms;
}

function faultOfImport(from: string, to: string): string | undefined {
  if (from === to) return undefined;
  const everyones = EVERYONES.split(' ');
  if (everyones.includes(to)) return undefined;
  if (everyones.includes(from)) return `${from} is for everyone, so it imports no room`;
  const room = ROOMS[from];
  if (room === undefined) return `${from} is not in the table of scripts/check/layers.ts`;
  return room.may.split(' ').includes(to) ? undefined : `${from} ${room.is}`;
}

/** A chain of imports that ends where it began; undefined if there is none. */
function findCircle(graph: Graph): string[] | undefined {
  const done = new Set<string>();
  const search = (node: string, above: readonly string[]): string[] | undefined => {
    if (above.includes(node)) return [...above.slice(above.indexOf(node)), node];
    if (done.has(node)) return undefined;
    for (const next of graph.get(node) ?? []) {
      const circle = search(next, [...above, node]);
      if (circle) return circle;
    }
    done.add(node);
    return undefined;
  };
  for (const node of graph.keys()) {
    const circle = search(node, []);
    if (circle) return circle;
  }
  return undefined;
}

function faultsOfHeight(rooms: Graph): string[] {
  const known = new Map<string, string[]>();
  const chainOf = (room: string): string[] => {
    const below = [...(rooms.get(room) ?? [])].map((other) => known.get(other) ?? chainOf(other));
    const longest = below.toSorted((one, other) => other.length - one.length)[0] ?? [];
    const chain = [room, ...longest];
    known.set(room, chain);
    return chain;
  };
  const highest = [...rooms.keys()].map(chainOf).toSorted((one, other) => other.length - one.length)[0] ?? [];
  if (highest.length <= MOST_FLOORS) return [];
  return [`${highest.length} floors, and ${MOST_FLOORS} at most: ${highest.join(' imports ')}`];
}

function faultsOfSize(sources: Sources): string[] {
  const written = [...sources].filter(([path]) => roomOf(path) !== 'generated');
  const linesOf = (files: readonly (readonly [string, string])[]) =>
    files.reduce((sum, [, text]) => sum + text.split('\n').length - 1, 0);
  const all = linesOf(written);
  const folders = new Set(written.flatMap(([path]) => (path.includes('/') ? [roomOf(path)] : [])));
  return [...folders].flatMap((folder) => {
    const share = linesOf(written.filter(([path]) => roomOf(path) === folder)) / all;
    const percent = (part: number) => `${(part * 100).toFixed(1)} %`;
    return share > LARGEST_SHARE
      ? [`${folder}/ has ${percent(share)} of the lines of src/, and ${percent(LARGEST_SHARE)} at most`]
      : [];
  });
}
