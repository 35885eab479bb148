import type { Ask } from '../api.ts';
import type { Reader } from '../replication/reader.ts';

/** Part of a stream's reading that asking needs. */
interface Asking {
  readonly run: { readonly ask: Ask };
  readonly reader: Pick<Reader, 'completeness'>;
  readonly save: () => void;
  readonly onBusy: (change: 1 | -1) => void;
}

/**
 * Asks, and gives the place in flight to others while a request waits to be made again: what fails does not keep them from
 * being read, and has had its turn in this run. If something has failed in an earlier run of the same pass, a request is made
 * once only, until there is an answer.
 */
export function askInTurn({ run, reader, save, onBusy }: Asking): Ask {
  let isDoubtful = reader.completeness.reasons.has('failed');
  return async (request) => {
    let [isWaiting, isSettled] = [false, false];
    const onRetry = () => {
      if (isWaiting || isSettled) return;
      isWaiting = true;
      onBusy(-1);
      save();
    };
    try {
      const answer = await run.ask({ ...request, onRetry, ...(isDoubtful ? { mostAttempts: 1 } : {}) });
      isDoubtful = false;
      return answer;
    } finally {
      isSettled = true;
      if (isWaiting) onBusy(1);
    }
  };
}
