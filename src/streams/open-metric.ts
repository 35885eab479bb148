/** Times of single links, and of a second channel: the API makes as many as there are. */
const OPEN = /^((human|machine)_)?link:|^secondary:[a-z_]+$/;

/** Tells whether a metric of a message is one of those without end: known, but without a column. docs/api-behaviour.md#37 */
export function isOpenMetric(name: string): boolean {
  return OPEN.test(name);
}
