const WORDS = new Map<unknown, boolean>([
  ...[true, 1, '1', 'true', 'yes', 'on'].map((word): [unknown, boolean] => [word, true]),
  ...[false, 0, '0', 'false', 'no', 'off'].map((word): [unknown, boolean] => [word, false]),
]);

/** A boolean as people, shells and other tools write it: `True`, `yes` and `1` for true; undefined: none. */
export function toBoolean(value: unknown): boolean | undefined {
  return WORDS.get(typeof value === 'string' ? value.trim().toLowerCase() : value);
}
