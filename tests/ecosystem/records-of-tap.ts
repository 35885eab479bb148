import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseMessages } from '../support/harness/messages.ts';
import { runTap } from '../support/harness/run-tap.ts';
import { catalogOf, type Entry } from './every-stream.ts';
import type { Json } from './run-pipeline.ts';
import type { Row } from './store.ts';
import { type Api, tapConfig } from './tap-config.ts';

/** What the tap writes without a target, by stream; its files go with the folder. */
export async function recordsOfTap(
  api: Api,
  streams: readonly Entry[],
  settings: Json,
  below: string,
): Promise<Map<string, Row[]>> {
  const folder = mkdtempSync(join(below, 'tap-'));
  const file = (name: string, content: Json): string => {
    const path = join(folder, name);
    writeFileSync(path, JSON.stringify(content), { mode: 0o600 });
    return path;
  };
  const config = file('config.json', { ...tapConfig(api), ...settings });
  const catalog = file('catalog.json', catalogOf(streams));
  const { stdout } = await runTap(['--config', config, '--catalog', catalog]);
  const rows = new Map<string, Row[]>();
  for (const message of parseMessages(stdout))
    if (message.type === 'RECORD')
      rows.set(message.stream, [...(rows.get(message.stream) ?? []), message.record]);
  return rows;
}
