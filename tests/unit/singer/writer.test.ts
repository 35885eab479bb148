import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { PassThrough, Writable } from 'node:stream';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createWriter } from '../../../src/singer/writer.ts';
import { TapError } from '../../../src/tap-error.ts';

/** A stdout that is full after some bytes, and gives them to a reader that is not there yet. */
function createStdout(highWaterMark = 1000) {
  const stdout = new PassThrough({ highWaterMark });
  const gone: TapError[] = [];
  return { stdout, gone, writer: createWriter(stdout, (error) => void gone.push(error)) };
}

/** Whether a promise is settled when nothing else is left to do. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  const settle = () => {
    settled = true;
  };
  promise.then(settle, settle);
  await new Promise((resolve) => void setImmediate(resolve));
  await new Promise((resolve) => void setImmediate(resolve));
  return settled;
}

describe('createWriter', () => {
  it('ends each line, and writes those of one call in one piece', async () => {
    const pieces: string[] = [];
    const stdout = new Writable({
      write(piece, _, done) {
        pieces.push(String(piece));
        done();
      },
    });
    await createWriter(stdout, () => {}).write(['{"a":1}', '{"b":"é"}']);
    expect(pieces).toEqual(['{"a":1}\n{"b":"é"}\n']);
  });

  it('writes the first line that is put at once', () => {
    const { stdout, writer } = createStdout();
    writer.put('{"a":1}');
    writer.put('{"b":2}');
    expect(String(stdout.read())).toBe('{"a":1}\n');
  });

  it('writes what has been put before the lines of the call, in the same piece', async () => {
    const { stdout, writer } = createStdout();
    writer.put('{"first":0}');
    stdout.read();
    writer.put('{"a":1}');
    expect(stdout.read()).toBeNull();
    await writer.write(['{"b":2}']);
    expect(String(stdout.read())).toBe('{"a":1}\n{"b":2}\n');
  });

  it('writes nothing for no lines: not a blank one', async () => {
    const { stdout, writer } = createStdout();
    await writer.write([]);
    expect(stdout.read()).toBeNull();
  });

  it('resolves at once while there is room', async () => {
    const { writer } = createStdout();
    expect(await isSettled(writer.write(['x']))).toBe(true);
  });

  it('waits while the reader is slow, and goes on when it reads', async () => {
    const { stdout, writer } = createStdout(4);
    const written = writer.write(['more than four bytes']);
    expect(await isSettled(written)).toBe(false);
    stdout.resume();
    await expect(written).resolves.toBeUndefined();
  });

  it('wakes all who wait when the reader reads', async () => {
    const { stdout, writer } = createStdout(4);
    const written = Promise.all([writer.write(['first of two']), writer.write(['second of two'])]);
    expect(await isSettled(written)).toBe(false);
    stdout.resume();
    await expect(written).resolves.toHaveLength(2);
  });

  it.each<[string, (stdout: Writable) => void]>([
    ['an error', (stdout) => stdout.destroy(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }))],
    ['a close without an error', (stdout) => stdout.destroy()],
  ])('tells once that the reader has gone: %s', async (_, leave) => {
    const { stdout, gone, writer } = createStdout();
    leave(stdout);
    await expect(isSettled(writer.write(['x']))).resolves.toBe(true);
    expect(gone).toHaveLength(1);
    expect(gone[0]).toBeInstanceOf(TapError);
  });

  it('tells what else to look for when the reader has gone', async () => {
    const gone: string[] = [];
    const stdout = new PassThrough();
    createWriter(stdout, ({ message }) => void gone.push(message), { advice: ', and unset this' });
    stdout.destroy();
    await isSettled(Promise.resolve());
    expect(gone).toEqual(['the reader of stdout has gone; look for its own error above, and unset this']);
  });

  it('tells that the reader has gone also where no close follows the error', async () => {
    const stdout = new Writable({
      autoDestroy: false,
      emitClose: false,
      write: (_piece, _encoding, done) => done(new Error('write EPIPE')),
    });
    const gone: TapError[] = [];
    const writer = createWriter(stdout, (error) => void gone.push(error));
    await isSettled(writer.write(['x']));
    expect(gone).toHaveLength(1);
  });

  it('rejects a write that waits when the reader goes, though no drain ever comes', async () => {
    const { stdout, gone, writer } = createStdout(4);
    const written = writer.write(['more than four bytes']);
    stdout.destroy();
    await expect(written).rejects.toThrow(TapError);
    await expect(written).rejects.toBe(gone[0]);
  });

  it('rejects every write after the reader has gone with the same error', async () => {
    const { stdout, gone, writer } = createStdout();
    stdout.destroy();
    await isSettled(Promise.resolve());
    await expect(writer.write(['x'])).rejects.toBe(gone[0]);
    await expect(writer.write([])).rejects.toBe(gone[0]);
  });
});

describe('flush', () => {
  it('resolves when everything written has left the process, and not before', async () => {
    let release = () => {};
    const stdout = new Writable({
      write(_piece, _encoding, done) {
        release = done;
      },
    });
    const writer = createWriter(stdout, () => {});
    await writer.write(['x']);
    const flushed = writer.flush();
    expect(await isSettled(flushed)).toBe(false);
    release();
    await isSettled(Promise.resolve());
    release();
    await expect(flushed).resolves.toBeUndefined();
  });

  it('resolves where nothing has been written', async () => {
    const { stdout, writer } = createStdout();
    stdout.resume();
    await expect(writer.flush()).resolves.toBeUndefined();
  });

  it('rejects when the reader has gone', async () => {
    const { stdout, writer } = createStdout();
    stdout.destroy();
    await isSettled(Promise.resolve());
    await expect(writer.flush()).rejects.toThrow(TapError);
  });

  it('rejects when the reader of a real pipe goes while most is still on its way', async () => {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const address = server.address();
    if (typeof address !== 'object' || address === null) throw new Error('the server does not listen');
    const stdout = connect(address.port, '127.0.0.1');
    const [reader] = (await once(server, 'connection')) as [Socket];
    const gone: TapError[] = [];
    const writer = createWriter(stdout, (error) => void gone.push(error));
    const written = writer.write(['x'.repeat(50_000_000)]);
    const refused = expect(written).rejects.toThrow(TapError);
    const flushed = writer.flush();
    reader.destroy();
    await expect(flushed).rejects.toThrow(TapError);
    await refused;
    expect(gone).toHaveLength(1);
  });
});
