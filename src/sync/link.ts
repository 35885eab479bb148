import type { JsonObject } from '../json/json-object.ts';
import { type Batch, type Context, ROOT_CONTEXT, sortContexts, toContext } from '../replication/context.ts';
import type { TapError } from '../tap-error.ts';
import { createFeed } from './feed.ts';
import type { PlannedStream } from './plan.ts';

/** Where the contexts of a stream come from. */
export interface Source {
  readonly batches: AsyncIterable<Batch>;
  /** Whether all contexts came, and all of them can be read whole; known when the batches have ended. */
  readonly isWhole: boolean;
  /** Why the parent could not be read to its end. */
  readonly failure: TapError | undefined;
  /** The stream does not read any more. */
  close(): void;
}

/** The other side of a source: what a parent's pages give to one child. */
export interface Link extends Source {
  readonly child: PlannedStream;
  /** Resolves when the child has taken what a page gives it. `isAll`: there is no other page. */
  push(records: readonly JsonObject[], parent: Context, isAll: boolean): Promise<void>;
  end(failure?: TapError): void;
}

/** The source of a stream without a parent. */
export function rootSource(): Source {
  async function* one(): AsyncGenerator<Batch, void, undefined> {
    yield { contexts: [ROOT_CONTEXT], isAll: true };
  }
  return { batches: one(), isWhole: true, failure: undefined, close() {} };
}

/** Links a child to its parent. `onFault` is told once of a record that the child cannot be read for. */
export function createLink(child: PlannedStream, onFault: (what: string) => void): Link {
  const feed = createFeed();
  const { keys = {}, settled } = child.definition.parent ?? {};
  let isWhole = true;
  let failure: TapError | undefined;
  const told = new Set<string>();
  const tell = (what: string) => {
    isWhole = false;
    if (!told.has(what)) onFault(what);
    told.add(what);
  };
  return {
    child,
    batches: feed.batches,
    close: feed.close,
    get isWhole() {
      return isWhole;
    },
    get failure() {
      return failure;
    },
    async push(records, parent, isAll) {
      const contexts = records.flatMap((record) => {
        const context = toContext(keys, record, parent);
        if (!context) tell('a record without its key cannot be asked for');
        const state = settled && record[settled.column];
        if (settled && typeof state === 'string' && state !== settled.is) isWhole = false;
        return context ?? [];
      });
      if (contexts.length > 0) await feed.push({ contexts: sortContexts(contexts), isAll });
    },
    end(reason) {
      failure = reason;
      feed.end();
    },
  };
}
