/** `npm run check` ends with 1 if the files of src/ import each other as they must not: see CONTRIBUTING.md, Layout. */
import { readdirSync, readFileSync } from 'node:fs';
import { faultsOfLayers } from './layers.ts';

const SOURCE = new URL('../../src/', import.meta.url);

const paths = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter((path) =>
  path.endsWith('.ts'),
);
const sources = new Map(
  paths.map((path) => [path.replaceAll('\\', '/'), readFileSync(new URL(path, SOURCE), 'utf8')]),
);
const faults = faultsOfLayers(sources);
for (const fault of faults) process.stdout.write(`src/: ${fault}\n`);
if (faults.length > 0) process.exitCode = 1;
