import { RequestError } from '../http/errors.ts';
import { count } from '../log/count.ts';
import { activateVersionMessage } from '../singer/messages.ts';
import { type ListProgress, readListProgress, writeProgress } from './bookmark.ts';
import { type Context, type Contexts, compareContexts, toContext } from './context.ts';
import type { PlannedStream } from './plan.ts';
import { resumePages } from './resume-pages.ts';
import type { Run } from './run.ts';
import { describeRest, forEachSideBySide } from './side-by-side.ts';
import type { StreamOutput } from './stream-output.ts';

/**
 * Reads a FULL_TABLE stream once for each context: one for a list of its own, one for each parent otherwise.
 * Resolves with the contexts that its records make for each of its children. Throws the first failure once
 * everything that could be read has been.
 */
export async function syncList(
  stream: PlannedStream,
  contexts: Contexts,
  output: StreamOutput,
  run: Run,
): Promise<Map<PlannedStream, Contexts>> {
  const { state } = run;
  const { name, definition } = stream;
  const log = run.log.of(name);
  const forChildren = new Map(
    stream.children.map((child): [PlannedStream, { list: Context[]; isWhole: boolean }] => [
      child,
      { list: [], isWhole: true },
    ]),
  );
  // What the children need must be complete, so a stream that has any always begins at its beginning.
  const begun =
    stream.children.length > 0 ? undefined : readListProgress(state.bookmark(name), run.startedAt);
  const ordered = [...contexts.list].sort(compareContexts);
  const rest = ordered.filter((context) => !begun?.through || compareContexts(context, begun.through) > 0);
  const since = begun?.since ?? run.startedAt;
  // A resumed run must carry its version on: what it has written before has that one.
  const ownVersion = begun ? (begun.version ?? undefined) : run.version;
  const version = run.options.emitActivateVersion ? ownVersion : undefined;
  let vanishedCount = 0;
  /** Only of a whole stream may rows without its version be called gone. */
  const isWhole = () =>
    version !== undefined && contexts.isWhole && vanishedCount === 0 && output.skipped === 0;

  const done = new Set<Context>();
  let doneInOrder = 0;
  const progress = (more: Pick<ListProgress, 'through' | 'cursor' | 'previous'>) =>
    state.setBookmark(name, {
      // Null, not absent, so that a merge of states cannot bring the version of another run back.
      progress: writeProgress({ since, version: isWhole() ? version : null, ...more }),
    });
  const finish = (context: Context) => {
    done.add(context);
    for (let next = rest[doneInOrder]; next && done.delete(next); next = rest[doneInOrder]) {
      doneInOrder += 1;
      if (definition.parent) progress({ through: next.key });
    }
  };

  const readContext = async (context: Context) => {
    const { cursor, previous } = begun ?? {};
    const lastWithRecords = previous ?? undefined;
    const request = { params: context.params, cursor, lastWithRecords, getJson: run.getJson, now: run.now };
    const pages = resumePages(definition, request, () =>
      log.warning('the API no longer takes the cursor of the interrupted run; the list is read anew'),
    );
    for await (const page of pages) {
      for (const [child, found] of forChildren) {
        for (const record of page.records) {
          const childContext = toContext(child, record, context);
          if (childContext) found.list.push(childContext);
          else if (found.isWhole) {
            found.isWhole = false;
            run.log
              .of(child.name)
              .warning(`a record of ${name} without its key cannot be asked for; told once`);
          }
        }
      }
      await output.writePage(page, {
        columns: context.columns,
        version,
        advance: () => {
          if (page.next === undefined) finish(context);
          else if (!definition.parent && stream.children.length === 0)
            progress({ cursor: page.next, previous: page.lastWithRecords ?? null });
        },
      });
    }
  };

  let vanished: RequestError | undefined;
  const limits = { maxConcurrency: run.options.maxConcurrency, signal: run.signal };
  const { failures, untried } = await forEachSideBySide(rest, limits, async (context) => {
    try {
      await readContext(context);
    } catch (error) {
      if (!definition.parent || !(error instanceof RequestError) || error.status !== 404) throw error;
      vanished ??= error;
      vanishedCount += 1;
      finish(context);
    }
  });
  // One that is gone was deleted meanwhile; if all of several are, the list itself is not to be had.
  if (vanished && vanishedCount > 1 && vanishedCount === ordered.length) failures.push(vanished);
  else if (vanished) {
    log.warning(
      `${count(vanishedCount, 'record')} of ${definition.parent?.stream} deleted meanwhile (${vanished.message}); left out`,
    );
  }
  const others = describeRest('parent', { failures, untried });
  if (others !== undefined) log.error(others);

  // The next run reads everything anew, whether this one was whole or not.
  if (stream.isSelected && Object.keys(state.bookmark(name)).length > 0) state.setBookmark(name, {});
  if (failures[0]) throw failures[0];
  await output.close(
    isWhole() && version !== undefined && stream.isSelected ? [activateVersionMessage(name, version)] : [],
  );
  return forChildren;
}
