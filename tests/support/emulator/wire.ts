/** One object as the API sends it: some fields known to the emulator, any others besides. */
type WireRecord<Known = unknown> = Known & { readonly [field: string]: unknown };

/** Identifiers of a person; `email` is missing in workspaces without e-mail identifiers (schema PersonIdentifiers). */
export type Identifiers = { id: string | null; email?: string | null; cio_id: string };

/** A record with the API's usual integer id. */
export type NumberedRecord = WireRecord<{ id: number }>;

/** A type of objects; its id is a text of digits (docs/api-behaviour.md#76). */
export type ObjectTypeRecord = WireRecord<{ id: string; enabled: boolean }>;

/** An action as its own list shows it: the id is a string there (x-observed of CampaignAction.id). */
export type ActionRecord = WireRecord<{ id: string | number; type: string }>;

/** A snippet; its name is its only key (schema Snippet). */
export type SnippetRecord = WireRecord<{ name: string; value: string }>;

/** An entry of the activity log (schema Activity). */
export type ActivityRecord = WireRecord<{ id: string; type: string; timestamp: number }>;

/** A delivery (schema Message). */
export type MessageRecord = WireRecord<{
  id: string;
  created: number;
  type: string;
  campaign_id: number | null;
  action_id: number | null;
  newsletter_id: number | null;
  content_id: number | null;
  broadcast_id: number | null;
  transactional_message_id: number | null;
  customer_id: string | null;
  metrics: Readonly<Record<string, number>>;
}>;

/** Records in a fixed order, made when asked for. Every array is one. */
export interface WireList<Item> extends Iterable<Item> {
  readonly length: number;
  at(position: number): Item | undefined;
}
