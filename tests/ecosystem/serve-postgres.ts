/**
 * A program: makes a PostgreSQL in a folder of its own, prints its Server as a line of JSON when it is ready, and
 * serves until stdin ends, which it does however the process that started this one ends. Then nothing is left.
 *
 *   node --import tsx serve-postgres.ts <folder with PostgreSQL's bin, lib and share>
 */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accountForPostgres, giveTo, readableCopy } from './postgres-account.ts';
import { runCommand } from './run-command.ts';

/** How to reach the server, and a folder that goes with it. */
export interface Server {
  host: string;
  port: number;
  user: string;
  password: string;
  database: string;
  folder: string;
}

const stopping = new AbortController();
process.stdin.once('end', () => stopping.abort()).resume();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopping.abort());
// Who reads may be gone already; the folder is to be removed all the same.
process.stdout.on('error', () => {});
process.stderr.on('error', () => {});

const folder = mkdtempSync(join(tmpdir(), 'tap-customerio-postgres-'));
try {
  process.exitCode = await serve(process.argv[2] ?? '');
} catch (error) {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function serve(installed: string): Promise<number> {
  const account = await accountForPostgres();
  const programs = join(account.uid === undefined ? installed : readableCopy(installed, folder), 'bin');
  const data = join(folder, 'data');
  mkdirSync(data, { mode: 0o700 });
  const passwordFile = join(folder, 'password');
  const password = randomUUID();
  writeFileSync(passwordFile, password, { mode: 0o600 });
  for (const path of [data, passwordFile]) giveTo(account, path);

  const env = { PATH: process.env['PATH'], LC_ALL: 'C' };
  const initdb = ['-D', data, '-U', 'postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
  await runCommand(join(programs, 'initdb'), [...initdb, '--encoding=UTF8', '--locale=C', '--no-sync'], {
    ...account,
    env,
    cwd: folder,
  });

  const port = await freePort();
  const settings = [
    'listen_addresses=127.0.0.1',
    `port=${port}`,
    'unix_socket_directories=',
    // The target casts to timestamps without a zone, in the zone of the session.
    'timezone=UTC',
    'fsync=off',
    'dynamic_shared_memory_type=mmap',
  ];
  const postgres = spawn(
    join(programs, 'postgres'),
    ['-D', data, ...settings.flatMap((text) => ['-c', text])],
    {
      ...account,
      env,
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  const server: Server = {
    host: '127.0.0.1',
    port,
    user: 'postgres',
    password,
    database: 'postgres',
    folder,
  };
  let log = '';
  postgres.stderr.setEncoding('utf8').on('data', (text: string) => {
    process.stderr.write(text);
    const wasReady = isReady(log);
    log = wasReady ? log : log + text;
    if (!wasReady && isReady(log)) process.stdout.write(`${JSON.stringify(server)}\n`);
  });
  // To PostgreSQL SIGINT means: disconnect everybody, and stop.
  const stop = () => postgres.kill('SIGINT');
  stopping.signal.addEventListener('abort', stop);
  if (stopping.signal.aborted) stop();
  const code = await new Promise<number | null>((resolve, reject) => {
    postgres.once('error', reject);
    postgres.once('close', resolve);
  });
  return code ?? 1;
}

function isReady(log: string): boolean {
  return log.includes('ready to accept connections');
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (typeof address !== 'object' || address === null) throw new Error('no free port');
  return address.port;
}
