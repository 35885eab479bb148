import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { peekNext } from '../../../src/http/peek-next.ts';

describe('peekNext', () => {
  it.each<[string, string, string | undefined]>([
    ['finds the cursor that a body ends with', '{"things":[{"id":1}],"next":"MDEyMw=="}', 'MDEyMw=='],
    ['finds it behind white space', '{ "things": [],\n  "next" : "a b"\n}\n', 'a b'],
    ['finds it where nothing precedes it', '{"next":"a"}', 'a'],
    ['finds one beyond ASCII', '{"next":"日本"}', '日本'],
    ['finds none in the last page', '{"things":[],"next":""}', undefined],
    ['finds none where there is none', '{"things":[]}', undefined],
    ['finds none that is followed by something', '{"next":"a","things":[]}', undefined],
    ['finds none in an object within the body', '{"thing":{"next":"a"}}', undefined],
    ['finds none under a key that only ends like it', '{"k\\"next":"a"}', undefined],
    ['finds none in a text', '{"text":",\\"next\\":\\"a\\"}"}', undefined],
    ['leaves one with escapes to the parser', '{"next":"a\\u0062"}', undefined],
    ['leaves a number to the parser', '{"next":1}', undefined],
    ['finds none in a body that has broken off', '{"things":[],"next":"a"', undefined],
  ])('%s', (_, body, expected) => {
    expect(peekNext(Buffer.from(body))).toBe(expected);
  });

  it('finds the cursor of a large body, whose end may begin within a character', () => {
    for (let length = 0; length < 4; length += 1) {
      const body = { text: '日'.repeat(2000), more: 'x'.repeat(length), next: 'a' };
      expect(peekNext(Buffer.from(JSON.stringify(body)))).toBe('a');
    }
  });

  it('never finds anything but what the parser will', () => {
    const part = fc.constantFrom('"', '\\', '{', '}', '[', ']', ',', ':', 'next', '"next":', '"a"', ' ', 'é');
    const text = fc.oneof(
      fc.array(part, { maxLength: 12 }).map((parts) => parts.join('')),
      fc.json({ maxDepth: 2 }),
    );
    const body = fc.record({ first: fc.json(), key: text, value: text, next: text }).map((parts) => {
      const [key, value, next] = [parts.key, parts.value, parts.next].map((each) => JSON.stringify(each));
      return `{"first":${parts.first},${key}:${value},"next":${next}}`;
    });
    fc.assert(
      fc.property(fc.oneof(body, text), (json) => {
        const found = peekNext(Buffer.from(json));
        if (found === undefined) return;
        let parsed: unknown;
        try {
          parsed = JSON.parse(json);
        } catch {
          return;
        }
        expect(parsed).toMatchObject({ next: found });
      }),
      { numRuns: 2000 },
    );
  });
});
