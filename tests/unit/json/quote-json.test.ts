import fc from 'fast-check';
import { expect, it } from 'vitest';
import { quoteJson } from '../../../src/json/quote-json.ts';

it('quoteJson writes every character as JSON.stringify does', () => {
  for (let code = 0; code < 0x1_0000; code += 1) {
    const text = `a${String.fromCharCode(code)}`;
    if (quoteJson(text) !== JSON.stringify(text)) expect(quoteJson(text)).toBe(JSON.stringify(text));
  }
});

it('quoteJson writes every text as JSON.stringify does', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string()), (text) => {
      expect(quoteJson(text)).toBe(JSON.stringify(text));
    }),
  );
});
