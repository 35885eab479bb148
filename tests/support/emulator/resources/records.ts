import {
  allRecords,
  type KeptResource,
  type MadeResource,
  type Resource,
  type WholeResource,
} from '../resource.ts';

/** One record of a list by its id: where it is asked for, in which list it is, and what the body calls it. */
interface SingleRecord {
  template: string;
  list: string;
  /** The body is the record itself where there is none. */
  key?: string;
}

const SINGLES: readonly SingleRecord[] = [
  { template: '/v1/segments/{segment_id}', list: '/v1/segments', key: 'segment' },
  { template: '/v1/campaigns/{campaign_id}', list: '/v1/campaigns', key: 'campaign' },
  {
    template: '/v1/campaigns/{campaign_id}/actions/{action_id}',
    list: '/v1/campaigns/{campaign_id}/actions',
    key: 'action',
  },
  { template: '/v1/broadcasts/{broadcast_id}', list: '/v1/broadcasts', key: 'broadcast' },
  {
    template: '/v1/broadcasts/{broadcast_id}/actions/{action_id}',
    list: '/v1/broadcasts/{broadcast_id}/actions',
    key: 'action',
  },
  {
    template: '/v1/campaigns/{broadcast_id}/triggers/{trigger_id}',
    list: '/v1/broadcasts/{broadcast_id}/triggers',
  },
  { template: '/v1/newsletters/{newsletter_id}', list: '/v1/newsletters', key: 'newsletter' },
  {
    template: '/v1/newsletters/{newsletter_id}/contents/{content_id}',
    list: '/v1/newsletters/{newsletter_id}/contents',
    key: 'content',
  },
  { template: '/v1/transactional/{transactional_id}', list: '/v1/transactional', key: 'message' },
  { template: '/v1/sender_identities/{sender_id}', list: '/v1/sender_identities', key: 'sender_identity' },
  { template: '/v1/collections/{collection_id}', list: '/v1/collections', key: 'collection' },
];

/** The requests for single records of the lists given. */
export function recordsOf(lists: readonly Resource[]): WholeResource[] {
  const isList = (resource: Resource): resource is KeptResource | MadeResource => !('body' in resource);
  return SINGLES.map(({ template, list, key }) => {
    const resource = lists.filter(isList).find((one) => one.template === list);
    if (resource === undefined) throw new Error(`no list ${list}`);
    return {
      template,
      body(place) {
        const id = place.params.at(-1);
        const records = allRecords(resource, { ...place, params: place.params.slice(0, -1) }) ?? [];
        const found = records.find((record) => String(Object(record).id) === id);
        return found === undefined || key === undefined ? found : { [key]: found };
      },
    };
  });
}
