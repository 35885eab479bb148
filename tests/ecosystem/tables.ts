/** The types of columns that the target makes, in PostgreSQL's words. */
export type ColumnType =
  | 'bigint'
  | 'boolean'
  | 'bigint[]'
  | 'jsonb'
  | 'jsonb[]'
  | 'text'
  | 'text[]'
  | 'timestamp without time zone';

/** A table as it has to be. */
export interface Table {
  readonly key: readonly string[];
  /** Without those that the target adds. */
  readonly columns: ReadonlyMap<string, ColumnType>;
}

/** Names of columns by type, with blanks between. */
interface Columns {
  bigint?: string;
  boolean?: string;
  bigints?: string;
  json?: string;
  jsons?: string;
  text?: string;
  texts?: string;
  time?: string;
}

/** The tables of the default streams, written by hand: a field that a schema forgot or gave another type differs from here. */
export const tables: Readonly<Record<string, Table>> = {
  campaigns: table(['id'], {
    bigint: 'id object_type_id webhook_id start_hour start_minutes',
    boolean: 'active use_customer_timezone scheduled_start_should_backfill scheduled_stop_should_sunset',
    bigints: 'trigger_segment_ids filter_segment_ids',
    json: 'audience',
    jsons: 'actions msg_templates',
    text:
      'name type state description created_by event_name event_type object_attribute_triggers ' +
      'relationship_attribute_triggers filter_object_attributes filter_relationship_attributes ' +
      'date_attribute frequency timezone deduplicate_id',
    texts: 'tags',
    time: 'scheduled_start scheduled_stop first_started created updated',
  }),
  campaign_actions: actions('campaign_id', ['parent_action_id', 'broadcast_id']),
  broadcasts: table(['id'], {
    bigint: 'id',
    boolean: 'active scheduled_start_should_backfill scheduled_stop_should_sunset',
    jsons: 'actions msg_template_ids',
    text: 'name type state description created_by deduplicate_id',
    texts: 'tags',
    time: 'scheduled_start scheduled_stop first_started created updated',
  }),
  broadcast_actions: actions('broadcast_id', []),
  newsletters: table(['id'], {
    bigint: 'id subscription_topic_id expires_after',
    boolean: 'tz_match_enabled',
    bigints: 'content_ids recipient_segment_ids',
    text: 'name type send_state recipient_file_status recipient_file_error timezone deduplicate_id',
    texts: 'tags',
    time: 'scheduled_at sent_at created updated',
  }),
  transactional_messages: table(['id'], {
    bigint: 'id',
    boolean: 'send_to_unsubscribed link_tracking open_tracking hide_message_body queue_drafts',
    text: 'name description trigger_name',
    time: 'created_at updated_at',
  }),
  segments: table(['id'], {
    bigint: 'id progress',
    json: 'conditions',
    text: 'name type state description deduplicate_id',
    texts: 'tags',
    time: 'created_at updated_at',
  }),
  segment_membership: table(['segment_id', 'cio_id'], { bigint: 'segment_id', text: 'cio_id id email' }),
  activities: table(['id'], {
    json: 'customer_identifiers data',
    text: 'id type name url customer_id cio_id delivery_id delivery_type',
    time: 'timestamp',
  }),
  messages: table(['id'], {
    bigint:
      'campaign_id broadcast_id newsletter_id transactional_message_id action_id parent_action_id content_id ' +
      'msg_template_id message_template_id',
    boolean: 'forgotten',
    json: 'customer_identifiers tracked_responses metrics',
    text: 'id type recipient subject customer_id cio_id trigger_event_id failure_message deduplicate_id',
    time: 'created',
  }),
  collections: table(['id'], {
    bigint: 'id rows bytes',
    text: 'name',
    texts: 'schema',
    time: 'created_at updated_at',
  }),
  snippets: table(['name'], { text: 'name value', time: 'updated_at' }),
  sender_identities: table(['id'], {
    bigint: 'id',
    boolean: 'auto_generated hidden',
    text: 'name template_type email address phone deduplicate_id',
  }),
  subscription_topics: table(['id'], {
    bigint: 'id',
    boolean: 'subscribed_by_default',
    text: 'identifier name description',
  }),
  subscription_channels: table(['id'], {
    bigint: 'id',
    boolean: 'subscribed_by_default',
    text: 'type name description',
  }),
  object_types: table(['id'], {
    bigint: 'id',
    boolean: 'enabled',
    text: 'name singular_name slug singular_slug icon',
  }),
};

/** The names of the columns of a type. */
export function columnsOfType({ columns }: Table, type: ColumnType): string[] {
  return [...columns].filter(([, of]) => of === type).map(([name]) => name);
}

function actions(parent: string, more: readonly string[]): Table {
  const ids =
    'id multi_language_branch_action_id from_id reply_to_id sender_identity_id recipient_environment_id';
  return table([parent, 'id'], {
    bigint: [parent, ids, ...more].join(' '),
    boolean: 'fake_bcc send_to_unsubscribed tracked',
    text:
      'name type sending_state language from reply_to recipient cc bcc subject preheader_text body body_plain ' +
      'body_amp body_json editor layout preprocessor image_url headers method request_method url deduplicate_id',
    time: 'created updated',
  });
}

function table(key: readonly string[], names: Columns): Table {
  const typed = (text: string | undefined, type: ColumnType) =>
    (text?.split(' ') ?? []).map((name) => [name, type] as const);
  return {
    key,
    columns: new Map<string, ColumnType>([
      ...typed(names.bigint, 'bigint'),
      ...typed(names.boolean, 'boolean'),
      ...typed(names.bigints, 'bigint[]'),
      ...typed(names.json, 'jsonb'),
      // Every table ends with it.
      ['additional_fields', 'jsonb'],
      ...typed(names.jsons, 'jsonb[]'),
      ...typed(names.text, 'text'),
      ...typed(names.texts, 'text[]'),
      ...typed(names.time, 'timestamp without time zone'),
    ]),
  };
}
