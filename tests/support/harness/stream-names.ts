/** The streams that are read by default, in the order of the catalog: written down here, so that tests do not take the tap's word. */
export const STREAM_NAMES = [
  'campaigns',
  'campaign_actions',
  'broadcasts',
  'broadcast_actions',
  'newsletters',
  'transactional_messages',
  'messages',
  'sender_identities',
  'segments',
  'segment_membership',
  'object_types',
  'subscription_topics',
  'subscription_channels',
  'activities',
  'collections',
  'snippets',
];
