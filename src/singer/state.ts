import { asJsonObject, isJsonObject, type JsonObject } from '../json/json-object.ts';
import { parseJson } from '../json/parse-json.ts';
import { TapError } from '../tap-error.ts';

/** The bookmarks of a run: those given at its start, with what this run has added. */
export interface State {
  /** A stream's bookmark; empty if there is none. */
  bookmark(stream: string): JsonObject;
  /** Replaces a stream's bookmark. */
  setBookmark(stream: string, bookmark: JsonObject): void;
  /** The value of a STATE message; always has `bookmarks`. */
  value(): JsonObject;
}

/**
 * Reads the text of a state file. An empty file, `{}` and null bookmarks are no state. Also taken is what people
 * copy by hand: a whole STATE message, the `singer_state` that Meltano prints, and a target's output of several
 * lines, of which the last counts. Throws a {@link TapError} that says what to change.
 */
export function parseState(text: string): JsonObject {
  const trimmed = text.trim();
  if (trimmed === '') return {};
  const value = tryParse(trimmed) ?? tryParse(trimmed.slice(trimmed.lastIndexOf('\n') + 1));
  if (!isJsonObject(value)) {
    throw new TapError(
      'state: the file must hold one JSON object such as {"bookmarks": {}}; correct or empty it',
    );
  }
  const state = value['type'] === 'STATE' ? value['value'] : (value['singer_state'] ?? value);
  if (!isJsonObject(state)) throw new TapError('state: the value of the STATE message must be an object');
  if (Object.keys(state).length > 0 && !('bookmarks' in state)) {
    throw new TapError(
      'state: "bookmarks" is missing; put the streams\' bookmarks under it, or empty the file',
    );
  }
  const bookmarks = state['bookmarks'] ?? {};
  if (!isJsonObject(bookmarks))
    throw new TapError('state: "bookmarks" must be an object with a key for each stream');
  for (const [stream, bookmark] of Object.entries(bookmarks)) {
    if (bookmark !== null && !isJsonObject(bookmark)) {
      throw new TapError(
        `state: bookmarks.${stream} must be an object; correct it, or remove it to read the stream anew`,
      );
    }
  }
  return { ...state, bookmarks };
}

function tryParse(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

/** The state of a run that starts from `given`. Bookmarks of streams that it does not touch are carried over. */
export function createState(given: JsonObject): State {
  const bookmarks: Record<string, unknown> = { ...asJsonObject(given['bookmarks']) };
  return {
    bookmark: (stream) => asJsonObject(bookmarks[stream]),
    setBookmark(stream, bookmark) {
      bookmarks[stream] = bookmark;
    },
    value: () => ({ ...given, bookmarks: { ...bookmarks } }),
  };
}
