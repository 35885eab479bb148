import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import type { FaultAction } from './faults.ts';
import type { Reply } from './replies.ts';

const compress = promisify(gzip);

const BROKEN = ['reset-in-body', 'cut-body', 'hang-in-body'] as const;

type BrokenTransfer = (typeof BROKEN)[number];

/** The way in which a fault breaks the transfer, if it does. */
export function brokenTransfer(action: FaultAction | undefined): BrokenTransfer | undefined {
  return BROKEN.find((kind) => kind === action?.kind);
}

/** Sends a reply, compressed if the client takes it, and breaks it off in its middle if asked to. */
export async function send(
  request: IncomingMessage,
  response: ServerResponse,
  reply: Reply,
  mayCompress: boolean,
  broken: BrokenTransfer | undefined,
): Promise<void> {
  const accepted = String(request.headers['accept-encoding'] ?? '').includes('gzip');
  const compressed = mayCompress && accepted && reply.text !== '';
  // the lowest level: the emulator should take little of the processor from the program under test
  const body = compressed
    ? await compress(reply.text, { level: constants.Z_BEST_SPEED })
    : Buffer.from(reply.text);
  response.writeHead(reply.status, {
    ...reply.headers,
    ...(compressed ? { 'content-encoding': 'gzip' } : {}),
    'content-length': body.length,
  });
  if (broken === undefined) {
    response.end(body);
    return;
  }
  await new Promise<void>((resolve) => {
    response.write(body.subarray(0, Math.floor(body.length / 2)), () => resolve());
  });
  breakOff(response, broken);
}

function breakOff(response: ServerResponse, broken: BrokenTransfer): void {
  switch (broken) {
    case 'cut-body':
      response.socket?.end();
      return;
    case 'reset-in-body':
      // a reset discards what the client has not read yet: give it time to see the first half
      setTimeout(() => response.socket?.resetAndDestroy(), 20);
      return;
    case 'hang-in-body':
      return;
  }
}
