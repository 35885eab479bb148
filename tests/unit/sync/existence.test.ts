import { describe, expect, it } from 'vitest';
import type { Ask, Request } from '../../../src/api.ts';
import { type Failure, RequestError } from '../../../src/request-error.ts';
import { parentOf } from '../../../src/streams/definition.ts';
import { definitions, streamNames } from '../../../src/streams/definitions.ts';
import { createExistenceCheck } from '../../../src/sync/existence.ts';

/** An API that gives one body, or one failure, to all that is asked. */
function apiOf(answer: unknown) {
  const asked: Request[] = [];
  const ask: Ask = async (request) => {
    asked.push(request);
    if (answer instanceof Error) throw answer;
    return { next: undefined, apiDate: undefined, sentDate: undefined, json: async () => answer };
  };
  return { ask, asked };
}

const refusedWith = (failure: Failure) => new RequestError({ path: '/v1/segments/{id}' }, failure, 1);

describe('a record that could not be read', () => {
  it('is asked for by itself, with the columns of its key', async () => {
    const { ask, asked } = apiOf({ customer: {} });
    expect(await createExistenceCheck({ ask }).isDeleted('people_identifiers', { cio_id: 'a1' })).toBe(false);
    expect(asked).toEqual([
      { path: '/v1/customers/{cio_id}/attributes', params: { cio_id: 'a1' }, query: { id_type: 'cio_id' } },
    ]);
  });

  it.each<[string, Failure, boolean]>([
    ['404 in JSON', { kind: 'status', status: 404, body: 'JSON' }, true],
    ['404 in text, which a wrong address gives, too', { kind: 'status', status: 404, body: 'text' }, false],
    ['400', { kind: 'status', status: 400, body: 'JSON' }, false],
    ['500', { kind: 'status', status: 500, body: 'JSON' }, false],
    ['no answer', { kind: 'timeout' }, false],
  ])('was deleted only where the answer is a clear no: %s', async (_, failure, isDeleted) => {
    const { ask } = apiOf(refusedWith(failure));
    expect(await createExistenceCheck({ ask }).isDeleted('segments', { id: '7' })).toBe(isDeleted);
  });

  it.each<[string, unknown, boolean]>([
    ['holds it', { types: [{ id: '1' }, { id: '2' }] }, false],
    ['holds others alone', { types: [{ id: '2' }] }, true],
    ['is empty all at once', { types: [] }, false],
    ['is null', { types: null }, false],
    ['is not there', {}, false],
  ])('without a request of its own was deleted if its list, asked for once more, %s', async (_, body, is) => {
    const { ask } = apiOf(body);
    expect(await createExistenceCheck({ ask }).isDeleted('object_types', { id: '1' })).toBe(is);
  });

  it('has a request of its own, or is in one list', () => {
    const parents = new Set(Object.values(definitions).map(parentOf));
    for (const stream of streamNames.filter((name) => parents.has(name) && !definitions[name].record))
      expect([stream, parentOf(definitions[stream]), definitions[stream].variants]).toEqual([
        stream,
        undefined,
        undefined,
      ]);
  });

  it('counts as existing once the checks of the run are used up, and is not asked for', async () => {
    const { ask, asked } = apiOf(refusedWith({ kind: 'status', status: 404, body: 'JSON' }));
    const existence = createExistenceCheck({ ask });
    const deleted = [];
    for (let id = 1; id <= 51; id += 1)
      deleted.push(await existence.isDeleted('segments', { id: String(id) }));
    expect([deleted.filter(Boolean).length, deleted.at(-1), asked.length]).toEqual([50, false, 50]);
  });

  it('lets pass what is no failure of a request', async () => {
    const { ask } = apiOf(new Error('stopped'));
    await expect(createExistenceCheck({ ask }).isDeleted('segments', { id: '7' })).rejects.toThrow('stopped');
  });
});
