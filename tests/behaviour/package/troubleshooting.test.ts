import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

const source = readdirSync(`${ROOT}src`, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => readFileSync(`${ROOT}src/${path}`, 'utf8'))
  .join('\n');

/** The messages in the first cells of the page's tables, in pieces: … is what the tap fills in. */
const pieces = readFileSync(`${ROOT}docs/troubleshooting.md`, 'utf8')
  .split('\n')
  .filter((line) => /^\| [`…]/.test(line))
  .flatMap((row) => [...(row.split(' | ')[0] ?? '').matchAll(/`([^`]+)`/g)])
  .flatMap(([, code = '']) => code.replace(/^status \d+$/, 'status …').split('…'))
  .map((piece) => piece.trim())
  .filter((piece) => piece !== '');

it('docs/troubleshooting.md names messages', () => {
  expect(pieces.length).toBeGreaterThan(40);
});

it.each([...new Set(pieces)])('the tap can say: %s', (piece) => {
  expect(source).toContain(piece);
});

/** What need not be on the page, and why. */
const exceptions = [
  // Ends the children of a stream when the run is stopped; the stop itself has a row.
  'the run has ended',
  // Leads what is on the page.
  '; told once',
  // Both follow the name of a fault, such as `item dropped from the list`, which has a row.
  '(told once)',
  'times in all',
];

/** The arguments of all calls that say something to the user, as they are written; those without a text are left out. */
const said = [...source.matchAll(/(?:\b(?:Tap|Usage|Shape)Error|\.(?:warning|error))\(/g)]
  .map(({ index, 0: call }) => argumentsFrom(index + call.length))
  .filter((text) => /['"`]/.test(text));

/** Up to the parenthesis that closes the call; those within a text come in pairs. */
function argumentsFrom(start: number): string {
  let depth = 1;
  let end = start;
  for (; depth > 0 && end < source.length; end++) {
    if (source[end] === '(') depth += 1;
    if (source[end] === ')') depth -= 1;
  }
  return source.slice(start, end - 1).trim();
}

it('finds what src says', () => {
  expect(said.length).toBeGreaterThan(30);
});

it.each([...new Set(said)])('the page, or the list of exceptions, names: %s', (text) => {
  // A single word, such as `failed`, tells no message from another.
  const known = [...pieces.filter((piece) => piece.includes(' ')), ...exceptions];
  expect(known.filter((piece) => text.includes(piece))).not.toEqual([]);
});
