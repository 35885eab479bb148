import { spawn } from 'node:child_process';
import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import { createInterface } from 'node:readline';
import { json } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { Certificate } from '../support/harness/certificate.ts';
import type { HotStream } from './make-bodies.ts';

/** What a body server answers. */
export interface BodyServerOptions {
  /** Pages of each chain: of each week of messages, of each segment's members, of activities. */
  pages: Partial<Record<HotStream, number>>;
  /** Segments to ask for members of; default 1. */
  segments?: number;
  /** Wait before each answer. */
  latencyMs?: number;
  gzip?: boolean;
  tls?: Certificate;
}

/** An answer, in unix milliseconds: when it was asked for, and when its last byte was handed to the system. */
export interface LoggedAnswer {
  path: string;
  query: Record<string, string>;
  bytes: number;
  at: number;
  sentAt: number;
}

/** A running body server. */
export interface BodyServer {
  url: string;
  /** The answers since the last call. */
  takeLog(): Promise<LoggedAnswer[]>;
  close(): Promise<void>;
}

/** Starts a body server as a process of its own. */
export async function startBodyServer(options: BodyServerOptions): Promise<BodyServer> {
  const program = fileURLToPath(new URL('./body-server.ts', import.meta.url));
  const child = spawn(process.execPath, [...process.execArgv, program, JSON.stringify(options)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [url]: string[] = await Promise.race([
    once(createInterface(child.stdout), 'line'),
    once(child, 'exit').then(() => Promise.reject(new Error('the body server did not start'))),
  ]);
  if (url === undefined) throw new Error('the body server told no address');
  return {
    url,
    async takeLog() {
      const { get } = options.tls ? https : http;
      const request = get(`${url}/bench/log`, { rejectUnauthorized: false, agent: false });
      const [response] = await once(request, 'response');
      return (await json(response)) as LoggedAnswer[];
    },
    async close() {
      child.kill();
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    },
  };
}
