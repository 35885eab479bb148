/** Numbers of records of each stream; members and actions are counted for each parent. */
export interface WorldSizes {
  campaigns: number;
  actionsPerCampaign: number;
  broadcasts: number;
  actionsPerBroadcast: number;
  newsletters: number;
  transactionalMessages: number;
  segments: number;
  membersPerSegment: number;
  activities: number;
  messages: number;
  /** Messages that wait to be sent: listed by `drafts=true` alone. */
  drafts: number;
  collections: number;
  snippets: number;
  senderIdentities: number;
  subscriptionTopics: number;
  subscriptionChannels: number;
  /** 0: as many as the segments need. */
  people: number;
  objectTypes: number;
  objectsPerType: number;
  optouts: number;
  suppressionsPerType: number;
  errorsPerTrigger: number;
  studioEmails: number;
}

/** Small, yet with several pages of actions, newsletters and activities at the API's page sizes. */
export const DEFAULT_SIZES: WorldSizes = {
  campaigns: 9,
  actionsPerCampaign: 23,
  broadcasts: 4,
  actionsPerBroadcast: 6,
  newsletters: 130,
  transactionalMessages: 4,
  segments: 5,
  membersPerSegment: 60,
  activities: 230,
  messages: 300,
  drafts: 4,
  collections: 3,
  snippets: 5,
  senderIdentities: 12,
  subscriptionTopics: 3,
  subscriptionChannels: 3,
  people: 0,
  objectTypes: 3,
  objectsPerType: 12,
  optouts: 7,
  suppressionsPerType: 9,
  errorsPerTrigger: 5,
  studioEmails: 4,
};

/** All that decides what the records look like. Equal plans make equal bytes. */
export interface WorldPlan {
  readonly seed: number;
  /** Unix seconds; every generated time lies before it. */
  readonly now: number;
  readonly sizes: WorldSizes;
  /** Messages are spread over this many days before `now`. */
  readonly messagesSpanDays: number;
  /** True if some records carry fields that no schema knows (the overview text: fields are added without notice). */
  readonly unknownFields: boolean;
  /** Records have what was seen live beside what is declared (docs/api-behaviour.md#129). */
  readonly isLive: boolean;
  /** False: people have no `email` key at all (schema PersonIdentifiersIdOnly). */
  readonly emailIdentifiers: boolean;
}

/** Activities older than this are not guaranteed (x-retention-days-guaranteed of /v1/activities). */
export const ACTIVITIES_SPAN_DAYS = 30;

/** Seconds of a day. */
export const DAY = 86_400;

/** A field that no schema knows, in every seventh record, if the plan wants such. */
export function unknownFields(plan: WorldPlan, index: number): Record<string, unknown> {
  return plan.unknownFields && index % 7 === 2 ? { beta_feature: { rollout: 0.5, names: ['α', null] } } : {};
}
