import type { Column, StreamName } from '../../src/streams/definition.ts';
import { definitions, streamNames } from '../../src/streams/definitions.ts';
import { toTable } from './markdown-table.ts';

/** Columns of each stream that hold personal data, in the order of the page; the compiler checks that each exists. */
type PersonalColumns = { readonly [Name in StreamName]?: readonly Column<Name>[] };

/** Columns that say who a person is, or what a person has done or said. */
const people: PersonalColumns = {
  messages: [
    'recipient',
    'subject',
    'customer_id',
    'customer_identifiers',
    'cio_id',
    'failure_message',
    'tracked_responses',
  ],
  activities: ['customer_id', 'customer_identifiers', 'cio_id', 'url', 'data'],
  segment_membership: ['cio_id', 'id', 'email'],
  people_identifiers: ['cio_id', 'id', 'email'],
  people: ['cio_id', 'id', 'email', 'attributes', 'devices'],
  people_relationships: ['cio_id', 'object_id', 'attributes'],
  object_relationships: ['cio_id', 'id', 'email'],
  objects: ['object_id', 'attributes'],
  optouts: ['cio_id', 'customer_id'],
  esp_suppressions: ['email', 'reason'],
  esp_domain_suppressions: ['email', 'reason'],
  broadcast_trigger_errors: ['error'],
  collection_rows: ['data'],
};

/** Columns that name colleagues: senders, and who made something. */
const colleagues: PersonalColumns = {
  sender_identities: ['name', 'email', 'address', 'phone'],
  campaigns: ['created_by'],
  broadcasts: ['created_by'],
  exports: ['user_id', 'user_email'],
  campaign_actions: ['from', 'reply_to', 'recipient', 'bcc'],
  broadcast_actions: ['from', 'reply_to', 'recipient', 'bcc'],
  newsletter_contents: ['from', 'reply_to', 'recipient', 'bcc'],
  transactional_contents: ['from', 'reply_to', 'recipient', 'bcc'],
  design_studio_email_contents: ['envelope'],
  design_studio_email_translations: ['envelope'],
};

/** All of them. */
export const personalColumns: Readonly<Record<string, readonly string[]>> = { ...people, ...colleagues };

/** The tables of docs/privacy.md. */
export function personalTable(whose: 'people' | 'colleagues'): string {
  const columns: Readonly<Record<string, readonly string[]>> = whose === 'people' ? people : colleagues;
  const rows = streamNames.flatMap((name) => {
    const own = columns[name];
    if (own === undefined) return [];
    const isDefault = definitions[name].groups.includes('default') ? 'yes' : '';
    return [[`[${name}](tables.md#${name})`, own.map((column) => `\`${column}\``).join(', '), isDefault]];
  });
  return toTable(['stream', 'columns', 'read by default'], rows);
}
