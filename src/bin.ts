#!/usr/bin/env node
import { describeShortage } from './shortage.ts';

// Stacks are written at this level only, and maps of the sources take a while to load.
if (/^debug$/i.test(process.env['TAP_CUSTOMERIO_LOGLEVEL'] || process.env['LOGLEVEL'] || ''))
  process.setSourceMapsEnabled(true);

// Loading goes on when nobody reads the log any more.
process.stderr.on('error', () => {});

try {
  // Not process.exit(): what is still on its way to a slow reader would be lost.
  if (process.env['NODE_DEBUG'])
    process.exitCode = await (await import('./without-debug.ts')).runWithoutDebug(process);
  else process.exitCode = await (await import('./cli.ts')).main(process.argv.slice(2), process);
} catch (error) {
  // The program itself cannot be loaded.
  const shortage = describeShortage(error);
  if (shortage === undefined) throw error;
  process.stderr.write(`CRITICAL ${shortage}\n`);
  process.exitCode = 1;
}
