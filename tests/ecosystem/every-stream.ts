import { readFileSync } from 'node:fs';
import { type Emulator, startEmulator } from '../support/emulator/start-emulator.ts';
import type { Json } from './run-pipeline.ts';

/** A property as a catalog has it. */
export interface Property {
  type: string | string[];
  format?: string;
  items?: Property;
}

/** A stream as a catalog has it. */
export interface Entry {
  stream: string;
  key_properties: string[];
  schema: { properties: Record<string, Property> };
  metadata: { breadcrumb: string[]; metadata: Json }[];
}

const NOW = Math.floor(Date.now() / 1000);

/** Settings of the tap with which every stream has records, and none has many. */
export const EVERY_STREAM_SETTINGS: Json = {
  esp_domains: ['mail.example.com'],
  metrics_lookback_days: 10,
  anchor_date: String(NOW - 10 * 86_400),
};

/** All streams of the catalog, each selected. */
export function everyStream(): Entry[] {
  const url = new URL('../../catalog.json', import.meta.url);
  const { streams }: { streams: Entry[] } = JSON.parse(readFileSync(url, 'utf8'));
  for (const entry of streams) {
    const root = entry.metadata.find(({ breadcrumb }) => breadcrumb.length === 0);
    if (root) root.metadata['selected'] = true;
  }
  return streams;
}

/** A catalog of these streams. */
export function catalogOf(streams: readonly Entry[]): Json {
  return { streams: [...streams] };
}

/** A small workspace in which every stream has records, the same whenever it is asked. */
export function startSmallWorkspace(): Promise<Emulator> {
  return startEmulator({
    seed: 21,
    now: NOW,
    clock: () => NOW,
    requestsPerSecond: false,
    messagesSpanDays: 5,
    sizes: {
      campaigns: 3,
      newsletters: 8,
      messages: 20,
      activities: 20,
      people: 120,
      membersPerSegment: 10,
    },
  });
}
