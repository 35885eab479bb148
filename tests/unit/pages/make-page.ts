import type { Page } from '../../../src/pages/partition.ts';

/** A full page of a list that is all in order, the only one, with records that are all new; but for what is given. */
export function makePage(records: Page['records'], more: Partial<Page> = {}): Page {
  return {
    records,
    unseen: records,
    newThisPass: records,
    cursor: undefined,
    next: undefined,
    keys: [],
    begin: undefined,
    order: { rose: false, varied: true },
    isFull: true,
    isInPlace: true,
    joins: true,
    apiDate: undefined,
    reasons: [],
    ...more,
  };
}
