/**
 * Writes what is derived from the schemas, the definitions and the settings: `src/generated`, `catalog.json`,
 * the tables in `docs/`, and what Meltano and dbt have to know. With `--check` nothing is written; the
 * exit code is 1 if anything is stale, or if docs/api-behaviour.md and the repository disagree.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { compile, type JSONSchema } from 'json-schema-to-typescript';
import { settingsSchema } from '../../src/config/settings-schema.ts';
import { citingFiles, faultsOfFacts } from './api-behaviour.ts';
import { areaByStream, schemaOf } from './schema-files.ts';

const ROOT = new URL('../../', import.meta.url);
const PROJECT = 'meltano.yml';
const PYTHON_PROJECT = 'pyproject.toml';
const BANNER = '// Made by `npm run generate`. Do not edit.';

/** Path below the project's folder → text. */
type Files = Map<string, string>;

async function generateTypes(): Promise<Files> {
  const settings = await compile(filledIn(settingsSchema), 'FilledSettings', {
    bannerComment: `${BANNER}\n`,
    additionalProperties: false,
    style: { singleQuote: true, printWidth: 110 },
  });
  return new Map([
    ['src/generated/columns.ts', columnsText()],
    ['src/generated/settings.ts', settings],
  ]);
}

/** The schema of settings once defaults are filled in. A title would become a type of its own for each setting. */
function filledIn(schema: object): JSONSchema {
  const fill = (key: string, value: unknown) => {
    if (key === 'title') return undefined;
    const { properties, required = [] } = Object(value);
    if (properties === undefined) return value;
    const given = Object.keys(properties).filter((name) => 'default' in properties[name]);
    return { ...Object(value), required: [...required, ...given] };
  };
  return JSON.parse(JSON.stringify(schema, fill));
}

/** The columns of each stream as a type: a definition that names another does not compile. */
function columnsText(): string {
  const members = [...areaByStream.keys()].map((name) => {
    const columns = Object.keys(schemaOf(name).properties ?? {}).map((column) => `| '${column}'`);
    return `  ${name}:${columns.join(' ').replace(/(.{1,100})( (?=\|)|$)/g, '\n    $1')};`;
  });
  return [
    BANNER,
    '',
    '/** The names of the columns of each stream, as its schema has them. */',
    'export interface Columns {',
    ...members,
    '}',
    '',
  ].join('\n');
}

/** Imported late: the definitions are checked against the types that have just been written. */
async function generateTexts(): Promise<Files> {
  const { catalogText } = await import('./catalog.ts');
  const { settingsTable } = await import('../../src/commands/about.ts');
  const { groupsTable, streamsTable } = await import('./stream-tables.ts');
  const { tablesPage } = await import('./tables-page.ts');
  const { personalTable } = await import('./personal-data.ts');
  const { coveragePage } = await import('./coverage.ts');
  const { dbtSources } = await import('./dbt/sources.ts');
  const { dbtStaging } = await import('./dbt/staging.ts');
  const { dbtGroups } = await import('./dbt/groups.ts');
  const { pluginDefinition, projectEntry } = await import('./plugin-definition.ts');
  const { pythonPackage } = await import('./python-package.ts');
  const comment = (text: string) => `<!-- ${text} -->`;
  const pages = [
    ['docs/settings.md', 'settings', settingsTable()],
    ['docs/privacy.md', 'people', personalTable('people')],
    ['docs/privacy.md', 'colleagues', personalTable('colleagues')],
    ['docs/streams.md', 'groups', groupsTable()],
    ['docs/streams.md', 'streams', streamsTable()],
  ] as const;
  const written = new Map<string, string>();
  for (const [path, name, table] of pages)
    written.set(path, replaceBetween(written.get(path) ?? read(path), name, `\n${table}\n`, comment));
  const project = replaceBetween(read(PROJECT), 'tap-customerio', projectEntry(), (text) => `# ${text}`);
  const python = replaceBetween(read(PYTHON_PROJECT), 'package.json', pythonPackage(), (text) => `# ${text}`);
  return new Map([
    ['catalog.json', catalogText()],
    ...written,
    ['docs/tables.md', tablesPage()],
    ['docs/coverage.md', coveragePage()],
    ['meltano/tap-customerio.yml', pluginDefinition()],
    ['dbt/models/sources.yml', dbtSources()],
    ['dbt/macros/groups.sql', dbtGroups()],
    ...dbtStaging(),
    [PROJECT, project],
    [PYTHON_PROJECT, python],
  ]);
}

function replaceBetween(
  text: string,
  name: string,
  block: string,
  comment: (text: string) => string,
): string {
  const marks = [comment(`${name}: made by \`npm run generate\``), comment(`/${name}`)];
  const pattern = new RegExp(`^( *)(${marks[0]}\n)[^]*?( *${marks[1]})$`, 'm');
  if (!pattern.test(text)) throw new Error(`there are no marks ${marks.join(' … ')}`);
  return text.replace(
    pattern,
    (_, indent: string, start: string, end: string) =>
      `${indent}${start}${block.replace(/^(?=.)/gm, indent)}\n${end}`,
  );
}

function read(path: string): string {
  return readFileSync(new URL(path, ROOT), 'utf8');
}

function isStale([path, text]: [string, string]): boolean {
  try {
    return read(path) !== text;
  } catch {
    return true;
  }
}

const isCheck = process.argv.includes('--check');
let staleCount = 0;
for (const generate of [generateTypes, generateTexts]) {
  for (const [path, text] of [...(await generate())].filter(isStale)) {
    staleCount += 1;
    if (!isCheck) writeFileSync(new URL(path, ROOT), text);
    process.stdout.write(`${isCheck ? 'stale, run `npm run generate`' : 'written'}: ${path}\n`);
  }
}
const faults = isCheck ? faultsOfFacts(read('docs/api-behaviour.md'), citingFiles(ROOT)) : [];
for (const fault of faults) process.stdout.write(`docs/api-behaviour.md: ${fault}\n`);
if (isCheck && staleCount + faults.length > 0) process.exitCode = 1;
// Tests run the sources with the build's copy.
if (!isCheck) {
  mkdirSync(new URL('dist/', ROOT), { recursive: true });
  writeFileSync(new URL('dist/catalog.json', ROOT), read('catalog.json'));
}
