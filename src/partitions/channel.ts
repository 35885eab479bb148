import { createWait } from '../wait.ts';
import type { ContextGroup } from './context.ts';

/** Hands the contexts that a parent's pages make to a child, which reads them while the parent's next page comes. */
export interface Channel {
  readonly groups: AsyncIterable<ContextGroup>;
  /** Resolves when the child has taken all contexts of the group, or does not read any more: so no list of them grows. */
  push(group: ContextGroup): Promise<void>;
  /** No more will come. */
  end(): void;
  /** The child does not read any more. */
  close(): void;
}

/** Starts empty. */
export function createChannel(): Channel {
  const waiting: { group: ContextGroup; onTaken: () => void }[] = [];
  let isEnded = false;
  let isClosed = false;
  let onCurrentTaken = () => {};
  const coming = createWait();

  async function* read(): AsyncGenerator<ContextGroup, void, undefined> {
    for (;;) {
      const next = waiting.shift();
      if (next) {
        onCurrentTaken = next.onTaken;
        yield next.group;
        onCurrentTaken();
      } else if (isEnded) return;
      else await coming.begin();
    }
  }

  return {
    groups: read(),
    async push(group) {
      if (isClosed) return;
      await new Promise<void>((onTaken) => {
        waiting.push({ group, onTaken });
        coming.end();
      });
    },
    end() {
      isEnded = true;
      coming.end();
    },
    close() {
      isClosed = true;
      onCurrentTaken();
      for (const { onTaken } of waiting.splice(0)) onTaken();
    },
  };
}
