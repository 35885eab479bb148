import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { Choice } from './dimensions.ts';
import { installSwitchboard, WATCHING } from './mutations/switches.ts';
import { GROUPS } from './scenario.ts';
import { smallStory } from './small-story.ts';

/** What a process that plays mutations is given. */
export interface MutationWork {
  readonly numbers: readonly number[];
  readonly from: number;
  readonly seeds: number;
  readonly step: number;
  /** What is given for all stories; the rest varies. */
  readonly choice: Choice;
  /** It ends after this time. */
  readonly minutes: number;
  /** Stories in which mutations were found before: these alone are played. */
  readonly finds?: readonly Find[];
}

/** A story in which a mutation was found. */
export interface Find {
  readonly number: number;
  readonly seed: number;
  readonly choice: Choice;
}

/** What it reports. */
export type MutationReport =
  | { kind: 'plays'; number: number; seed: number; options: string }
  | { kind: 'played'; number: number; differed: 0 | 1 }
  | { kind: 'found'; number: number; seed: number; options: string; problem: string }
  | { kind: 'fails'; seed: number; options: string; problem: string }
  | { kind: 'done' };

/** What a story has shown. */
interface Shown {
  readonly problem: string | undefined;
  /** Of all that was asked, answered and saved. */
  readonly fingerprint: string;
}

const board = installSwitchboard();
// Sources are loaded behind the board.
const { play } = await import('./play.ts');

/** No story is played with more mutations. */
const MOST_OF_A_STORY = 8;

const left = new Set<number>();
const played = new Map<number, number>();
// What a story has left may fail in the next one, which it says nothing of.
process.on('unhandledRejection', () => {});
process.on('message', (message: MutationWork | { found: number }) => {
  if ('found' in message) left.delete(message.found);
  else void work(message);
});

async function work(given: MutationWork): Promise<void> {
  await (given.finds ? playAgain(given.finds) : search(given));
  report({ kind: 'done' });
  process.disconnect();
}

/** Plays each story as it is, and with its mutation. */
async function playAgain(finds: readonly Find[]): Promise<void> {
  for (const { number, seed, choice } of finds) {
    left.clear();
    left.add(number);
    await playAll(seed, choice);
  }
}

async function search(given: MutationWork): Promise<void> {
  const { numbers, from, seeds, step, minutes } = given;
  for (const number of numbers) left.add(number);
  const end = performance.now() + minutes * 60_000;
  for (let seed = from; seed < from + seeds && left.size > 0; seed += step)
    for (const choice of choicesOf(seed, given.choice))
      if (performance.now() < end && left.size > 0) await playAll(seed, choice);
}

/** Plays a story as it is, and with some of the mutations that it meets. */
async function playAll(seed: number, choice: Choice): Promise<void> {
  const options = toOptions(choice);
  report({ kind: 'plays', number: -1, seed, options });
  board.met.clear();
  const right = await playOne(WATCHING, seed, choice);
  if (right.problem !== undefined) return report({ kind: 'fails', seed, options, problem: right.problem });
  for (const number of leastPlayed([...board.met].filter((met) => left.has(met)))) {
    played.set(number, (played.get(number) ?? 0) + 1);
    report({ kind: 'plays', number, seed, options });
    const { problem, fingerprint } = await playOne(number, seed, choice);
    if (problem !== undefined) {
      left.delete(number);
      report({ kind: 'found', number, seed, options, problem });
    } else report({ kind: 'played', number, differed: fingerprint === right.fingerprint ? 0 : 1 });
  }
}

/** What nearly every story meets leaves time for what few do. */
function leastPlayed(numbers: readonly number[]): readonly number[] {
  const times = (number: number) => played.get(number) ?? 0;
  return numbers.toSorted((a, b) => times(a) - times(b)).slice(0, MOST_OF_A_STORY);
}

async function playOne(number: number, seed: number, choice: Choice): Promise<Shown> {
  const hash = createHash('md5');
  let problem: string | undefined;
  board.played = number;
  try {
    const { problems } = await play(seed, choice, (line) => void hash.update(line));
    problem = problems[0];
  } catch (error) {
    problem = error instanceof Error ? error.message : String(error);
  }
  await setImmediate();
  return { problem: problem?.replaceAll('\n', ' ').slice(0, 100), fingerprint: hash.digest('hex') };
}

/** The stories of a seed: a small one for each group of streams, and now and then one of several groups. */
function* choicesOf(seed: number, given: Choice): Generator<Choice> {
  if (given.only || given.with || given.without) return yield given;
  const groups: readonly (readonly string[])[] = given.streams ? [given.streams] : GROUPS;
  for (const streams of groups) yield smallStory(seed, streams);
  // Trees of streams meet in stories of all kinds.
  if (seed % 5 === 0 && given.streams === undefined) yield {};
}

function toOptions(choice: Choice): string {
  const given = (['only', 'with', 'without', 'streams'] as const).flatMap((name) => {
    const names = choice[name];
    return names === undefined || names.length === 0 ? [] : [` --${name} ${names.join(',')}`];
  });
  return given.join('');
}

function report(message: MutationReport): void {
  process.send?.(message);
}
