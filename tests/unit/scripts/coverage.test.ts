import { expect, it } from 'vitest';
import { notRead } from '../../../scripts/generate/coverage.ts';
import { describeRequest } from '../../../src/streams/definition.ts';
import { definitions, streamNames } from '../../../src/streams/definitions.ts';
import { api } from '../streams/openapi.ts';

/** The names of placeholders are the vendor's own. */
const anonymous = (path: string) => path.replace(/\{\w+\}/g, '{}');

const read = streamNames.map((name) => anonymous(describeRequest(definitions[name])));

it('every operation of the API that reads is a stream, or has a reason why it is none', () => {
  const operations = Object.entries(api.paths).flatMap(([path, { get }]) => (get ? [`GET ${path}`] : []));
  const reasons = Object.keys(notRead).map((path) => `GET ${path}`);
  expect(operations).toHaveLength(110);
  const gets = read.filter((request) => request.startsWith('GET'));
  const told = new Set([...gets, ...reasons.map(anonymous)]);
  expect([...told].sort()).toEqual(operations.map(anonymous).sort());
});

it('three reads take a body, each of which the API has', () => {
  const posts = read.filter((request) => request.startsWith('POST'));
  expect(posts).toEqual(['POST /v1/customers', 'POST /v1/customers/attributes', 'POST /v1/objects']);
  for (const request of posts) expect(api.paths[request.replace('POST ', '')]?.post).toBeDefined();
});
