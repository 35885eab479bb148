import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse, stringify } from 'yaml';
import type { Output } from '../../support/harness/gather-output.ts';
import { installPython } from '../install-python.ts';
import { runAgain } from '../run-again.ts';
import { buildWheel } from '../wheel/install-wheel.ts';

/** A line of Meltano's log. */
export interface LogLine {
  /** A level in lower case. */
  level: string;
  /** What it says. */
  event: string;
  /** The plugin whose line it is, if it is not Meltano's own. */
  string_id?: string;
  [field: string]: unknown;
}

/** What a command has left. */
export interface MeltanoRun extends Output {
  /** stderr, parsed. */
  log: LogLine[];
}

/** A folder with the project's meltano.yml, and a Meltano to run there. */
export interface Project {
  folder: string;
  /** Runs a command of Meltano, with its log in JSON. */
  meltano(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<MeltanoRun>;
}

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const MELTANO_YML = join(ROOT, 'meltano.yml');
// Settings of the machine's own projects are not the test's.
const FOREIGN = /^(TAP_CUSTOMERIO|TARGET|MELTANO|SINGER|LOGLEVEL)/;

/**
 * Makes a file's own project anew, with the settings in its `.env`. The loaders that an earlier run has installed stay; they lie
 * beside the Meltano that made them, and go with it.
 */
export async function startProject(
  name: string,
  settings: Readonly<Record<string, string | number>>,
): Promise<Project> {
  const installed = await installPython('meltano');
  const folder = join(dirname(dirname(installed.program('meltano'))), 'projects', name);
  mkdirSync(folder, { recursive: true });
  removeAllBut(folder, '.meltano');
  removeAllBut(join(folder, '.meltano'), 'loaders');
  cpSync(MELTANO_YML, join(folder, 'meltano.yml'));
  // The wheel of this build, in place of the one on PyPI.
  const wheel = await buildWheel();
  editPlugins(folder, ({ extractors }) => Object.assign(extractors[0] ?? {}, { pip_url: wheel }));
  writeEnvironment(folder, settings);
  const inherited = Object.entries(process.env).filter(([name]) => !FOREIGN.test(name));
  const usual = { ...Object.fromEntries(inherited), MELTANO_SEND_ANONYMOUS_USAGE_STATS: 'false' };
  const run = runAgain(installed, 'meltano', usual);
  return {
    folder,
    async meltano(args, env = {}) {
      const output = await run(['--log-format=json', ...args], { cwd: folder, env: { ...usual, ...env } });
      return { ...output, log: output.stderr.split('\n').filter(Boolean).map(parseLine) };
    },
  };
}

/** The plugins in a project's meltano.yml. */
interface Plugins {
  extractors: Record<string, unknown>[];
  loaders?: Record<string, unknown>[];
}

/** Changes the plugins in a project's meltano.yml, as users do by hand. Resolves with what puts it back. */
export function editPlugins(folder: string, edit: (plugins: Plugins) => void): () => void {
  const file = join(folder, 'meltano.yml');
  const before = readFileSync(file, 'utf8');
  const definition: { plugins: Plugins } = parse(before);
  edit(definition.plugins);
  writeFileSync(file, stringify(definition));
  return () => writeFileSync(file, before);
}

/** Writes `.env`, which Meltano reads. */
export function writeEnvironment(folder: string, settings: Readonly<Record<string, string | number>>): void {
  const lines = Object.entries(settings).map(([name, value]) => `${name}='${value}'\n`);
  writeFileSync(join(folder, '.env'), lines.join(''), { mode: 0o600 });
}

function parseLine(line: string): LogLine {
  if (!line.startsWith('{')) return { level: 'none', event: line };
  const parsed: LogLine = JSON.parse(line);
  return parsed;
}

function removeAllBut(folder: string, kept: string): void {
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) {
    if (name !== kept) rmSync(join(folder, name), { recursive: true, force: true });
  }
}
