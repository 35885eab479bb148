import { didYouMean } from '../did-you-mean.ts';
import type { Catalog, CatalogEntry } from '../singer/catalog.ts';
import { GROUPS, type StreamName } from '../streams/definition.ts';
import { definitions, isStreamName, streamNames } from '../streams/definitions.ts';
import { UsageError } from '../tap-error.ts';

/**
 * The catalog with the streams selected that a text lists, separated by commas: names, and groups after a plus, such as
 * `+default,people`. As it is where there is no text. Throws {@link UsageError} for what is neither.
 */
export function selectStreams(catalog: Catalog, text: string | undefined): Catalog {
  if (text === undefined) return catalog;
  const words = text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
  if (words.length === 0) throw new UsageError('--select names no stream; see --help');
  const wanted = new Set(words.flatMap(streamsOf));
  return { streams: catalog.streams.map((entry) => withSelection(entry, wanted)) };
}

function streamsOf(word: string): readonly StreamName[] {
  if (isStreamName(word)) return [word];
  const group = GROUPS.find((name) => word === `+${name}`);
  if (group) return streamNames.filter((name) => definitions[name].groups.includes(group));
  const groups = GROUPS.map((name) => `+${name}`);
  const meant = didYouMean(word, [...groups, ...streamNames]);
  throw new UsageError(
    `--select: there is no stream or group ${JSON.stringify(word)}${meant}; the groups are ${groups.join(', ')}, the streams those of --discover`,
  );
}

function withSelection(entry: CatalogEntry, wanted: ReadonlySet<string>): CatalogEntry {
  const selected = wanted.has(entry.tap_stream_id);
  const metadata = entry.metadata.map((item) =>
    item.breadcrumb.length === 0 ? { ...item, metadata: { ...item.metadata, selected } } : item,
  );
  return { ...entry, metadata };
}
