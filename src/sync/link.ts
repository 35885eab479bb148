import type { JsonObject } from '../json/json-object.ts';
import { type Batch, type Context, ROOT_CONTEXT, sortContexts } from '../replication/context.ts';
import type { LargePass } from '../replication/full-table.ts';
import type { ParentPage } from '../replication/parent-page.ts';
import type { TapError } from '../tap-error.ts';
import { createChannel } from './channel.ts';
import { type ContextsOptions, createContexts } from './child-contexts.ts';
import type { PlannedStream } from './plan.ts';

/** Where the contexts of a stream come from. */
export interface Source {
  readonly batches: AsyncIterable<Batch>;
  /** Whether all contexts came, and all of them can be read whole; known when the batches have ended. */
  readonly isWhole: boolean;
  /** How many contexts there are; undefined while that is not known. */
  readonly size: number | undefined;
  /** Why the parent could not be read to its end. */
  readonly failure: TapError | undefined;
  /** The pass over a large parent; undefined where the parent is none. */
  readonly large: LargePass | undefined;
  /** The stream does not read any more. */
  close(): void;
}

/** The other side of a source: what a parent's pages give to one child. */
export interface Link extends Source {
  readonly child: PlannedStream;
  /** Resolves when the child has taken what a page of a large parent gives it, at once where all are collected. */
  push(records: readonly JsonObject[], parent: Context, at: ParentPage): Promise<void>;
  /** No more will come; resolves when the child has taken what was collected. */
  end(failure?: TapError): Promise<void>;
}

/** The source of a stream without a parent, which is read for the contexts given. */
export function constantSource(contexts: readonly Context[] = [ROOT_CONTEXT]): Source {
  async function* one(): AsyncGenerator<Batch, void, undefined> {
    yield { contexts };
  }
  return {
    batches: one(),
    isWhole: contexts.length > 0,
    size: contexts.length,
    failure: undefined,
    large: undefined,
    close() {},
  };
}

/** Links a child to its parent. */
export function createLink(
  parent: PlannedStream,
  child: PlannedStream,
  options: ContextsOptions & {
    /** The pass over the parent, if it is a large one. */ large: LargePass | undefined;
  },
): Link {
  const feed = createChannel();
  const toContexts = createContexts(parent, child, options);
  let collected: Context[] = [];
  const { large } = options;
  let failure: TapError | undefined;
  let size: number | undefined;
  return {
    child,
    large: large && { ...large, role: 'child' },
    batches: feed.batches,
    close: feed.close,
    get isWhole() {
      return toContexts.isWhole;
    },
    get size() {
      return size;
    },
    get failure() {
      return failure;
    },
    async push(records, context, at) {
      const contexts = toContexts.of(records, context);
      if (large === undefined) collected.push(...contexts);
      else if (contexts.length > 0) await feed.push({ contexts: sortContexts(contexts), at });
    },
    async end(reason) {
      failure = reason;
      if (large === undefined) {
        size = collected.length;
        await feed.push({ contexts: sortContexts(collected) });
      }
      collected = [];
      feed.end();
    },
  };
}
