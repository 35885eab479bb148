import { type ContextSource, createParentLink } from '../partitions/parent-link.ts';
import { schemaMessage } from '../singer/messages.ts';
import { replicationKeyOf } from '../streams/definition.ts';
import type { PlannedStream } from '../streams/planned-stream.ts';
import { TapError } from '../tap-error.ts';
import { beginLargeParent } from './large-parent.ts';
import { readingStart } from './prepare-reader.ts';
import type { Work } from './prepare-stream.ts';
import { type Ended, readStream } from './read-stream.ts';
import type { StartedRun } from './run.ts';
import { throwFirst } from './side-by-side.ts';
import type { Turns } from './turns.ts';

/** Means that the streams of a tree share. */
interface Shared {
  readonly run: StartedRun;
  readonly turns: Turns;
  readonly held?: Work['held'];
}

/** Reads a stream, and its children: while its pages come, if it is large, or in their turns. */
export async function syncTree(stream: PlannedStream, source: ContextSource, shared: Shared): Promise<void> {
  const { run, turns } = shared;
  const { name, definition, schema, isSelected } = stream;
  // Begun before the children are, so that a parent's SCHEMA precedes theirs; awaited where a failure is dealt with.
  const opened = Promise.allSettled([
    isSelected
      ? run.sink.schema(schemaMessage(name, schema, definition.primaryKey, replicationKeyOf(definition)))
      : undefined,
  ]);
  if (isSelected) run.events.onStreamStart(name);
  const large = beginLargeParent(stream, run);
  const links = stream.children.map((child) =>
    createParentLink(stream, child, { large, periodsFrom: (below) => readingStart(below, run) }),
  );
  const held = shared.held ?? (large && links.length > 0 ? [] : undefined);
  const below = Promise.allSettled(
    links.map(async (link) => {
      if (large || (await turns.begin(link.child))) await syncTree(link.child, link, { run, turns, held });
      else link.close();
    }),
  );
  let thrown: unknown;
  let ended: Ended | undefined;
  try {
    throwFirst(await opened);
    ended = await readStream({ stream, source, links, large, run, turns, held });
  } catch (error) {
    thrown = error;
  }
  const failure = thrown === undefined ? ended?.failure : new TapError('the run has ended');
  source.close();
  if (isSelected && ended) run.events.onStreamEnd(name, ended.failure, ended.verdict);
  if (!large) turns.end(stream);
  await Promise.all(links.map((link) => link.end(failure)));
  // The children end before what ends the run is thrown, so that nothing is written behind the last STATE.
  const outcomes = await below;
  if (large) turns.end(stream);
  if (thrown !== undefined) throw thrown;
  throwFirst(outcomes);
  if (held === undefined || held === shared.held) return;
  for (const save of held) save();
  await run.sink.state();
}
