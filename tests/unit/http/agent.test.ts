import { describe, expect, it } from 'vitest';
import { createAgent } from '../../../src/http/agent.ts';
import { decompress, inspectErrorBody, parseBody } from '../../../src/http/read-body.ts';

/** What an agent connects with: to the host, or to the proxy. */
function optionsOf(agent: object): unknown {
  if ('connectOpts' in agent) return agent.connectOpts;
  return 'options' in agent ? agent.options : undefined;
}

describe('an address that takes long to connect', () => {
  it('is given two seconds before the next is tried, through a proxy too', async () => {
    const agents = await Promise.all([
      createAgent('http://localhost:8080', 3, undefined),
      createAgent('https://api.example.test', 3, undefined),
      createAgent('https://api.example.test', 3, new URL('http://127.0.0.1:9')),
    ]);
    expect(agents.map((agent) => agent.constructor.name)).toEqual(['Agent', 'Agent', 'HttpsProxyAgent']);
    for (const agent of agents)
      expect(optionsOf(agent)).toMatchObject({ autoSelectFamilyAttemptTimeout: 2000 });
  });
});

describe('a body', () => {
  it('in an encoding that was not asked for is refused at once', () => {
    expect(decompress('br', new ArrayBuffer(0))).toEqual({ failure: { kind: 'encoding', code: 'br' } });
  });

  it('that says "wrong datacenter" with status 200 names the region', () => {
    const body = Buffer.from('{"errors":[{"detail":"wrong datacenter","status":"301"}]}');
    expect(parseBody(200, body)).toEqual({ failure: { kind: 'wrong region', status: 200 } });
  });

  it.each<[string, string, boolean]>([
    ['{"errors":[]}', 'JSON', false],
    ['{"errors":[{"detail":"wrong datacenter"}]}', 'JSON', true],
    ['<!DOCTYPE html><html>', 'HTML', false],
    ['404 page not found', 'text', false],
  ])('of an error, %s, is %s', (text, form, isWrongRegion) => {
    expect(inspectErrorBody(null, Buffer.from(text))).toEqual({ form, isWrongRegion });
  });

  it('of an error that is no gzip though it says so is a text', () => {
    expect(inspectErrorBody('gzip', Buffer.from('x')).form).toBe('text');
  });
});
