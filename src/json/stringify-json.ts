import { stringify } from 'lossless-json';

/** JSON text of a value that {@link parseJson} has made: bigints and exact decimals are written digit by digit. */
export function stringifyJson(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch (error) {
    // JSON.stringify refuses what a double cannot hold (TypeError); the library writes it, more slowly.
    const text = error instanceof TypeError ? stringify(value) : undefined;
    if (text === undefined) throw error;
    return text;
  }
}
