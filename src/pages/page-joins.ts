import { type KnownPage, lastKeyOf } from './page-history.ts';
import { isAnswer, requestAgain } from './page-request.ts';
import type { ListReading } from './verification.ts';

/**
 * Checks that no record has been skipped between the last page and this one: records that leave a list while it is read
 * draw up others, past the place at which reading goes on. This page holds the last record of the page before, or that page
 * still ends with it.
 */
export async function checkJoin(reading: ListReading, page: KnownPage): Promise<void> {
  const { history, requests, reasons } = reading;
  const { previous, previousLastKey, list } = history;
  if (previous === undefined || reasons.has('unproved')) return;
  // A page without records has drawn up some if it is not empty any more.
  if (previousLastKey !== undefined && page.keys.includes(previousLastKey)) return;
  const isJoined =
    list.pagination.kind !== 'offset' &&
    (await requestAgain(requests, previous).then(
      (again) => lastKeyOf(history, again) === previousLastKey,
      (error: unknown) => {
        if (!isAnswer(error)) throw error;
        return false;
      },
    ));
  if (!isJoined) reasons.add('unproved');
}
