import type { Schema } from '../json/schema.ts';
import { definitions, streamNames } from '../streams/definitions.ts';
import { readSchema } from '../streams/schemas.ts';

/** Words of the API's own, which are shown as they are. */
export const API_WORDS: ReadonlySet<string> = new Set(
  (
    'finished build events build_queued events_queued draft running stopped active archived sent scheduled ' +
    'manual dynamic data_driven email push slack twilio webhook in_app inbox whatsapp sms phone ios android web ' +
    'seg_attr segment event date form relationship object triggered_broadcast attribute_update ' +
    'days weeks months true false none asc desc customers deliveries done pending failed ' +
    'blocks bounces spam_reports invalid_emails automatic off'
  ).split(' '),
);

/** Names that envelopes have, and records before they are brought into columns. */
const ENVELOPE =
  'next meta pagination filters total page limit ids identifiers customer customers results errors detail status count metric series link links segment_id used_by cio_id id email attributes timestamps devices platform last_used conditions';

/** Numbers under these names count something. */
const COUNTS = new Set(
  'count total page limit people objects object_types messages_sent billable_messages_sent rows bytes series'.split(
    ' ',
  ),
);

/** Names of values whose form the account decides. */
const FREE = new Set('attributes timestamps data conditions tracked_responses content'.split(' '));

/** Times that no column of the tap has under this name. */
const TIMES = new Set(
  'metrics timestamp start_ts end_ts updated_after start end last_used created updated created_at updated_at'.split(
    ' ',
  ),
);

interface Names {
  readonly known: ReadonlySet<string>;
  readonly times: ReadonlySet<string>;
}

let names: Names | undefined;

/** Tells whether a name is one of the API's own fields, not of the account's attributes. */
export function isKnownName(name: string): boolean {
  names ??= collectNames();
  return names.known.has(name) || streamNames.some((stream) => definitions[stream].openFields?.test(name));
}

/** Tells whether the value of a name is a time, or a map of times. */
export function isTimeName(name: string): boolean {
  names ??= collectNames();
  return names.times.has(name);
}

/** Tells whether the account decides the form of the value of a name. */
export function isFreeName(name: string): boolean {
  return FREE.has(name);
}

/** Tells whether a number under a name counts something. */
export function isCountName(name: string): boolean {
  return COUNTS.has(name);
}

function collectNames(): Names {
  const known = new Set(ENVELOPE.split(' '));
  const times = new Set(TIMES);
  const collect = (schema: Schema) => {
    for (const [name, inner] of Object.entries(schema.properties ?? {})) {
      known.add(name);
      if (inner.format === 'date-time') times.add(name);
      collect(inner);
    }
    if (schema.items !== undefined) collect(schema.items);
  };
  for (const stream of streamNames) {
    const { rows } = definitions[stream];
    if ('at' in rows) for (const part of rows.at?.split('.') ?? []) known.add(part);
    collect(readSchema(stream));
  }
  return { known, times };
}
