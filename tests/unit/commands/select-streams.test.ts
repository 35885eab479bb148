import { expect, it } from 'vitest';
import { discover } from '../../../src/commands/discover.ts';
import { selectStreams } from '../../../src/commands/select-streams.ts';
import { isStreamSelected } from '../../../src/singer/selection.ts';

const selected = (text: string | undefined) =>
  selectStreams(discover(), text)
    .streams.filter(isStreamSelected)
    .map(({ tap_stream_id }) => tap_stream_id);

it('names and groups are selected together, each once', () => {
  expect(selected('+profiles, people,exports')).toEqual(['people_identifiers', 'people', 'exports']);
});

it('+default is what is read without a selection', () => {
  expect(selected('+default')).toEqual(selected(undefined));
  expect(selected('+default')).toHaveLength(16);
});

it.each(['peple', '+profile', 'default', '*'])('%s is neither a stream nor a group', (word) => {
  expect(() => selected(word)).toThrow(`--select: there is no stream or group "${word}"`);
});

it.each(['', ' , '])('a selection of nothing (%j) is refused', (text) => {
  expect(() => selected(text)).toThrow('--select names no stream');
});
