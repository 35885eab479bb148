import { isDeepStrictEqual } from 'node:util';
import { parseSync } from 'oxc-parser';
import { mutateText } from '../mutate-text.ts';
import type { Mutation } from './mutation.ts';

/** The name under which a source with switches finds {@link Switchboard}. */
const BOARD = '__switchboard';

/** Which mutation is played, and which ones a story met that was played without any. */
export interface Switchboard {
  /** The number of the mutation; {@link WATCHING}: none, and what would have differed is noted in `met`. */
  played: number;
  readonly met: Set<number>;
  /** Notes mutations of a place that was reached. */
  reached(numbers: readonly number[]): void;
  /** Notes mutations whose value differs from what the source has there. */
  compare(mutated: readonly (readonly [number, () => unknown])[], right: unknown): unknown;
}

/** See {@link Switchboard.played}. */
export const WATCHING = -1;

/** A mutation with its number. */
export type Numbered = readonly [number: number, mutation: Pick<Mutation, 'before' | 'after' | 'rule'>];

/**
 * A source that holds all of its mutations, each behind a switch: one process plays them all. A mutation takes the place of
 * the smallest expression, statement or block that contains it.
 */
export function withSwitches(source: string, mutations: readonly Numbered[]): string {
  const program = parse(source);
  const places = new Map<string, Place & { mutated: [number, string][] }>();
  for (const [number, mutation] of mutations) {
    const { place, text } = locate(source, program, mutation);
    const known = places.get(place.id) ?? { ...place, mutated: [] };
    places.set(place.id, known);
    known.mutated.push([number, text]);
  }
  const head = `const ${BOARD} = Reflect.get(globalThis, '${BOARD}');\n`;
  return head + replace(source, [...places.values()], { start: 0, end: source.length });
}

/** Puts the switchboard where sources find it. */
export function installSwitchboard(): Switchboard {
  const met = new Set<number>();
  const board: Switchboard = {
    played: WATCHING,
    met,
    reached: (numbers) => {
      for (const number of numbers) met.add(number);
    },
    compare(mutated, right) {
      for (const [number, value] of mutated) if (!met.has(number) && !isEqual(value, right)) met.add(number);
      return right;
    },
  };
  Reflect.set(globalThis, BOARD, board);
  return board;
}

/** Of two objects, only what is data can be compared: an iterator, say, has nothing to show yet. */
function isEqual(value: () => unknown, right: unknown): boolean {
  try {
    const other = value();
    return Object.is(other, right) || (isData(right) && isDeepStrictEqual(other, right));
  } catch {
    return false;
  }
}

function isData(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return [Array, Object, Map, Set].some((kind) => value.constructor === kind);
}

interface Range {
  readonly start: number;
  readonly end: number;
}

interface Node extends Range {
  readonly type: string;
}

/** What a mutation can take the place of. */
interface Place extends Range {
  readonly id: string;
  readonly kind: 'expression' | 'statement' | 'block';
}

function parse(source: string): Node {
  const { program, errors } = parseSync('source.ts', source, { preserveParens: false });
  if (errors.length > 0) throw new SyntaxError(errors[0]?.message);
  return program;
}

/** The smallest place in which the source can be exchanged so that it is the mutated one, and the text that goes there. */
function locate(source: string, program: Node, mutation: Numbered[1]): { place: Place; text: string } {
  const mutated = mutateText(source, mutation);
  if (mutated === undefined) throw new Error(`the text of "${mutation.rule}" is not there once`);
  const [start, end, length] = differ(source, mutated);
  // The function or constant that contains it is enough to compare.
  const around =
    [...childrenOf(program)].find(([, node]) => node.start <= start && node.end >= end)?.[1] ?? program;
  const put = (text: string, from: number, to: number) =>
    source.slice(around.start, from) + text + source.slice(to, around.end);
  const change = mutated.slice(start, start + length);
  const right = shapeOf(parse(put(change, start, end)));
  for (const place of placesAround(program, { start, end }).reverse()) {
    const text = source.slice(place.start, start) + change + source.slice(end, place.end);
    const isSame =
      place.kind === 'expression'
        ? isShape(put(`(${text})`, place.start, place.end), right)
        : isAlone(text, place.kind);
    if (isSame) return { place, text };
  }
  throw new Error(`"${mutation.rule}" cannot be switched: it is in no function`);
}

/** Where two texts differ: from, to, and the length of what the second has there. */
function differ(one: string, other: string): [start: number, end: number, length: number] {
  let start = 0;
  while (start < one.length && one[start] === other[start]) start += 1;
  let same = 0;
  const most = Math.min(one.length, other.length) - start;
  while (same < most && one.at(-1 - same) === other.at(-1 - same)) same += 1;
  return [start, one.length - same, other.length - same - start];
}

function isShape(text: string, right: string): boolean {
  try {
    return shapeOf(parse(text)) === right;
  } catch {
    return false;
  }
}

function shapeOf(program: Node): string {
  return JSON.stringify(program, (key, value) => (key === 'start' || key === 'end' ? undefined : value));
}

/** Tells whether a text is a block by itself, or statements that declare nothing for others. */
function isAlone(text: string, kind: Place['kind']): boolean {
  try {
    const program = parse(`async function* one() { for (;;) { ${text} } }`);
    // What leaves the block that it was in would be put back into it.
    return kind === 'block' ? isOneBlock(program) : !/^\s*(const|let|function|async function)\b/.test(text);
  } catch {
    return false;
  }
}

/** Tells whether the loop of {@link isAlone} holds a single block. */
function isOneBlock(program: Node): boolean {
  let node: Node | undefined = program;
  // The function, its body, the loop, and its body.
  for (let depth = 0; depth < 4; depth += 1) node = node && bodyOf(node)[0];
  const statements = node ? bodyOf(node) : [];
  return statements.length === 1 && statements[0]?.type === 'BlockStatement';
}

function bodyOf(node: Node): Node[] {
  return [...childrenOf(node)].flatMap(([key, child]) => (key === 'body' ? [child] : []));
}

/** The places that contain a range, the largest first; only those in functions, which run anew in each story. */
function placesAround(program: Node, { start, end }: Range): Place[] {
  const places: Place[] = [];
  let isInFunction = false;
  let isInChain = false;
  const visit = (node: Node) => {
    for (const [key, child] of childrenOf(node)) {
      if (child.start > start || child.end < end) continue;
      if ((key === 'body' || key === 'params') && isFunction(node)) isInFunction = true;
      const kind = isInFunction ? kindOf(node, key, child, isInChain) : undefined;
      if (kind)
        places.push({ id: `${kind} ${child.start} ${child.end}`, kind, start: child.start, end: child.end });
      isInChain = child.type === 'ChainExpression' || (isInChain && child.type === 'MemberExpression');
      visit(child);
      return;
    }
  };
  visit(program);
  return places;
}

function* childrenOf(node: Node): Generator<[key: string, child: Node]> {
  for (const [key, value] of Object.entries(node))
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) yield [key, child];
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}

function isFunction({ type }: Node): boolean {
  return (
    type === 'FunctionDeclaration' || type === 'FunctionExpression' || type === 'ArrowFunctionExpression'
  );
}

/** Where a node can be exchanged for another expression, by its parent. */
const EXPRESSIONS: Readonly<Record<string, readonly string[]>> = {
  CallExpression: ['arguments'],
  NewExpression: ['arguments'],
  VariableDeclarator: ['init'],
  AssignmentExpression: ['right'],
  AssignmentPattern: ['right'],
  BinaryExpression: ['left', 'right'],
  LogicalExpression: ['left', 'right'],
  UnaryExpression: ['argument'],
  ConditionalExpression: ['test', 'consequent', 'alternate'],
  ReturnStatement: ['argument'],
  ThrowStatement: ['argument'],
  IfStatement: ['test'],
  WhileStatement: ['test'],
  ForStatement: ['test'],
  ForOfStatement: ['right'],
  ArrowFunctionExpression: ['body'],
  SpreadElement: ['argument'],
  ArrayExpression: ['elements'],
  TemplateLiteral: ['expressions'],
  AwaitExpression: ['argument'],
  YieldExpression: ['argument'],
};

const STATEMENTS = [
  'ExpressionStatement',
  'IfStatement',
  'ReturnStatement',
  'ThrowStatement',
  'ForOfStatement',
];

function kindOf(parent: Node, key: string, node: Node, isInChain: boolean): Place['kind'] | undefined {
  if (node.type === 'BlockStatement') return 'block';
  if (STATEMENTS.includes(node.type)) return 'statement';
  if (node.type === 'SpreadElement' || !/(Expression|Literal|Identifier)$/.test(node.type)) return undefined;
  if (parent.type === 'Property')
    return key === 'value' && 'shorthand' in parent && parent.shorthand === false ? 'expression' : undefined;
  if (parent.type === 'MemberExpression')
    return key === 'object' && !isInChain && node.type !== 'Super' ? 'expression' : undefined;
  return EXPRESSIONS[parent.type]?.includes(key) ? 'expression' : undefined;
}

/** A part of the source with its places exchanged, those inside of others, too. */
function replace(
  source: string,
  places: readonly (Place & { mutated: [number, string][] })[],
  { start, end }: Range,
  outer?: Place,
): string {
  const inside = places.filter(
    (place) =>
      place !== outer && place.start >= start && place.end <= end && !(outer && place.id === outer.id),
  );
  const outermost = inside.filter((place) => !inside.some((other) => other !== place && holds(other, place)));
  let text = '';
  let at = start;
  for (const place of outermost.sort((one, other) => one.start - other.start)) {
    const rest = inside.filter((other) => other !== place && holds(place, other));
    text += source.slice(at, place.start) + toSwitch(place, replace(source, rest, place, place));
    at = place.end;
  }
  return text + source.slice(at, end);
}

/** Whether one place is around another; of two of the same text, the statement or block is. */
function holds(one: Place, other: Place): boolean {
  const isAround = one.start <= other.start && one.end >= other.end;
  return isAround && (one.start < other.start || one.end > other.end || other.kind === 'expression');
}

function toSwitch({ kind, mutated }: Place & { mutated: [number, string][] }, right: string): string {
  if (kind !== 'expression') {
    const numbers = mutated.map(([number]) => number).join();
    const branches = mutated.map(([number, text]) => `if (${BOARD}.played === ${number}) {${text}\n} else `);
    return `{ ${branches.join('')} { if (${BOARD}.played === ${WATCHING}) ${BOARD}.reached([${numbers}]);\n${right}\n} }`;
  }
  const branches = mutated.map(([number, text]) => `${BOARD}.played === ${number} ? (${text}\n) : `);
  const pure = mutated.filter(([, text]) => isPure(text));
  const others = mutated.filter(([, text]) => !isPure(text)).map(([number]) => number);
  const values = pure.map(([number, text]) => `[${number}, () => (${text}\n)]`);
  const watch = `${BOARD}.reached([${others}]), ${BOARD}.compare([${values}], (${right}\n))`;
  return `(${branches.join('')}${BOARD}.played === ${WATCHING} ? (${watch}) : (${right}\n))`;
}

/** Whether a text may be run a second time, only for its value. */
function isPure(text: string): boolean {
  const hasEffects =
    /\b(await|yield|delete|throw)\b|\b(splice|push|pop|shift|set|add|delete|clear|take|ask|send|share|judge|random|on[A-Z]\w*)\(|[^=!<>]=[^=>]|\+\+|--/;
  return !hasEffects.test(text);
}
