import { expect, it } from 'vitest';
import { type Failure, RequestError } from '../../../src/request-error.ts';
import { NullObjectError, ShapeError } from '../../../src/shape-error.ts';
import type { StreamName } from '../../../src/streams/definition.ts';
import { definitions } from '../../../src/streams/definitions.ts';
import { toAbsence } from '../../../src/sync/absence.ts';

const refused = (status: number, body: Failure['body']) =>
  new RequestError({ path: '/v1/x' }, { kind: 'status', status, ...(body && { body }) }, 1);
const NULL = new NullObjectError('GET /v1/x', 'null');

const absenceOf = (stream: StreamName, error: unknown, hasAnswered = true) =>
  toAbsence(error, { stream: { definition: definitions[stream] }, run: { hasAnswered } })?.kind;

it.each<[string, unknown, string | undefined]>([
  ['404', refused(404, 'JSON'), 'refused'],
  ['400', refused(400, 'JSON'), 'refused'],
  ['404 as text, as a wrong address gives it', refused(404, 'text'), undefined],
  ['400 as HTML', refused(400, 'HTML'), undefined],
  ['403', refused(403, 'JSON'), undefined],
  ['500', refused(500, 'JSON'), undefined],
  ['null in place of the object', NULL, 'null'],
  ['another form', new ShapeError('GET /v1/x', 'no list'), undefined],
])('a parent is absent where its children are answered 404 or 400 in JSON, or null: %s', (_, error, kind) => {
  expect(absenceOf('segment_membership', error)).toBe(kind);
});

it.each<StreamName>(['people', 'campaigns'])(
  'what is not read for one parent fails with the same answers: %s',
  (stream) => {
    for (const error of [refused(404, 'JSON'), refused(400, 'JSON'), NULL])
      expect(absenceOf(stream, error)).toBeUndefined();
  },
);

it.each<[string, number, Failure['body'], boolean, string | undefined]>([
  ['404', 404, 'JSON', false, 'no feature'],
  ['404 as text of an API that knows other routes', 404, 'text', true, 'no feature'],
  ['404 as text of an API that has said nothing yet', 404, 'text', false, undefined],
  ['400', 400, 'JSON', true, undefined],
])('a feature is absent where its list is answered 404: %s', (_, status, body, hasAnswered, kind) => {
  expect(absenceOf('object_types', refused(status, body), hasAnswered)).toBe(kind);
});

it('of a feature, a parent is absent where its children are answered 404', () => {
  expect(absenceOf('design_studio_email_contents', refused(404, 'JSON'))).toBe('refused');
});
