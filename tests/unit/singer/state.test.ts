import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/json/json-object.ts';
import { stringifyJson } from '../../../src/json/stringify-json.ts';
import { stateMessage } from '../../../src/singer/messages.ts';
import { createState, parseState } from '../../../src/singer/state.ts';
import { TapError } from '../../../src/tap-error.ts';

const VALUE = { bookmarks: { messages: { created: '2026-01-31T12:00:00Z' } } };

const bookmarks = fc.dictionary(
  fc.constantFrom('messages', 'activities', 'segments', 'some_other_tap'),
  fc.oneof(fc.constant(null), fc.dictionary(fc.string(), fc.jsonValue())),
);

describe('parseState', () => {
  it.each([
    ['an empty file', ''],
    ['a file of blanks', ' \n\t\n'],
    ['a file of nothing but a byte order mark', '\ufeff'],
  ])('takes %s as no state', (_, text) => {
    expect(parseState(text)).toEqual({});
  });

  it.each([
    ['an empty object', '{}'],
    ['null bookmarks', '{"bookmarks": null}'],
    ['empty bookmarks', '{"bookmarks": {}}'],
    ['a STATE message with an empty value', '{"type":"STATE","value":{}}'],
    ['an empty singer_state', '{"singer_state": {}}'],
  ])('takes %s as a state without bookmarks', (_, text) => {
    expect(parseState(text)).toEqual({ bookmarks: {} });
  });

  it.each([
    ['the value of STATE', JSON.stringify(VALUE)],
    ['the same over several lines', JSON.stringify(VALUE, null, 2)],
    ['the same after a byte order mark', `\ufeff${JSON.stringify(VALUE)}`],
    ['a whole STATE message', JSON.stringify({ type: 'STATE', value: VALUE })],
    ['what Meltano prints', JSON.stringify({ singer_state: VALUE })],
    ['the last line of the output of a target', `{"bookmarks":{"messages":{}}}\n${JSON.stringify(VALUE)}\n`],
    ['the last line, after Windows line ends', `{"bookmarks":{}}\r\n${JSON.stringify(VALUE)}\r\n`],
    ['the last line, a STATE message', `{}\n${JSON.stringify({ type: 'STATE', value: VALUE })}`],
    ['the last line, after lines that are none', `started\n${JSON.stringify(VALUE)}`],
  ])('reads %s', (_, text) => {
    expect(parseState(text)).toEqual(VALUE);
  });

  it('keeps what stands beside the bookmarks', () => {
    expect(parseState('{"currently_syncing":"a","bookmarks":{}}')).toEqual({
      currently_syncing: 'a',
      bookmarks: {},
    });
  });

  it('takes a null bookmark as it is', () => {
    expect(parseState('{"bookmarks":{"messages":null}}')).toEqual({ bookmarks: { messages: null } });
  });

  it.each([
    [
      'no JSON',
      'yesterday',
      'the file must hold one JSON object such as {"bookmarks": {}}; correct or empty it',
    ],
    [
      'JSON that breaks off',
      '{"bookmarks":',
      'the file must hold one JSON object such as {"bookmarks": {}}; correct or empty it',
    ],
    ['a list', '[]', 'the file must hold one JSON object such as {"bookmarks": {}}; correct or empty it'],
    ['null', 'null', 'the file must hold one JSON object such as {"bookmarks": {}}; correct or empty it'],
    [
      'a text',
      '"2026-01-31"',
      'the file must hold one JSON object such as {"bookmarks": {}}; correct or empty it',
    ],
    [
      'a STATE message without a value',
      '{"type":"STATE"}',
      'the value of the STATE message must be an object',
    ],
    [
      'bookmarks that are a list',
      '{"bookmarks":[]}',
      '"bookmarks" must be an object with a key for each stream',
    ],
    [
      'bookmarks that are a text',
      '{"bookmarks":"x"}',
      '"bookmarks" must be an object with a key for each stream',
    ],
    [
      'a bookmark that is a text',
      '{"bookmarks":{"messages":"2026-01-31"}}',
      'bookmarks.messages must be an object; correct it, or remove it to read the stream anew',
    ],
    [
      'a bookmark that is a list',
      '{"bookmarks":{"messages":[1]}}',
      'bookmarks.messages must be an object; correct it, or remove it to read the stream anew',
    ],
  ])('says of %s what to change', (_, text, what) => {
    expect(() => parseState(text)).toThrow(new TapError(`state: ${what}`));
  });

  it('reads back every state as it was written, alone or as a message', () => {
    fc.assert(
      fc.property(bookmarks, fc.jsonValue(), (given, rest) => {
        const value = JSON.parse(stringifyJson({ rest, bookmarks: given }));
        const text = stringifyJson(value);
        expect(stringifyJson(parseState(text))).toBe(text);
        expect(stringifyJson(parseState(stateMessage(value)))).toBe(text);
        expect(
          stringifyJson(parseState(`${stateMessage({ bookmarks: {} })}\n${stateMessage(value)}\n`)),
        ).toBe(text);
      }),
    );
  });

  it('reads back a number beyond 2^53 as it was written', () => {
    const text = '{"bookmarks":{"campaign_actions":{"progress":{"through":[9007199254740993]}}}}';
    expect(stringifyJson(parseState(text))).toBe(text);
  });
});

describe('createState', () => {
  it('always has bookmarks, so that no target takes it for nothing', () => {
    expect(createState({}).value()).toEqual({ bookmarks: {} });
  });

  it('gives a bookmark that it was given', () => {
    expect(createState(VALUE).bookmark('messages')).toEqual({ created: '2026-01-31T12:00:00Z' });
  });

  it.each<[string, JsonObject]>([
    ['absent', { bookmarks: {} }],
    ['null', { bookmarks: { messages: null } }],
  ])('gives an empty bookmark where it is %s', (_, given) => {
    expect(createState(given).bookmark('messages')).toEqual({});
  });

  it('gives a bookmark that was set', () => {
    const state = createState({});
    state.setBookmark('messages', { created: 'x' });
    expect(state.bookmark('messages')).toEqual({ created: 'x' });
  });

  it('replaces the whole bookmark of a stream', () => {
    const state = createState({ bookmarks: { activities: { timestamp: 'x', cursor: 'c' } } });
    state.setBookmark('activities', { timestamp: 'y' });
    expect(state.value()).toEqual({ bookmarks: { activities: { timestamp: 'y' } } });
  });

  it('carries over bookmarks of other streams and what stands beside the bookmarks', () => {
    const given = { note: 'by hand', bookmarks: { other: { deep: [1, { a: null }] }, none: null } };
    const state = createState(given);
    state.setBookmark('messages', { created: 'x' });
    expect(state.value()).toEqual({
      ...given,
      bookmarks: { ...given.bookmarks, messages: { created: 'x' } },
    });
  });

  it('leaves the state that it was given as it is', () => {
    const given = { bookmarks: { messages: { created: 'x' } } };
    createState(given).setBookmark('messages', { created: 'y' });
    expect(given).toEqual({ bookmarks: { messages: { created: 'x' } } });
  });

  it('gives a value that later bookmarks do not change', () => {
    const state = createState({});
    const value = state.value();
    state.setBookmark('messages', { created: 'x' });
    expect(value).toEqual({ bookmarks: {} });
  });
});
