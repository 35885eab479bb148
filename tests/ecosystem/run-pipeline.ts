import { spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

/** A JSON object as it was parsed. */
export type Json = { [key: string]: unknown };

/** What to run: two programs with their files. */
export interface Pipeline {
  /** The tap's program with its first arguments, if it is not the build's. */
  tap?: readonly [string, ...string[]];
  /** The target's program. */
  target: string;
  /** Files are written there; it goes with what the target loads into. */
  folder: string;
  tapConfig: Json;
  targetConfig: Json;
  catalog?: Json;
  /** A line of the target's stdout, as it was. */
  state?: string;
  /** When it resolves, the tap is killed by SIGKILL, and the target meets the end of its input. */
  killTapWhen?: () => Promise<unknown>;
}

/** What a run has left. */
export interface PipelineRun {
  /** 137 if the tap was killed. */
  tapCode: number;
  targetCode: number;
  tapLog: string;
  targetLog: string;
  /** The target's stdout, a line for each state. */
  states: string[];
}

const TAP = fileURLToPath(new URL('../../dist/bin.js', import.meta.url));

// The shell joins them by a pipe of the system, as users do. Its status is the target's; by 3 come the tap's id and
// status.
const SCRIPT = `target=$1 config=$2; shift 2
{ "$@" 2>&4 3>&- 4>&- & echo $! >&3; wait $!; echo $? >&3; } | "$target" --config "$config" 3>&- 4>&-`;

/** Runs `tap-customerio … | target-…` to the end of both. */
export async function runPipeline(pipeline: Pipeline): Promise<PipelineRun> {
  const folder = mkdtempSync(join(pipeline.folder, 'run-'));
  const file = (name: string, content: string): string => {
    const path = join(folder, name);
    writeFileSync(path, content, { mode: 0o600 });
    return path;
  };
  const { catalog, state, target } = pipeline;
  const tapArgs = [
    ...(pipeline.tap ?? [process.execPath, TAP]),
    '--config',
    file('tap.json', JSON.stringify(pipeline.tapConfig)),
    ...(catalog ? ['--catalog', file('catalog.json', JSON.stringify(catalog))] : []),
    ...(state ? ['--state', file('state.json', state)] : []),
  ];
  const targetConfig = file('target.json', JSON.stringify(pipeline.targetConfig));
  const args = ['-c', SCRIPT, 'pipeline', target, targetConfig, ...tapArgs];
  // No more of the environment than needed: settings of the tap, the target or its database may stand in it.
  const env = { PATH: process.env['PATH'] };
  const shell = spawn('sh', args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe'] });
  const [, stdout, targetLog, tap, tapLog] = shell.stdio;
  const [targetCode, tapCode, ...texts] = await Promise.all([
    new Promise<number>((resolve, reject) => {
      shell.once('error', reject);
      shell.once('close', (code) => resolve(code ?? -1));
    }),
    followTap(tap, pipeline.killTapWhen),
    ...[stdout, targetLog, tapLog].map((stream) => textOf(stream)),
  ]);
  const [printed = '', targetText = '', tapText = ''] = texts;
  return {
    tapCode,
    targetCode,
    tapLog: tapText,
    targetLog: targetText,
    states: printed.split('\n').filter((line) => line !== ''),
  };
}

/** Reads the tap's id, kills it if asked to, and gives its status. */
async function followTap(stream: unknown, killWhen: Pipeline['killTapWhen']): Promise<number> {
  if (!isReadable(stream)) throw new Error('no pipe');
  const lines = createInterface({ input: stream })[Symbol.asyncIterator]();
  const nextNumber = async () => Number((await lines.next()).value);
  const id = await nextNumber();
  if (killWhen) {
    await killWhen();
    process.kill(id, 'SIGKILL');
  }
  return nextNumber();
}

async function textOf(stream: unknown): Promise<string> {
  if (!isReadable(stream)) throw new Error('no pipe');
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

function isReadable(stream: unknown): stream is Readable {
  return typeof stream === 'object' && stream !== null && Symbol.asyncIterator in stream;
}
