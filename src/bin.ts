#!/usr/bin/env node
import { main } from './cli.ts';

// A log that nobody takes any more is no reason to stop loading.
process.stderr.on('error', () => {});

// Not process.exit(): what is still on its way to a slow reader would be lost.
process.exitCode = await main(process.argv.slice(2), process);
