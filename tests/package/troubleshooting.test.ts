import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

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
