import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { gatherOutput } from '../support/harness/gather-output.ts';

const DEMO = fileURLToPath(new URL('demo.ts', import.meta.url));

it('the demo answers in SQL what the API counts, and at the limit no request is refused', async () => {
  const { code, stdout } = await gatherOutput(spawn(process.execPath, ['--import', 'tsx', DEMO]));
  expect(code).toBe(0);
  const [, told, counted] = /campaign_metrics say (\d+) sent; the messages say (\d+)\./.exec(stdout) ?? [];
  expect(Number(told)).toBeGreaterThan(0);
  expect(counted).toBe(told);
  expect(stdout).toMatch(/at most \d+ in any second; 0 refused\.\n$/);
});
