import { readPages } from '../extract/read-pages.ts';
import { RequestError } from '../http/errors.ts';
import { activateVersionMessage } from '../singer/messages.ts';
import { type ListProgress, readListProgress, writeProgress } from './bookmark.ts';
import { type Context, compareContexts, toContext } from './context.ts';
import type { StreamOutput } from './emit.ts';
import type { PlannedStream } from './plan.ts';
import { isRefusedCursor } from './refused-cursor.ts';
import type { Run } from './run.ts';
import { forEachSideBySide } from './side-by-side.ts';

/**
 * Reads a FULL_TABLE stream once for each context: one for a list of its own, one for each parent otherwise.
 * Resolves with the contexts that its records make for each of its children. Throws the first failure once
 * everything that could be read has been.
 */
export async function syncList(
  stream: PlannedStream,
  contexts: readonly Context[],
  output: StreamOutput,
  run: Run,
): Promise<Map<PlannedStream, Context[]>> {
  const { state, log } = run;
  const { name, definition } = stream;
  const childContexts = new Map(stream.children.map((child): [PlannedStream, Context[]] => [child, []]));
  // What the children need must be complete, so a stream that has any always begins at its beginning.
  const begun =
    stream.children.length > 0 ? undefined : readListProgress(state.bookmark(name), run.startedAt);
  const ordered = [...contexts].sort(compareContexts);
  const rest = ordered.filter((context) => !begun?.through || compareContexts(context, begun.through) > 0);
  const since = begun?.since ?? run.startedAt;
  const version = run.options.emitActivateVersion
    ? begun
      ? begun.version
      : run.startedAt * 1000
    : undefined;
  // Only then may rows without this version be called gone; a resumed run must have carried the version on.
  let isWhole = version !== undefined;

  const done = new Set<Context>();
  let doneInOrder = 0;
  const progress = (more: Pick<ListProgress, 'through' | 'cursor'>) =>
    state.setBookmark(name, { progress: writeProgress({ since, ...(isWhole ? { version } : {}), ...more }) });
  const finish = (context: Context) => {
    done.add(context);
    for (let next = rest[doneInOrder]; next && done.delete(next); next = rest[doneInOrder]) {
      doneInOrder += 1;
      if (definition.parent) progress({ through: next.key });
    }
  };

  const readContext = async (context: Context, cursor: string | undefined) => {
    const pages = readPages(definition, {
      params: context.params,
      cursor,
      getJson: run.getJson,
      now: run.now,
    });
    for await (const page of pages) {
      for (const [child, found] of childContexts) {
        for (const record of page.records) {
          const childContext = toContext(child, record, context);
          if (childContext) found.push(childContext);
        }
      }
      await output.writePage(page, {
        columns: context.columns,
        version,
        advance: () => {
          if (page.next === undefined) finish(context);
          else if (!definition.parent && stream.children.length === 0) progress({ cursor: page.next });
        },
      });
    }
  };

  const limits = { maxConcurrency: run.options.maxConcurrency, signal: run.signal };
  const failures = await forEachSideBySide(rest, limits, async (context) => {
    try {
      await readContext(context, begun?.cursor).catch((error: unknown) => {
        if (begun?.cursor === undefined || !isRefusedCursor(error)) throw error;
        log.warning(
          `${name}: the API no longer takes the cursor of the interrupted run; the list is read anew`,
        );
        return readContext(context, undefined);
      });
    } catch (error) {
      if (!definition.parent || !(error instanceof RequestError) || error.status !== 404) throw error;
      log.warning(
        `${name}: a record of ${definition.parent.stream} was deleted meanwhile (${error.message}); it is left out`,
      );
      isWhole = false;
      finish(context);
    }
  });

  // The next run reads everything anew, whether this one was whole or not.
  if (Object.keys(state.bookmark(name)).length > 0) state.setBookmark(name, {});
  if (failures[0]) throw failures[0];
  await output.close(
    isWhole && version !== undefined && stream.isSelected ? [activateVersionMessage(name, version)] : [],
  );
  return childContexts;
}
