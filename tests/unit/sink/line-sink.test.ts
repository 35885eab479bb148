import { expect, it } from 'vitest';
import { createState } from '../../../src/singer/state.ts';
import { createLineSink } from '../../../src/sink/line-sink.ts';
import { LARGEST_CHUNK } from '../../../src/sink/sink.ts';
import { createStatePacing } from '../../../src/sink/state-pacing.ts';
import { parseMessages } from '../../support/harness/messages.ts';

/** A sink, and the story of what is written and called; STATE tells what it covers. */
function start() {
  const story: string[] = [];
  const stop = new AbortController();
  const state = createState({});
  const tell = (line: string) => {
    const [message] = parseMessages(`${line}\n`);
    if (message?.type === 'STATE') story.push(`STATE ${JSON.stringify(message.value['bookmarks'])}`);
    else if (message) story.push(message.type);
  };
  const sink = createLineSink({
    writer: {
      put: tell,
      async write(lines) {
        for (const line of lines) tell(line);
        story.push('written');
      },
      flush: async () => void story.push('flushed'),
    },
    pacing: createStatePacing(state, () => 0),
    signal: stop.signal,
  });
  const records = (rows: Iterable<string>, isPatient = false) =>
    sink.records({
      stream: 'people',
      rows,
      extractedAt: 0,
      version: undefined,
      isPatient,
      onChunk: (count) => void story.push(`${count} taken`),
      onTaken: () => state.setBookmark('people', { all: true }),
    });
  return { sink, story, stop, records };
}

/** The story, with how often what comes several times in a row has come. */
function brief(story: readonly string[]): string[] {
  const runs: [string, number][] = [];
  for (const one of story) {
    const last = runs.at(-1);
    if (last?.[0] === one) last[1] += 1;
    else runs.push([one, 1]);
  }
  return runs.map(([one, times]) => (times > 1 ? `${times} ${one}` : one));
}

it('a bookmark is in no STATE before all records of its page, and in the next one', async () => {
  const { story, records } = start();
  await records(Array(LARGEST_CHUNK + 2).fill('{}'));
  expect(brief(story)).toEqual([
    `${LARGEST_CHUNK} RECORD`,
    `${LARGEST_CHUNK} taken`,
    'STATE {}',
    'written',
    '2 RECORD',
    '2 taken',
    'STATE {"people":{"all":true}}',
    'written',
  ]);
});

it('a page without records moves its bookmark, which waits for the next STATE', async () => {
  const { sink, story, records } = start();
  await sink.state();
  await records([]);
  expect(story).toEqual(['STATE {}', 'written', '0 taken', 'written']);
  await sink.end();
  expect(story.slice(4)).toEqual(['STATE {"people":{"all":true}}', 'written', 'flushed']);
});

it('a run that is stopped takes no further chunk', async () => {
  const { story, stop, records } = start();
  const page = records(Array(LARGEST_CHUNK + 2).fill('{}'));
  stop.abort(new Error('stopped'));
  await expect(page).rejects.toThrow('stopped');
  expect(brief(story)[0]).toBe(`${LARGEST_CHUNK} RECORD`);
  expect(story).not.toContain('2 taken');
});

it('a page that may wait is followed by STATE once its records are a hundred times as long', async () => {
  const { sink, story, records } = start();
  await sink.state();
  await records(['{}', '{}'], true);
  await records([`{"a":"${'x'.repeat(2000)}"}`, `{"a":"${'x'.repeat(2500)}"}`], true);
  expect(story.filter((one) => one.startsWith('STATE'))).toEqual([
    'STATE {}',
    'STATE {"people":{"all":true}}',
  ]);
});

it('messages that are given are followed by STATE', async () => {
  const { sink, story } = start();
  await sink.schema('{"type":"SCHEMA","stream":"people","schema":{},"key_properties":[]}');
  await sink.state(['{"type":"ACTIVATE_VERSION","stream":"people","version":1}']);
  expect(story).toEqual(['SCHEMA', 'written', 'ACTIVATE_VERSION', 'STATE {}', 'written']);
});
