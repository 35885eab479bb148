import type { Batch } from '../replication/context.ts';

/** Hands the contexts that a parent's pages make to a child, which reads them while the parent's next page comes. */
export interface Channel {
  readonly batches: AsyncIterable<Batch>;
  /** Resolves when the child has taken all contexts of the batch, or does not read any more: so no list of them grows. */
  push(batch: Batch): Promise<void>;
  /** No more will come. */
  end(): void;
  /** The child does not read any more. */
  close(): void;
}

/** Starts empty. */
export function createChannel(): Channel {
  const waiting: { batch: Batch; onTaken: () => void }[] = [];
  let isEnded = false;
  let isClosed = false;
  let onCurrentTaken = () => {};
  let wake = () => {};

  async function* read(): AsyncGenerator<Batch, void, undefined> {
    for (;;) {
      const next = waiting.shift();
      if (next) {
        onCurrentTaken = next.onTaken;
        yield next.batch;
        onCurrentTaken();
      } else if (isEnded) return;
      else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  }

  return {
    batches: read(),
    async push(batch) {
      if (isClosed) return;
      await new Promise<void>((onTaken) => {
        waiting.push({ batch, onTaken });
        wake();
      });
    },
    end() {
      isEnded = true;
      wake();
    },
    close() {
      isClosed = true;
      onCurrentTaken();
      for (const { onTaken } of waiting.splice(0)) onTaken();
    },
  };
}
