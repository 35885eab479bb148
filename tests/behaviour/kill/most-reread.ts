import { HISTORY_DAYS, PAGE, type Scenario } from './scenario.ts';

/**
 * The most records of a stream that a run may write again after a kill. Beyond the kill itself a run always reads
 * again what lies within the grace of five minutes: all that has arrived while the scenario is played.
 */
export function mostReread({ api, arrivals, forgetsCursorsBefore }: Scenario, stream: string): number {
  const arrived = (kind: 'messages' | 'activities') => arrivals.reduce((sum, more) => sum + more[kind], 0);
  const hasForgotten = forgetsCursorsBefore !== undefined;
  const { sizes } = api;
  switch (stream) {
    case 'messages': {
      // Three windows, should the API refuse their cursors; else the page whose STATE had not come.
      const inWindows = Math.ceil(((sizes?.messages ?? 0) * 7 * 3) / HISTORY_DAYS) + PAGE;
      return arrived('messages') + (hasForgotten ? inWindows : PAGE);
    }
    case 'activities': {
      // The page whose STATE had not come, and the pages in which a walk recognises the order and what is known. A
      // list whose order cannot be told, or whose cursor is refused, is walked whole.
      const isWalkedWhole = (sizes?.activities ?? 0) <= PAGE || hasForgotten;
      return isWalkedWhole ? Number.POSITIVE_INFINITY : arrived('activities') + 5 * PAGE;
    }
    case 'newsletters':
    case 'sender_identities':
      return hasForgotten ? Number.POSITIVE_INFINITY : PAGE;
    default:
      // Children: those of three parents, and the many small ones that one STATE, a hundred times as short, waits for.
      return Number.POSITIVE_INFINITY;
  }
}
