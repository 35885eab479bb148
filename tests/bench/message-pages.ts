import { makeBodies, PAGE_SIZES } from './make-bodies.ts';

/** Records that are made; then they come round again, each time with other ids and times. */
const TEMPLATE_PAGES = 40;

/** A window of the tap's, less the hour by which a bench's last one is shorter. */
const WINDOW_SECONDS = 7 * 86_400 - 3600;

/** Digits of a record's number, which its id begins with. */
const NUMBER_DIGITS = 12;

/** What is asked for: a span of time in unix seconds, and the number at which the page begins. */
export interface MessagesQuery {
  readonly start: number;
  readonly end: number;
  readonly cursor: number | undefined;
}

/** A page: its bytes but for the closing brace, and where the following one begins. */
export interface MessagesPage {
  readonly bytes: Buffer;
  readonly next: number | undefined;
}

/** A record as bytes, and where its number and its time stand in them. */
interface Template {
  readonly bytes: Buffer;
  readonly numbers: readonly number[];
  readonly created: number;
}

/**
 * Messages as the API gives them, newest first and by their time, some pages in each week, for ever: a record's number
 * decides its time. Pages are put together from bytes that are ready.
 */
export function createMessagePages(pagesPerWindow: number): (query: MessagesQuery) => MessagesPage {
  const perSecond = (pagesPerWindow * PAGE_SIZES.messages) / WINDOW_SECONDS;
  const templates = makeBodies('messages', Math.min(pagesPerWindow, TEMPLATE_PAGES))
    .flatMap((body): Record<string, unknown>[] => JSON.parse(`${body}}`).messages)
    .map(toTemplate);

  return ({ start, end, cursor }) => {
    const oldest = Math.ceil(start * perSecond);
    const newest = cursor ?? Math.ceil((end + 1) * perSecond) - 1;
    const following = Math.max(newest - PAGE_SIZES.messages, oldest - 1);
    const pieces: Buffer[] = [Buffer.from('{"messages":[')];
    for (let number = newest; number > following; number -= 1) {
      if (number < newest) pieces.push(COMMA);
      pieces.push(fill(templates[number % templates.length], number, Math.floor(number / perSecond)));
    }
    pieces.push(Buffer.from(']'));
    return { bytes: Buffer.concat(pieces), next: following >= oldest ? following : undefined };
  };
}

const COMMA = Buffer.from(',');

function toTemplate(record: Record<string, unknown>): Template {
  const text = JSON.stringify(record);
  const after = (name: string) => Buffer.byteLength(text.slice(0, text.indexOf(name) + name.length));
  return {
    bytes: Buffer.from(text),
    numbers: [after('"id":"'), after('"deduplicate_id":"')],
    created: after('"created":'),
  };
}

function fill(template: Template | undefined, number: number, created: number): Buffer {
  if (!template) throw new Error('there are no messages to serve');
  const bytes = Buffer.from(template.bytes);
  const digits = String(number).padStart(NUMBER_DIGITS, '0');
  for (const at of template.numbers) bytes.write(digits, at, 'latin1');
  bytes.write(String(created), template.created, 'latin1');
  return bytes;
}
