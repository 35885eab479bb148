import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Server } from './serve-postgres.ts';

/** A running PostgreSQL. */
export interface Postgres {
  server: Server;
  /** Stops it and removes its data and its folder. */
  stop(): Promise<void>;
}

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PROGRAM = fileURLToPath(new URL('./serve-postgres.ts', import.meta.url));

/** Starts a new PostgreSQL that ends with this process at the latest, however this process ends. */
export async function startPostgres(installed: string): Promise<Postgres> {
  const child = spawn(process.execPath, ['--import', 'tsx', PROGRAM, installed], { cwd: ROOT });
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    log += text;
  });
  const closed = once(child, 'close');
  const server = await new Promise<Server>((resolve, reject) => {
    createInterface(child.stdout).once('line', (line) => resolve(readServer(line)));
    closed.then(() => reject(new Error(`PostgreSQL did not start:\n${log.slice(-4000)}`)), reject);
  });
  return {
    server,
    async stop() {
      child.stdin.end();
      await closed;
    },
  };
}

function readServer(line: string): Server {
  const value: unknown = JSON.parse(line);
  if (!isServer(value)) throw new Error(`no server: ${line}`);
  return value;
}

function isServer(value: unknown): value is Server {
  return typeof value === 'object' && value !== null && 'port' in value && 'folder' in value;
}
