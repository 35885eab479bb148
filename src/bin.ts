#!/usr/bin/env node
import { VERSION_LINE } from './manifest.ts';
import { print } from './print.ts';
import { describeShortage } from './shortage.ts';

// Stacks are written at this level only, and maps of the sources take a while to load.
if (/^debug$/i.test(process.env['TAP_CUSTOMERIO_LOGLEVEL'] || process.env['LOGLEVEL'] || ''))
  process.setSourceMapsEnabled(true);

// Loading goes on when nobody reads the log any more.
process.stderr.on('error', () => {});

const ARGV = process.argv.slice(2);

/** Prints the version without loading all else, if nothing else is asked for. Undefined: that is not so, or it cannot be printed. */
async function printVersion(): Promise<number | undefined> {
  if (ARGV.length !== 1 || ARGV[0] !== '--version') return undefined;
  return await print(process.stdout, VERSION_LINE).then(
    () => 0,
    () => undefined,
  );
}

try {
  // Not process.exit(): what is still on its way to a slow reader would be lost.
  if (process.env['NODE_DEBUG'])
    process.exitCode = await (await import('./without-debug.ts')).runWithoutDebug(process);
  else process.exitCode = (await printVersion()) ?? (await (await import('./cli.ts')).main(ARGV, process));
} catch (error) {
  // The program itself cannot be loaded.
  const shortage = describeShortage(error);
  if (shortage === undefined) throw error;
  process.stderr.write(`CRITICAL ${shortage}\n`);
  process.exitCode = 1;
}
