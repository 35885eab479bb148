import { describe, expect, it } from 'vitest';
import { discover } from '../../../src/commands/discover.ts';
import { faultsOfStreams, parseSelect, selectStreams } from '../../../src/commands/select-streams.ts';
import { isStreamSelected } from '../../../src/singer/selection.ts';

const selected = (words: readonly string[] | undefined) =>
  selectStreams(discover(), words)
    .streams.filter(isStreamSelected)
    .map(({ tap_stream_id }) => tap_stream_id);

it('names and groups are selected together, each once', () => {
  expect(selected(parseSelect('+profiles, people,exports'))).toEqual([
    'people_identifiers',
    'people',
    'exports',
  ]);
});

it('+default is what is read without a selection', () => {
  expect(selected(['+default'])).toEqual(selected(undefined));
  expect(selected(['+default'])).toHaveLength(16);
});

describe.each(['peple', '+profile', 'default', '*'])('%s is neither a stream nor a group', (word) => {
  it('in --select', () => {
    expect(() => parseSelect(`people,${word}`)).toThrow(`--select: there is no stream or group "${word}"`);
  });

  it('in the setting streams, whose values no message holds', () => {
    const [fault = '', ...others] = faultsOfStreams(['people', word]);
    expect(others).toEqual([]);
    expect(fault).toContain('streams: entry 2: there is no stream or group of that name');
    expect(fault).not.toContain(`"${word}"`);
  });
});

it.each(['', ' , '])('a selection of nothing (%j) is refused', (text) => {
  expect(() => parseSelect(text)).toThrow('--select names no stream');
});
