import { PAGE, type Scenario } from './scenario.ts';

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
      // What lies within the second at which each of three windows goes on, and a page that was being written.
      return arrived('messages') + 3 * PAGE;
    }
    case 'activities': {
      // The page that proves the place, the page that was being written, and the pages back to what is known. A list that
      // does not descend, or whose cursor is refused, is walked whole.
      const isWalkedWhole =
        (sizes?.activities ?? 0) <= PAGE || hasForgotten || api.activitiesOrder === 'oldest_first';
      return isWalkedWhole ? Number.POSITIVE_INFINITY : arrived('activities') + 5 * PAGE;
    }
    case 'newsletters':
    case 'sender_identities':
      // The page that proves the place, and the page that was being written.
      return hasForgotten ? Number.POSITIVE_INFINITY : 2 * PAGE;
    default:
      // Children: those of three parents, and the many small ones that one STATE, a hundred times as short, waits for.
      return Number.POSITIVE_INFINITY;
  }
}
