import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type BatchFolder, openBatchFolder } from '../../../src/singer/batch-folder.ts';
import { createState } from '../../../src/singer/state.ts';
import { createBatchSink } from '../../../src/sink/batch-sink.ts';
import { LARGEST_CHUNK } from '../../../src/sink/sink.ts';
import type { StreamName } from '../../../src/streams/definition.ts';
import { TapError } from '../../../src/tap-error.ts';
import { readBatch } from '../../support/harness/batch-files.ts';
import { type Message, parseMessages } from '../../support/harness/messages.ts';

const encoding = { format: 'jsonl', compression: 'gzip' } as const;

/** A sink into a folder of its own; its clock is moved by hand. */
async function startSink({ batchSize = 100, folder }: { batchSize?: number; folder?: BatchFolder } = {}) {
  const root = mkdtempSync(join(tmpdir(), 'tap-customerio-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const state = createState({});
  const messages: Message[] = [];
  const faults: unknown[] = [];
  const clock = { now: 0 };
  const sink = createBatchSink({
    writer: {
      put() {},
      write: async (lines) => void messages.push(...parseMessages(lines.map((line) => `${line}\n`).join(''))),
      flush: async () => {},
    },
    state,
    folder: folder ?? (await openBatchFolder({ root, prefix: '', compression: 'gzip', runId: 'run' })),
    encoding,
    batchSize,
    clock: () => clock.now,
    signal: new AbortController().signal,
    onFault: (error) => void faults.push(error),
  });
  const written = new Map<string, number>();
  /** Records of a page, and the bookmark that covers them: how many there are. */
  const write = async (stream: StreamName, records: number) => {
    const before = written.get(stream) ?? 0;
    written.set(stream, before + records);
    const rows = Array.from({ length: records }, (_, index) => `{"number":${before + index}}`);
    const chunks: number[] = [];
    await sink.records({
      ...page(stream, rows),
      onChunk: (count) => void chunks.push(count),
      onTaken: () => state.setBookmark(stream, { covers: before + records }),
    });
    return chunks;
  };
  return { sink, messages, faults, clock, write };
}

/** A page that moves no bookmark. */
const page = (stream: StreamName, rows: Iterable<string>) => ({
  stream,
  rows,
  extractedAt: 0,
  version: undefined,
  isPatient: false,
  onChunk() {},
  onTaken() {},
});

/** What the messages have come to, one after the other: `people 0-9`, or what STATE covers: `{"people":10}`. */
const story = (messages: readonly Message[]): string[] =>
  messages.map((message) => {
    if (message.type === 'BATCH') {
      const numbers = readBatch(message).map(({ number }) => Number(number));
      return `${message.stream} ${numbers[0]}-${numbers.at(-1)} (${numbers.length})`;
    }
    if (message.type !== 'STATE') return message.type;
    const bookmarks = Object.entries(Object(message.value['bookmarks']));
    return JSON.stringify(
      Object.fromEntries(bookmarks.map(([stream, bookmark]) => [stream, Object(bookmark).covers])),
    );
  });

describe('createBatchSink', () => {
  it('writes the starting STATE at once', async () => {
    const { sink, messages } = await startSink();
    await sink.state();
    expect(messages).toEqual([{ type: 'STATE', value: { bookmarks: {} } }]);
  });

  it('names the shape of the file as singer-sdk has it', async () => {
    const { sink, messages, write } = await startSink();
    await write('people', 1);
    await sink.end();
    expect(messages[0]).toEqual({
      type: 'BATCH',
      stream: 'people',
      encoding,
      manifest: [expect.stringMatching(/^file:\/\/\/.*people-run-1\.jsonl\.gz$/)],
    });
  });

  it('lets STATE wait as long as a file is open, also at the end of a stream', async () => {
    const { sink, messages, write } = await startSink();
    await write('people', 3);
    await sink.state();
    await write('segments', 2);
    await sink.state();
    expect(messages).toEqual([]);
    await sink.end();
    expect(story(messages)).toEqual(['people 0-2 (3)', 'segments 0-1 (2)', '{"people":3,"segments":2}']);
  });

  it('writes SCHEMA at once, and closes no file for a page without records', async () => {
    const { sink, messages, write } = await startSink();
    await sink.schema('{"type":"SCHEMA","stream":"people","schema":{},"key_properties":[]}');
    await write('people', 1);
    await write('people', 0);
    expect(story(messages)).toEqual(['SCHEMA']);
  });

  it('closes all files when one is full, and STATE follows', async () => {
    const { messages, write } = await startSink({ batchSize: 10 });
    await write('segments', 2);
    await write('people', 9);
    expect(messages).toEqual([]);
    await write('people', 1);
    expect(story(messages)).toEqual(['segments 0-1 (2)', 'people 0-9 (10)', '{"segments":2,"people":10}']);
  });

  it('writes a page in chunks, none of which overfills a file', async () => {
    const { messages, write } = await startSink({ batchSize: LARGEST_CHUNK + 10 });
    expect(await write('people', 2 * LARGEST_CHUNK)).toEqual([LARGEST_CHUNK, 10, LARGEST_CHUNK - 10]);
    // STATE covers a page only when all of it has been taken.
    expect(story(messages)).toEqual([`people 0-${LARGEST_CHUNK + 9} (${LARGEST_CHUNK + 10})`, '{}']);
  });

  it('closes all files when the oldest has been open for a minute, though others are new', async () => {
    const { messages, clock, write } = await startSink();
    clock.now = 1000;
    await write('people', 1);
    clock.now = 60_999;
    await write('segments', 1);
    expect(messages).toEqual([]);
    clock.now = 61_000;
    await write('segments', 1);
    expect(story(messages)).toEqual(['people 0-0 (1)', 'segments 0-1 (2)', '{"people":1,"segments":2}']);
    // The next minute begins with the next file.
    clock.now = 200_000;
    await write('people', 1);
    expect(messages).toHaveLength(3);
  });

  it('closes them also where a page has brought no record', async () => {
    const { messages, clock, write } = await startSink();
    await write('people', 1);
    clock.now = 60_000;
    await write('segments', 0);
    expect(story(messages)).toEqual(['people 0-0 (1)', '{"people":1,"segments":0}']);
  });

  it('never covers a record of a file that was begun while others are being closed', async () => {
    const { sink, messages, write } = await startSink({ batchSize: 10 });
    // None waits for another: each call begins before the one before it has ended.
    const writes = Array.from({ length: 40 }, (_, index) =>
      write(index % 3 === 0 ? 'segments' : 'people', 5),
    );
    await Promise.all(writes);
    await sink.end();
    const named = new Map<string, number>();
    for (const line of story(messages)) {
      const [, stream = '', first, last] = /^(\w+) (\d+)-(\d+)/.exec(line) ?? [];
      if (stream === '') {
        for (const [covered, count] of Object.entries(JSON.parse(line)))
          expect(Number(count)).toBeLessThanOrEqual(named.get(covered) ?? 0);
      } else {
        expect(Number(first)).toBe(named.get(stream) ?? 0);
        named.set(stream, Number(last) + 1);
      }
    }
    expect(Object.fromEntries(named)).toEqual({ segments: 70, people: 130 });
    expect(story(messages).at(-1)).toBe('{"segments":70,"people":130}');
  });

  it('does not write what an error has left behind into the file of another stream', async () => {
    const { sink, messages, write } = await startSink();
    function* broken() {
      yield '{"number":99}';
      yield '{"number":98}';
      throw new TapError('a record that cannot be written');
    }
    await expect(sink.records(page('segments', broken()))).rejects.toThrow('cannot be written');
    await write('people', 2);
    await sink.end();
    expect(story(messages)[0]).toBe('people 0-1 (2)');
  });

  it.each(['write', 'close'] as const)(
    'ends the run where a file fails at its %s, and writes no STATE any more',
    async (at) => {
      const full = new TapError('the disk is full');
      const fail = () => Promise.reject(full);
      const folder: BatchFolder = {
        create: () => ({ write: at === 'write' ? fail : async () => {}, close: fail }),
      };
      const { sink, messages, faults, write } = await startSink({ batchSize: 10, folder });
      await expect(write('people', 10)).rejects.toBe(full);
      expect(faults[0]).toBe(full);
      await expect(sink.state()).rejects.toBe(full);
      await expect(sink.end()).rejects.toBe(full);
      expect(messages).toEqual([]);
    },
  );
});
