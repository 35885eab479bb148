import type { Mark } from './marks.ts';
import type { MessageWindow } from './message-window.ts';
import { refuse } from './refusals.ts';

/** Meaning of a cursor: the list and query it belongs to, and the last record served before it. */
export interface CursorContent {
  /** Path and all parameters that decide which records are listed, and in which order. */
  belongsTo: string;
  after: Mark;
  /** The page that it leads to, from 1. */
  page: number;
  /** The window of the first page, so that a default one does not move while it is paged through. */
  window?: MessageWindow | undefined;
  /** Cursors of an earlier generation are refused. */
  generation: number;
}

/** The opaque form, as the vendor's examples have it: base64. */
export function writeCursor({ belongsTo, after, page, window, generation }: CursorContent): string {
  const parts = [belongsTo, ...after, page, generation, ...(window ? [window.start, window.end] : [])];
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

/** Reads a cursor back; refuses with 400 what is not one, is too old, or belongs to another list or query. */
export function readCursor(text: string, belongsTo: string, generation: number): CursorContent {
  const [owner, key, tie, page, madeIn, start, end] = parseParts(text);
  const isOurs =
    owner === belongsTo &&
    madeIn === generation &&
    typeof key === 'number' &&
    typeof tie === 'number' &&
    typeof page === 'number';
  if (!isOurs) throw refuse(400);
  const window = typeof start === 'number' && typeof end === 'number' ? { start, end } : undefined;
  return { belongsTo, after: [key, tie], page, window, generation };
}

function parseParts(text: string): unknown[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    return Array.isArray(parts) ? parts : [];
  } catch {
    return [];
  }
}
