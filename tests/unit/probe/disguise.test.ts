import { LosslessNumber } from 'lossless-json';
import { describe, expect, it } from 'vitest';
import { createDisguise } from '../../../src/probe/disguise.ts';
import { randomFor } from '../../support/emulator/random.ts';

const WEEK = 604_800;

const ANSWER = {
  status: 200,
  form: 'JSON',
  apiDate: 1_790_000_000,
  receivedAt: 1_790_000_000,
  headerNames: [],
  attempts: 1,
} as const;

function disguised(body: unknown, query: Record<string, string> = {}, params: Record<string, string> = {}) {
  const disguise = createDisguise(randomFor(1, 'disguise', 0));
  return disguise({ ...ANSWER, request: { path: '/v1/messages', params, query }, body });
}

/** An answer to a request with a body. */
function answerTo(asked: object, body: unknown) {
  const request = { path: '/v1/customers', params: {}, query: {}, body: asked };
  return createDisguise(randomFor(1, 'disguise', 0))({ ...ANSWER, request, body });
}

/** The record of a list of messages, as it is kept. */
function keptOf(message: Record<string, unknown>): Record<string, unknown> {
  const body: unknown = disguised({ messages: [message] }).body;
  return Object(body).messages[0];
}

describe('a recorded answer', () => {
  it('moves all times by one number of weeks, the Date and the bounds of the request as well', () => {
    const query = { start_ts: '1790000000', end_ts: '2', limit: '100' };
    const { date, body, request } = disguised({ messages: [{ created: 1_780_000_000 }] }, query);
    const shift = (date ?? 0) - 1_790_000_000;
    expect(shift).toBeLessThanOrEqual(-WEEK);
    expect(Math.abs(shift) % WEEK).toBe(0);
    expect(body).toEqual({ messages: [{ created: 1_780_000_000 + shift }] });
    expect(request.query).toEqual({ start_ts: String(1_790_000_000 + shift), end_ts: '2', limit: '100' });
  });

  it('has other texts of the same length and kind, the same one wherever one comes again', () => {
    const { subject, recipient, id } = keptOf({ subject: 'Hello Ada', recipient: 'Hello Ada', id: 'aB3-_=' });
    expect(subject).toMatch(/^[A-Z][a-z]{4} [A-Z][a-z]{2}$/);
    expect(subject).not.toBe('Hello Ada');
    expect(recipient).toBe(subject);
    expect(id).toMatch(/^[a-z][A-Z]\d-_=$/);
  });

  it('has the same other id for a number and for its text, and with cio_ before it', () => {
    const {
      newsletter_id: number,
      id: text,
      customer_id: prefixed,
    } = keptOf({
      newsletter_id: 4711,
      id: '4711',
      customer_id: 'cio_4711',
    });
    expect(text).toBe(String(number));
    expect(prefixed).toBe(`cio_${number}`);
    expect(number).not.toBe(4711);
  });

  it('keeps zero, truth values, nulls, counts and words of the API', () => {
    const body = {
      meta: { pagination: { total: 42 } },
      segments: [{ state: 'finished', progress: null, id: 0 }],
    };
    expect(disguised(body).body).toEqual(body);
  });

  it('keeps no name, word, count or time of what the account gives its form', () => {
    const { body } = disguised({ customers: [{ attributes: { total: 1_780_000_000, state: 'finished' } }] });
    const [kept] = Object.values(Object(body).customers[0].attributes);
    expect(JSON.stringify(body)).not.toMatch(/total|finished|state|1780000000/);
    expect(String(kept)).toMatch(/^\d{10}$/);
  });

  it("keeps the parameters of a request that are the probe's own, and hides all others", () => {
    const { query } = disguised({}, { metric: 'opened', limit: '90', newsletter_id: '4711' }).request;
    expect(query).toMatchObject({ metric: 'opened', limit: '90' });
    expect(query['newsletter_id']).toMatch(/^\d{4}$/);
    expect(query['newsletter_id']).not.toBe('4711');
  });

  it('hides the ids in the path of a request, and in its body, as they are hidden in answers', () => {
    const { request, body } = disguised({ segments: [{ id: 4711 }] }, {}, { segment_id: '4711' });
    expect(request.params['segment_id']).toBe(String(Object(body).segments[0].id));
    expect(request.params['segment_id']).not.toBe('4711');
    const looked = answerTo({ ids: ['0a1b2c3d4e5f'] }, { customers: [{ cio_id: '0a1b2c3d4e5f' }] });
    expect(Object(looked.request.body).ids).toEqual([Object(looked.body).customers[0].cio_id]);
    expect(JSON.stringify(looked)).not.toContain('0a1b2c3d4e5f');
  });

  it('keeps the filter of a request, which is the probe’s own', () => {
    const filter = { filter: { and: [{ attribute: { field: 'cio_id', operator: 'exists' } }] } };
    expect(answerTo(filter, {}).request.body).toEqual(filter);
  });

  it('keeps no name that the tap does not know', () => {
    expect(JSON.stringify(disguised({ messages: [{ beta_feature: { rollout: 1 } }] }).body)).not.toMatch(
      /beta_feature|rollout/,
    );
  });

  it('keeps the offset of a cursor, and hides an id in one', () => {
    const token = (text: string) => Buffer.from(text).toString('base64');
    expect(disguised({ next: token('v20:100') }).body).toEqual({ next: token('v20:100') });
    const { next } = Object(disguised({ next: token('0:4711') }).body);
    expect(Buffer.from(next, 'base64').toString()).toMatch(/^\d:\d{4}$/);
    expect(next).not.toBe(token('0:4711'));
  });

  it('moves the time behind the id of deduplicate_id, and hides the id', () => {
    const { deduplicate_id } = keptOf({ deduplicate_id: 'abcdef:1780000000' });
    expect(deduplicate_id).toMatch(/^[a-z]{6}:17\d{8}$/);
    expect(deduplicate_id).not.toMatch(/^abcdef|1780000000/);
  });

  it('moves times in milliseconds, in digits, and as Go writes them', () => {
    const { created } = keptOf({ created: 1_780_000_000 });
    const shift = Number(created) - 1_780_000_000;
    expect(keptOf({ created: 1_780_000_000_123 })).toEqual({ created: 1_780_000_000_123 + shift * 1000 });
    expect(keptOf({ created: '1780000000' })).toEqual({ created: String(1_780_000_000 + shift) });
    const go = new Date((1_780_000_000 + shift) * 1000).toISOString().slice(0, 19).replace('T', ' ');
    expect(keptOf({ created: '2026-05-28 20:26:40 +0000 UTC' })).toEqual({ created: `${go} +0000 UTC` });
  });

  it('hides what is in the place of a time and is none', () => {
    expect(keptOf({ created: 4711 })['created']).not.toBe(4711);
    expect(keptOf({ created: '4711' })['created']).toMatch(/^\d{4}$/);
    expect(keptOf({ created: 'last May' })['created']).toMatch(/^[a-z]{4} [A-Z][a-z]{2}$/);
    expect(keptOf({ deduplicate_id: 'abc:12' })['deduplicate_id']).toMatch(/^[a-z]{3}:\d\d$/);
  });

  it('hides numbers as the answer had them: exact ones, long ones, and those below zero', () => {
    const long = '123456789012345678901';
    const { id, newsletter_id, data } = keptOf({
      id: new LosslessNumber('4711'),
      newsletter_id: BigInt(long),
      data: { exact: new LosslessNumber('12.5'), below: -4711 },
    });
    expect(id).toBeGreaterThan(999);
    expect(id).not.toBe(4711);
    expect(newsletter_id).not.toBe(Number(long));
    expect(JSON.stringify(data)).not.toMatch(/12\.5|4711/);
    expect(Object.values(Object(data))[1]).toBeLessThan(0);
  });

  it('hides signs beyond ASCII, which can be a name by themselves', () => {
    expect(keptOf({ subject: '李!' })).toEqual({ subject: 'ø!' });
  });

  it('has no two texts the same as long as there are others', () => {
    const texts = Array.from({ length: 10 }, (_, index) => ({ subject: 'abcdefghij'.charAt(index) }));
    const { body } = disguised({ messages: texts });
    expect(new Set(Object(body).messages.map(({ subject }: { subject: string }) => subject)).size).toBe(10);
  });

  it('holds null where there was no body', () => {
    expect(disguised(undefined).body).toBeNull();
  });
});
