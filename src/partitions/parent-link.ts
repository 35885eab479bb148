import type { JsonObject } from '../json/json-object.ts';
import type { PartialReason } from '../partial-reason.ts';
import type { PlannedStream } from '../streams/planned-stream.ts';
import type { TapError } from '../tap-error.ts';
import { createChannel } from './channel.ts';
import { createContexts } from './child-contexts.ts';
import { type Context, type ContextGroup, ROOT_CONTEXT, sortContexts } from './context.ts';
import type { LargeParent, ParentPage } from './parent-page.ts';

/** Source of a stream's contexts. */
export interface ContextSource {
  readonly groups: AsyncIterable<ContextGroup>;
  /** The pass over a large parent; undefined where the parent is none. */
  readonly large: LargeParent | undefined;
  /** Number of contexts; undefined while it is not known. */
  readonly size: number | undefined;
  /** Why the parent could not be read to its end; known when the groups have ended. */
  readonly failure: TapError | undefined;
  /** Tells from now on of what keeps the stream from being read whole, also what has been noted before. */
  onPartial(listener: OnPartial): void;
  /** The stream does not read any more. */
  close(): void;
}

/** Called with a reason for which a stream is partial, and how often. */
export type OnPartial = (reason: PartialReason, count: number) => void;

/** The other side of a source: what a parent's pages give to one child. */
export interface ParentLink extends ContextSource {
  readonly child: PlannedStream;
  /** The parent itself is partial. Its child, and the child's children, are never more whole than it. */
  inherit(): void;
  /** Resolves when the child has taken what a page of a large parent gives it, at once where all are collected. */
  push(records: readonly JsonObject[], parent: Context, at: ParentPage): Promise<void>;
  /** No more will come; resolves when the child has taken what was collected. */
  end(failure?: TapError): Promise<void>;
}

/** The source of a stream without a parent, which is read for the contexts given, in the order of their keys. */
export function constantSource(given: readonly Context[] = [ROOT_CONTEXT]): ContextSource {
  const contexts = sortContexts(given);
  async function* one(): AsyncGenerator<ContextGroup, void, undefined> {
    yield { contexts };
  }
  return {
    groups: one(),
    large: undefined,
    size: contexts.length,
    failure: undefined,
    onPartial(listener) {
      // The setting that lists its values is empty.
      if (contexts.length === 0) listener('narrowed', 1);
    },
    close() {},
  };
}

/** Links a child to its parent. */
export function createParentLink(
  parent: PlannedStream,
  child: PlannedStream,
  { large, periodsFrom }: { large: LargeParent | undefined; periodsFrom: (stream: PlannedStream) => number },
): ParentLink {
  const channel = createChannel();
  const noted: [PartialReason, number][] = [];
  let listener: OnPartial = (reason, count) => void noted.push([reason, count]);
  const toContexts = createContexts(parent, child, {
    periodsFrom,
    onPartial: (reason, count) => listener(reason, count),
  });
  let collected: Context[] = [];
  let failure: TapError | undefined;
  let size: number | undefined;
  let hasInherited = false;
  return {
    child,
    large: large && { ...large, role: 'child' },
    groups: channel.groups,
    close: channel.close,
    get failure() {
      return failure;
    },
    get size() {
      return size;
    },
    onPartial(heard) {
      listener = heard;
      for (const [reason, count] of noted.splice(0)) heard(reason, count);
    },
    inherit() {
      if (!hasInherited) listener('parent', 1);
      hasInherited = true;
    },
    async push(records, context, at) {
      const contexts = toContexts(records, context);
      if (large === undefined) collected.push(...contexts);
      // Also a page that has nothing to read for: the child's place is behind it then.
      else await channel.push({ contexts: sortContexts(contexts), at });
    },
    async end(reason) {
      failure = reason;
      if (large === undefined) {
        size = collected.length;
        await channel.push({ contexts: sortContexts(collected) });
      }
      collected = [];
      channel.end();
    },
  };
}
