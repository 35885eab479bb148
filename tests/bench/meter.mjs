/**
 * Loaded before a program under test (`node --import`): writes to file descriptor 3, when the program ends, what it has
 * cost. The program itself is untouched: a timer that keeps nothing alive reads the memory, and a count of the bytes
 * given to stdout tells what the reader must have got. BENCH_THROW_AFTER=n throws from a timer, as a bug would, once
 * n bytes have been given.
 */
import { writeSync } from 'node:fs';

const samples = [];
let written = 0;
const throwAfter = Number(process.env.BENCH_THROW_AFTER ?? Number.POSITIVE_INFINITY);
let hasThrown = false;

const { write } = process.stdout;
process.stdout.write = function count(chunk, ...rest) {
  written += typeof chunk === 'string' ? Buffer.byteLength(chunk) : chunk.length;
  if (written >= throwAfter && !hasThrown) {
    hasThrown = true;
    setTimeout(() => {
      throw new Error('a bug');
    });
  }
  return write.call(this, chunk, ...rest);
};

setInterval(() => samples.push(process.memoryUsage.rss() / 2 ** 20), 50).unref();

process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const cpuSeconds = (userCPUTime + systemCPUTime) / 1e6;
  writeSync(3, JSON.stringify({ cpuSeconds, peakMb: maxRSS / 1024, samples, written }));
});
