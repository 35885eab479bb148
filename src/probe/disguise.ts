import { isLosslessNumber } from 'lossless-json';
import { isJsonObject } from '../json/json-object.ts';
import type { ProbeAnswer, ProbeRequest } from './probe.ts';
import { API_WORDS, isCountName, isFreeName, isKnownName, isTimeName } from './vocabulary.ts';

/** A recorded answer: what the API answered, of which nothing is the account's any more. */
export interface RecordedAnswer {
  readonly request: ProbeRequest;
  readonly status: number | undefined;
  readonly form: ProbeAnswer['form'];
  /** The answer's `Date`, in unix seconds. */
  readonly date: number | null;
  readonly body: unknown;
}

/** A week, in seconds: moved by weeks, a time stays at its hour and its day of the week. */
const WEEK = 604_800;

/** From 2001 on a number can be a time, until 2100. */
const [FIRST_TIME, LAST_TIME] = [1_000_000_000, 4_102_444_800];

/** Query parameters whose values are the probes' own; those of all others come from answers. */
const OWN_PARAMETERS =
  /^(limit|offset|page|sort|sort_by|sort_order|hidden|drafts|deleted|metric|id_type|period|steps|get_tracked_responses)$/;

/** Query parameters that are times. */
const TIMES_ASKED = /^(start_ts|end_ts|updated_after)$/;

/** Values that probes send and no answer holds. */
const OWN_TEXTS = new Set(['probe', 'ffffffffffff', '999999999', 'bounces']);

/** Makes another text of each text, the same one wherever it comes again, and moves all times by one number of weeks. */
export function createDisguise(random: () => number): (answer: ProbeAnswer) => RecordedAnswer {
  const shift = -WEEK * (1 + Math.floor(random() * 52));
  const disguiseText = createTexts(random);

  const number = (value: number | bigint, name: string): number => {
    const kept = Number(value);
    if (kept === 0 || isCountName(name)) return kept;
    const time = isTimeName(name) ? moved(kept, shift) : undefined;
    return time ?? Math.sign(kept) * Number(disguiseText(String(value).replace('-', '')));
  };

  const text = (value: string, name: string): string => {
    if (API_WORDS.has(value) || OWN_TEXTS.has(value)) return value;
    const time = isTimeName(name) ? movedText(value, shift) : undefined;
    if (time !== undefined) return time;
    const [, id, behind] = (name === 'deduplicate_id' && /^(.*):(\d+)$/.exec(value)) || [];
    if (id !== undefined)
      return `${disguiseText(id)}:${moved(Number(behind), shift) ?? disguiseText(behind ?? '')}`;
    if (value.startsWith('cio_')) return `cio_${disguiseText(value.slice(4))}`;
    return cursor(value, disguiseText) ?? disguiseText(value);
  };

  /**
   * `name` is the name of the value, or of the list or map that holds it; undefined where the account has decided the form of the
   * value: no name, word or number of it is the API's.
   */
  const any = (value: unknown, name: string | undefined): unknown => {
    if (typeof value === 'string') return name === undefined ? disguiseText(value) : text(value, name);
    if (typeof value === 'number' || typeof value === 'bigint') return number(value, name ?? '');
    if (isLosslessNumber(value)) return number(Number(value.toString()), name ?? '');
    if (Array.isArray(value)) return value.map((item) => any(item, name));
    if (!isJsonObject(value)) return value;
    const isMap = name === 'metrics' || name === 'series';
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => {
        if (name === undefined || !isKnownName(key)) return [disguiseText(key), any(inner, undefined)];
        return [key, any(inner, isFreeName(key) ? undefined : isMap ? name : key)];
      }),
    );
  };

  const asked = (name: string, value: string): string => {
    if (TIMES_ASKED.test(name)) return movedText(value, shift) ?? value;
    return OWN_PARAMETERS.test(name) ? value : text(value, '');
  };

  return ({ request, status, form, apiDate, body }) => ({
    request: {
      ...request,
      params: mapValues(request.params, (_, value) => text(value, '')),
      query: mapValues(request.query, asked),
      ...(isJsonObject(request.body) && 'ids' in request.body ? { body: any(request.body, '') } : {}),
    },
    status,
    form,
    date: apiDate === undefined ? null : Math.floor(apiDate) + shift,
    body: body === undefined ? null : any(body, ''),
  });
}

function mapValues(
  values: Readonly<Record<string, string>>,
  change: (name: string, value: string) => string,
): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(name, value)]));
}

/** A time in seconds or milliseconds, moved; undefined for what is none. */
function moved(value: number, shift: number): number | undefined {
  if (value >= FIRST_TIME && value < LAST_TIME) return value + shift;
  if (value >= FIRST_TIME * 1000 && value < LAST_TIME * 1000) return value + shift * 1000;
  return undefined;
}

/** A time in digits, or as Go writes it; undefined for what is none. */
function movedText(value: string, shift: number): string | undefined {
  if (/^\d{10,13}$/.test(value)) return moved(Number(value), shift)?.toString();
  const [, date, zone] = /^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)( \+0000 UTC)$/.exec(value) ?? [];
  if (date === undefined) return undefined;
  const at = new Date(Date.parse(`${date.replace(' ', 'T')}Z`) + shift * 1000);
  return `${at.toISOString().slice(0, 19).replace('T', ' ')}${zone}`;
}

/** A cursor whose form is known: a row offset stays, an id becomes another; undefined for any other text. */
function cursor(value: string, disguiseText: (text: string) => string): string | undefined {
  const decoded = Buffer.from(value, 'base64').toString('latin1');
  const [, bucket = '', digits] = /^(v\d+:|\d+:)?(\d+)$/.exec(decoded) ?? [];
  if (digits === undefined || Buffer.from(decoded, 'latin1').toString('base64') !== value) return undefined;
  const other = bucket.startsWith('v') ? digits : disguiseText(digits);
  return Buffer.from(`${bucket}${other}`, 'latin1').toString('base64');
}

/** Gives each text another one of the same kind, letter for letter, and no two the same as long as there are enough. */
function createTexts(random: () => number): (text: string) => string {
  const known = new Map<string, string>();
  const taken = new Set<string>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    let made = text.replace(/./gsu, (sign, at: number) => otherSign(sign, at, random));
    for (let tries = 0; tries < 200 && taken.has(made); tries += 1)
      made = text.replace(/./gsu, (sign, at: number) => otherSign(sign, at, random));
    known.set(text, made);
    taken.add(made);
    return made;
  };
}

function otherSign(sign: string, at: number, random: () => number): string {
  const any = (signs: string) => signs[Math.floor(random() * signs.length)] ?? sign;
  if (/\d/.test(sign)) return any(at === 0 && sign !== '0' ? '123456789' : '0123456789');
  if (/[a-z]/.test(sign)) return any('abcdefghijklmnopqrstuvwxyz');
  if (/[A-Z]/.test(sign)) return any('ABCDEFGHIJKLMNOPQRSTUVWXYZ');
  // Beyond ASCII a sign can be a name by itself.
  return sign.charCodeAt(0) > 127 ? 'ø' : sign;
}
