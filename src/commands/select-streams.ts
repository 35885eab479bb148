import { type Environment, readGivenSettings, textsOf, toTexts } from '../config/given-settings.ts';
import { didYouMean } from '../did-you-mean.ts';
import type { Catalog, CatalogEntry } from '../singer/catalog.ts';
import { isStreamSelected } from '../singer/selection.ts';
import { GROUPS, type StreamName } from '../streams/definition.ts';
import { definitions, isStreamName, streamNames } from '../streams/definitions.ts';
import { TapError, UsageError } from '../tap-error.ts';

/** Splits the text of --select: names of streams, and groups after a plus. Throws {@link UsageError} for what is neither. */
export function parseSelect(text: string): readonly string[] {
  const words = text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
  if (words.length === 0) throw new UsageError('--select names no stream; see --help');
  const [fault] = faultsOf(
    words,
    (_, word) => `--select: there is no stream or group ${JSON.stringify(word)}`,
  );
  if (fault !== undefined) throw new UsageError(fault);
  return words;
}

/** The faults of the setting `streams`: a sentence for each entry that is neither a stream nor a group, without its value. */
export function faultsOfStreams(words: readonly string[]): string[] {
  return faultsOf(words, (place) => `streams: entry ${place}: there is no stream or group of that name`);
}

/**
 * Reads which streams discovery prints, from --select and else from the setting `streams`; undefined: all. Of the other
 * settings nothing is checked: discovery works without them.
 */
export async function readStreamChoice(
  { select, config }: { readonly select?: string | undefined; readonly config: readonly string[] },
  env: Environment,
): Promise<readonly string[] | undefined> {
  if (select !== undefined) return parseSelect(select);
  const { streams } = await readGivenSettings(config, env);
  if (streams === undefined) return undefined;
  const words = textsOf(toTexts(streams));
  const faults =
    words.length === 0 ? ['streams must be a list of streams and groups'] : faultsOfStreams(words);
  if (faults.length > 0) throw new TapError(`invalid settings: ${faults.join('; ')}`);
  return words;
}

/** The catalog with these streams selected and no others; as it is where there are no words. */
export function selectStreams(catalog: Catalog, words: readonly string[] | undefined): Catalog {
  if (words === undefined) return catalog;
  const wanted = toStreams(words);
  return { streams: catalog.streams.map((entry) => withSelection(entry, wanted.has(entry.tap_stream_id))) };
}

/** The catalog without the streams that the words leave out, and those of them that it selects. */
export function narrowCatalog(
  catalog: Catalog,
  words: readonly string[],
): { narrowed: Catalog; leftOut: string[] } {
  const wanted = toStreams(words);
  const isLeftOut = ({ tap_stream_id: name }: CatalogEntry) => isStreamName(name) && !wanted.has(name);
  return {
    narrowed: { streams: catalog.streams.filter((entry) => !isLeftOut(entry)) },
    leftOut: catalog.streams
      .filter((entry) => isLeftOut(entry) && isStreamSelected(entry))
      .map(({ tap_stream_id: name }) => name),
  };
}

/** The streams that the words name, each once. */
export function toStreams(words: readonly string[]): ReadonlySet<string> {
  return new Set(words.flatMap(streamsOf));
}

function streamsOf(word: string): readonly StreamName[] {
  if (isStreamName(word)) return [word];
  const group = GROUPS.find((name) => word === `+${name}`);
  return group ? streamNames.filter((name) => definitions[name].groups.includes(group)) : [];
}

function faultsOf(words: readonly string[], describe: (place: number, word: string) => string): string[] {
  const groups = GROUPS.map((name) => `+${name}`);
  return words.flatMap((word, index) => {
    if (streamsOf(word).length > 0) return [];
    const meant = didYouMean(word, [...groups, ...streamNames]);
    return `${describe(index + 1, word)}${meant}; the groups are ${groups.join(', ')}, the streams those of --discover`;
  });
}

function withSelection(entry: CatalogEntry, selected: boolean): CatalogEntry {
  const metadata = entry.metadata.map((item) =>
    item.breadcrumb.length === 0 ? { ...item, metadata: { ...item.metadata, selected } } : item,
  );
  return { ...entry, metadata };
}
