import { readFileSync } from 'node:fs';
import { transform } from 'esbuild';
import { afterEach, expect, it } from 'vitest';
import {
  installSwitchboard,
  type Numbered,
  WATCHING,
  withSwitches,
} from '../../simulation/mutations/switches.ts';
import { MUTATIONS } from '../../simulation/mutations.ts';

const board = installSwitchboard();

afterEach(() => {
  board.met.clear();
});

/** A source's function `run`, with switches. */
async function load(source: string, mutations: readonly (readonly [before: string, after: string])[]) {
  const numbered = mutations.map(
    ([before, after], index): Numbered => [index + 1, { before, after, rule: String(index + 1) }],
  );
  const { code } = await transform(withSwitches(source, numbered), { loader: 'ts' });
  const run: (given: number) => unknown = new Function(`${code}; return run;`)();
  return (number: number, given: number) => {
    board.played = number;
    return run(given);
  };
}

it('a source with switches is the mutated one for each mutation, and itself otherwise', async () => {
  const source = `function run(given: number): number[] {
    const all = [given > 3 ? given + 1 : 0];
    if (given > 5) { all.push(5); return all; }
    all.push(1);
    return all;
  }`;
  const play = await load(source, [
    ['given > 3', 'given >= 3'],
    ['given + 1', 'given - 1'],
    ['all.push(5);', ''],
    ['if (given > 5) { all.push(5); return all; }', ''],
    ['const all = [', 'const all = [9, '],
  ]);
  expect([1, 2, 3, 4, 5].map((number) => play(number, 6))).toEqual([[7, 5], [5, 5], [7], [7, 1], [9, 7, 5]]);
  expect(play(1, 3)).toEqual([4, 1]);
  expect(play(WATCHING, 3)).toEqual([0, 1]);
});

it('a story meets a mutation whose value differs in it, or whose statement it reaches', async () => {
  const source = 'function run(given: number) { if (given > 7) { given += 1; } return given === 3; }';
  const play = await load(source, [
    ['given === 3', 'given >= 3'],
    ['given += 1;', ''],
  ]);
  play(WATCHING, 3);
  expect([...board.met]).toEqual([]);
  play(WATCHING, 4);
  expect([...board.met]).toEqual([1]);
  play(WATCHING, 8);
  expect([...board.met].sort()).toEqual([1, 2]);
});

it('a mutation that takes statements out of their block takes the place of what is around it', async () => {
  const source = `function run(given: number): number[] {
    const all = [given];
    const add = () => {
      all.push(1);
    };
    return all;
  }`;
  const play = await load(source, [['      all.push(1);\n    };', '    };\n    all.push(1);']]);
  expect([play(WATCHING, 6), play(1, 6)]).toEqual([[6], [6, 1]]);
});

it('all mutations of a file fit into one source', async () => {
  for (const file of new Set(MUTATIONS.map((mutation) => mutation.file))) {
    const source = readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8');
    const ofFile = [...MUTATIONS.entries()].filter(([, mutation]) => mutation.file === file);
    await expect(transform(withSwitches(source, ofFile), { loader: 'ts' }), file).resolves.toBeDefined();
  }
});
