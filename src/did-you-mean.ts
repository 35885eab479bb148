import { closest, distance } from 'fastest-levenshtein';

/** A word with a larger share of wrong letters is another word. */
const MOST_WRONG = 0.4;

/** ` (did you mean NAME?)` if a word is close to a known one; otherwise an empty text. `show`: how a name is written there. */
export function didYouMean(
  word: string,
  known: readonly string[],
  show: (name: string) => string = (name) => name,
): string {
  if (known.length === 0) return '';
  const nearest = closest(word, [...known]);
  return distance(word, nearest) <= Math.max(1, nearest.length * MOST_WRONG)
    ? ` (did you mean ${show(nearest)}?)`
    : '';
}
