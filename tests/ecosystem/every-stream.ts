import { readFileSync } from 'node:fs';
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
