import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { mutateText } from '../../simulation/mutate-text.ts';
import type { Mutation } from '../../simulation/mutations/mutation.ts';
import { MUTATIONS } from '../../simulation/mutations.ts';

function sourceOf({ file }: Mutation): string {
  return readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8');
}

it('the text of each mutation is in its file exactly once', () => {
  const others = MUTATIONS.filter((mutation) => mutateText(sourceOf(mutation), mutation) === undefined);
  expect(others.map(({ file, rule }) => `${file}: ${rule}`)).toEqual([]);
});

it('no two mutations have the same rule, so that --matching finds one', () => {
  const rules = MUTATIONS.map(({ rule }) => rule);
  expect(rules.filter((rule, index) => rules.indexOf(rule) !== index)).toEqual([]);
});
