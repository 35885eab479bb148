/** Makes a number of its digits. */
type ParseNumber = (digits: string) => unknown;

/** An object or a list under way. */
interface Container {
  readonly list: unknown[] | undefined;
  readonly object: Record<string, unknown>;
  /** Key of the next value of an object; undefined if a key comes next. */
  key: string | undefined;
}

/** Characters that end a number or a name: `,`, `]`, `}`, or a blank. */
const END_OF_WORD = /[,\]}\s]|$/g;

/**
 * Parses JSON text as JSON.parse does, but gives the digits of each number to `parseNumber`. Without recursion: values
 * may be nested however deep. It does not check: the text must have passed JSON.parse.
 */
export function parseExactly(text: string, parseNumber: ParseNumber): unknown {
  const root: unknown[] = [];
  const stack: Container[] = [];
  let top = containerOf(root);
  let at = 0;
  while (at < text.length) {
    const start = at;
    at += 1;
    switch (text[start]) {
      case '{':
      case '[': {
        const value = text[start] === '[' ? [] : {};
        put(top, value);
        stack.push(top);
        top = containerOf(value);
        break;
      }
      case '}':
      case ']':
        top = stack.pop() ?? top;
        break;
      case '"': {
        at = endOfText(text, at);
        const value = readText(text.slice(start, at));
        if (top.list === undefined && top.key === undefined) top.key = value;
        else put(top, value);
        break;
      }
      case ',':
      case ':':
      case ' ':
      case '\n':
      case '\r':
      case '\t':
        break;
      default:
        at = endOfWord(text, at);
        put(top, readWord(text.slice(start, at), parseNumber));
    }
  }
  return root[0];
}

function containerOf(value: unknown[] | Record<string, unknown>): Container {
  return Array.isArray(value)
    ? { list: value, object: {}, key: undefined }
    : { list: undefined, object: value, key: undefined };
}

function put(container: Container, value: unknown): void {
  const { list, object, key = '' } = container;
  if (list) {
    list.push(value);
    return;
  }
  // By assignment it would become the object's prototype.
  if (key === '__proto__') {
    Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
  } else object[key] = value;
  container.key = undefined;
}

/** Finds the end of a text, behind its closing quote: the first one that no odd number of backslashes precedes. */
function endOfText(text: string, from: number): number {
  let quote = text.indexOf('"', from);
  while (isEscaped(text, quote)) quote = text.indexOf('"', quote + 1);
  return quote + 1;
}

function isEscaped(text: string, at: number): boolean {
  let before = at - 1;
  while (text[before] === '\\') before -= 1;
  return (at - before) % 2 === 0;
}

function readText(json: string): string {
  return json.includes('\\') ? String(JSON.parse(json)) : json.slice(1, -1);
}

function endOfWord(text: string, from: number): number {
  END_OF_WORD.lastIndex = from;
  return END_OF_WORD.exec(text)?.index ?? text.length;
}

function readWord(word: string, parseNumber: ParseNumber): unknown {
  switch (word) {
    case 'true':
      return true;
    case 'false':
      return false;
    case 'null':
      return null;
    default:
      return parseNumber(word);
  }
}
