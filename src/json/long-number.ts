/** So many digits a double holds, whatever they are. */
const SAFE_DIGITS = 15;

/** A number of more digits. */
const LONG_NUMBER = /(?:^|[:,[])\s*-?[\d.]{16}/;

/** A number with an exponent: what is rare is looked for first, and then what stands before it. */
const EXPONENT = /[\d.][eE](?<=(?:^|[:,[])\s*-?[\d.]+[eE])/;

/**
 * Whether JSON text may hold a number that a double spoils: of 16 digits or more, or with an exponent. It may say so
 * in vain (digits in a text after a comma), never the other way round.
 */
export function mayHoldLongNumber(text: string): boolean {
  return EXPONENT.test(text) || (hasManyDigits(text) && LONG_NUMBER.test(text));
}

/** Looks at every 16th character only: 16 digits in a row cannot slip between. */
function hasManyDigits(text: string): boolean {
  for (let at = SAFE_DIGITS; at < text.length; at += SAFE_DIGITS + 1) {
    if (!isDigit(text, at)) continue;
    let [start, end] = [at, at];
    while (isDigit(text, start - 1)) start -= 1;
    while (isDigit(text, end + 1)) end += 1;
    if (end - start >= SAFE_DIGITS) return true;
  }
  return false;
}

/** A digit, or the point of a decimal. */
function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return (code >= 0x30 && code <= 0x39) || code === 0x2e;
}
