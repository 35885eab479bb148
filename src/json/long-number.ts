/** A double holds any number of this many digits. */
const SAFE_DIGITS = 15;

/** A number with an exponent. The rare part comes first in the search; the look-behind then checks what precedes it. */
const EXPONENT = /[\d.][eE][-+\d](?<=(?:^|[:,[])\s*-?[\d.]+[eE].)/;

/** Characters that may come before a value, and those between the two. */
const BEFORE_VALUE = ':,[';
const BLANKS = ' \n\r\t';

/**
 * Tells whether JSON text may hold a number that a double spoils: of 16 digits or more, or with an exponent. It may say so
 * in vain (digits in a text after a comma), never the other way round.
 */
export function mayHoldLongNumber(text: string): boolean {
  return EXPONENT.test(text) || hasLongNumber(text);
}

/** Looks at every 16th character only: 16 digits in a row cannot slip between. */
function hasLongNumber(text: string): boolean {
  for (let at = SAFE_DIGITS; at < text.length; at += SAFE_DIGITS + 1) {
    if (!isDigit(text, at)) continue;
    let [start, end] = [at, at];
    while (isDigit(text, start - 1)) start -= 1;
    while (isDigit(text, end + 1)) end += 1;
    if (end - start >= SAFE_DIGITS && isValue(text, start)) return true;
    // A text may hold a megabyte of digits: they are looked at once.
    at = end;
  }
  return false;
}

/** Tells whether digits that start here may be a number, not a part of a text. */
function isValue(text: string, start: number): boolean {
  let before = start - 1;
  if (text[before] === '-') before -= 1;
  while (before >= 0 && BLANKS.includes(text[before] ?? '')) before -= 1;
  return before < 0 || BEFORE_VALUE.includes(text[before] ?? '');
}

/** A digit, or the point of a decimal. */
function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return (code >= 0x30 && code <= 0x39) || code === 0x2e;
}
