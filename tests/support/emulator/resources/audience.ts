import { topicIdAt } from '../ids.ts';
import { markedById, markedByPosition } from '../marks.ts';
import { countPeople, isUnsubscribed, memberAt, personAt, suppressionOf } from '../people.ts';
import { refuse } from '../refusals.ts';
import { childrenOf, type Place, type Resource } from '../resource.ts';
import { DAY, type WorldPlan } from '../world-plan.ts';

/** The number of a person by the bare cio_id; a prefixed one is nobody's (docs/api-behaviour.md#59). */
function personIndex(plan: WorldPlan, cioId: string | undefined): number | undefined {
  const index = Number.parseInt(cioId ?? '', 16) - 0xa3000001;
  return /^[0-9a-f]{8}$/.test(cioId ?? '') && index >= 0 && index < countPeople(plan) ? index : undefined;
}

const bodyOf = ({ body }: Place): Record<string, unknown> => Object(body);

/** Whose filter it is: everybody's, nobody's, or a segment's. */
function countFiltered(place: Place): number {
  const text = JSON.stringify(bodyOf(place)['filter'] ?? null);
  const [, segment] = /^\{"segment":\{"id":(\d+)\}\}$/.exec(text) ?? [];
  if (segment !== undefined) return place.world.segmentMembers.get(Number(segment))?.length ?? 0;
  if (!text.includes('"operator":"exists"')) throw refuse(400);
  return text.includes('"not"') ? 0 : countPeople(place.plan);
}

function filteredAt(place: Place, index: number) {
  const { id } = Object(Object(bodyOf(place)['filter'])['segment']);
  const member = place.world.segmentMembers.get(Number(id))?.at(index);
  return member ?? memberAt(place.plan, index);
}

/** A person as asked for by cio_id: the item's own id is the cio_id (docs/api-behaviour.md#101). */
function profileOf({ plan, settings }: Place, index: number): unknown {
  const { id, email, cio_id } = personAt(plan, index);
  const identifiers = { cio_id, id, ...(plan.emailIdentifiers ? { email } : {}) };
  const known = Object.fromEntries(Object.entries(identifiers).filter(([, value]) => value !== null));
  const topics = plan.sizes.subscriptionTopics > 0 && index % 4 === 0 ? topicsOf(plan, index) : {};
  const plans = { plan: index % 2 === 0 ? 'premium' : 'free', seats: String(index % 7) };
  const attributes = { ...known, ...plans, ...topics };
  const times = Object.keys(attributes).map((name) => [name, plan.now - index - 1]);
  const customer = {
    id: cio_id,
    identifiers,
    attributes,
    timestamps: Object.fromEntries(times),
    unsubscribed: isUnsubscribed(index),
    devices:
      index % 3 === 0
        ? [{ id: `token-${index}`, platform: 'ios', last_used: plan.now - DAY, attributes: { locale: 'de' } }]
        : null,
  };
  return settings.wrappedPeople ? { customer } : customer;
}

/** Choices of a person among the topics, as text. */
function topicsOf({ sizes }: WorldPlan, index: number): Record<string, string> {
  const topics = Array.from({ length: sizes.subscriptionTopics }, (_, topic) => [
    `topic_${topicIdAt(topic)}`,
    (index / 4 + topic) % 3 !== 0,
  ]);
  return { _cio_subscription_preferences_computed: JSON.stringify({ topics: Object.fromEntries(topics) }) };
}

const isEnabled = ({ world }: Place, type: unknown) =>
  world.objectTypes.some(({ id, enabled }) => id === type && enabled);

/** People are related to one object of each type, in turn, as far as each object has three. */
const PEOPLE_PER_OBJECT = 3;

const cioObjectId = (type: number, index: number) => `ob${type}${index.toString(16).padStart(6, '0')}`;

function objectIndex({ plan, params: [type, id] }: Place): number | undefined {
  const index = Number.parseInt(id?.slice(3) ?? '', 16);
  const isThere = id?.startsWith(`ob${type}`) && index < plan.sizes.objectsPerType;
  return isThere ? index : undefined;
}

function objectAt(type: number, index: number) {
  return { object_id: `object ${index}`, cio_object_id: cioObjectId(type, index) };
}

const SUPPRESSIONS = ['blocks', 'bounces', 'spam_reports', 'invalid_emails'];

function countSuppressions({ plan, params }: Place): number {
  if (!SUPPRESSIONS.includes(params.at(-1) ?? '')) throw refuse(400);
  return params.at(-1) === 'blocks' ? 0 : plan.sizes.suppressionsPerType;
}

/**
 * Suppressed addresses by their order: first those of nobody, for the list is the sending domain's, then those of people,
 * some of them in capitals.
 */
function suppressionAt({ plan, params }: Place, index: number) {
  const type = params.at(-1) ?? '';
  const people = suppressedPeople(plan, type);
  const own = people[index - plan.sizes.suppressionsPerType + people.length];
  const email = own ?? `bounced.${String(index).padStart(6, '0')}@example.com`;
  return { email, reason: `5.1.1 ${type}`, status: '550', created: plan.now - (index + 1) * 3600 };
}

function suppressedPeople(plan: WorldPlan, type: string): string[] {
  const people = Array.from({ length: countPeople(plan) }, (_, index) => index);
  return people
    .filter((index) => suppressionOf(index) === type)
    .flatMap((index) => {
      const { email } = personAt(plan, index);
      return email === null ? [] : [index % 2 === 0 ? email.replace('person', 'Person') : email];
    })
    .sort((one, other) => (one.toLowerCase() < other.toLowerCase() ? -1 : 1));
}

const categoryOf = ({ params }: Place, records: readonly unknown[]) =>
  records.length > 0 ? { category: params.at(-1) } : {};

const segmentThere = ({ world, params }: Place) => world.segmentMembers.get(Number(params[0]));

/** People, objects, segments, opt-outs and suppressions. */
export const audience: readonly Resource[] = [
  {
    template: '/v1/segments',
    key: 'segments',
    single: ['/v1/segments/{segment_id}', 'segment'],
    list: ({ world }) => markedById(world.segments),
  },
  {
    template: '/v1/segments/{segment_id}/membership',
    key: 'identifiers',
    isNullWhenEmpty: true,
    list: (place) => childrenOf(place.world.segmentMembers, place),
    // a person without an id shows as an empty string in `ids` (schema SegmentMembership)
    beside: ({ params }, people) => ({
      segment_id: Number(params[0]),
      ids: people.map((person) => Object(person).id ?? ''),
    }),
    paging: { kind: 'mark', stream: 'segment_membership', defaultLimit: 1000, maxLimit: 30_000 },
  },
  {
    template: '/v1/customers',
    method: 'POST',
    key: 'identifiers',
    isWhole: true,
    isNullWhenEmpty: true,
    count: countFiltered,
    override: filteredAt,
    beside: (_, people) => ({
      ids: people.length === 0 ? null : people.map((person) => Object(person).id ?? ''),
    }),
    paging: { kind: 'cursor', defaultLimit: 50, maxLimit: 1000 },
  },
  {
    template: '/v1/customers/attributes',
    method: 'POST',
    body: (place) => {
      const { ids } = bodyOf(place);
      if (!Array.isArray(ids) || ids.length < 1 || ids.length > 100) throw refuse(400);
      const found = ids
        .map((id) => personIndex(place.plan, String(id)))
        .filter((index) => index !== undefined);
      return { customers: found.map((index) => profileOf(place, index)) };
    },
  },
  {
    template: '/v1/customers/{customer_id}/relationships',
    key: 'cio_relationships',
    isWhole: true,
    count: ({ plan, params }) => {
      const index = personIndex(plan, params[0]);
      if (index === undefined) return undefined;
      return index < plan.sizes.objectsPerType * PEOPLE_PER_OBJECT ? Math.min(2, plan.sizes.objectTypes) : 0;
    },
    override: ({ plan, params }, index) => ({
      object_type_id: index + 1,
      identifiers: objectAt(index + 1, (personIndex(plan, params[0]) ?? 0) % plan.sizes.objectsPerType),
      attributes: { role: 'admin' },
      timestamps: { role: plan.now - DAY },
    }),
    paging: { kind: 'cursor', defaultLimit: 10, maxLimit: 100 },
  },
  {
    template: '/v1/object_types',
    key: 'types',
    isFeature: true,
    list: ({ world }) => markedByPosition(world.objectTypes),
  },
  {
    template: '/v1/objects',
    method: 'POST',
    key: 'identifiers',
    isWhole: true,
    isNullWhenEmpty: true,
    count: (place) => {
      const text = JSON.stringify(bodyOf(place)['filter'] ?? null);
      const type = bodyOf(place)['object_type_id'];
      if (!isEnabled(place, type)) throw refuse(400);
      return text.includes('"not"') ? 0 : place.plan.sizes.objectsPerType;
    },
    override: (place, index) => objectAt(Number(bodyOf(place)['object_type_id']), index),
    beside: (_, objects) => ({
      ids: objects.length === 0 ? null : objects.map((object) => Object(object).object_id),
    }),
    paging: { kind: 'cursor', defaultLimit: 50, maxLimit: 100 },
  },
  {
    template: '/v1/objects/{object_type_id}/{object_id}/attributes',
    body: (place) => {
      const index = objectIndex(place);
      if (index === undefined) return undefined;
      const type = Number(place.params[0]);
      const attributes = { name: `Acme ${index}`, seats: index, cancelled: false };
      const timestamps = Object.fromEntries(
        Object.keys(attributes).map((name) => [name, place.plan.now - DAY]),
      );
      return {
        object: { object_type_id: String(type), identifiers: objectAt(type, index), attributes, timestamps },
      };
    },
  },
  {
    template: '/v1/objects/{object_type_id}/{object_id}/relationships',
    key: 'cio_relationships',
    isWhole: true,
    count: (place) => (objectIndex(place) === undefined ? undefined : PEOPLE_PER_OBJECT),
    override: (place, index) => ({
      identifiers: memberAt(place.plan, (objectIndex(place) ?? 0) + index * place.plan.sizes.objectsPerType),
      object_type_id: place.params[0],
      object_type_disabled: false,
    }),
    paging: { kind: 'cursor', defaultLimit: 10, maxLimit: 100 },
  },
  {
    template: '/v1/segments/{segment_id}/customer_count',
    body: (place) => {
      const members = segmentThere(place);
      return members && { segment_id: Number(place.params[0]), count: members.length };
    },
  },
  {
    template: '/v1/segments/{segment_id}/used_by',
    body: (place) =>
      segmentThere(place) && {
        used_by: {
          // One reader finds it inside, the definition has it beside (docs/api-behaviour.md#66).
          segment_id: Number(place.params[0]),
          campaigns: [5],
          sent_newsletters: null,
          draft_newsletters: [],
        },
      },
  },
  {
    template: '/v1/optouts',
    key: 'optouts',
    isWhole: true,
    count: ({ plan }) => plan.sizes.optouts,
    override: ({ plan }, index) => {
      const { id, cio_id } = personAt(plan, index);
      const optouts = [
        { channel: 'sms', from: '+15550100' },
        { channel: 'whatsapp', from: '+15550101' },
      ];
      return { cio_id, customer_id: id, optouts: optouts.slice(0, 1 + (index % 2)) };
    },
    paging: { kind: 'cursor', defaultLimit: 100, maxLimit: 1000, end: 'absent' },
  },
  {
    template: '/v1/esp/suppression/{suppression_type}',
    key: 'suppressions',
    isNullWhenEmpty: true,
    count: countSuppressions,
    override: suppressionAt,
    beside: categoryOf,
    paging: { kind: 'offset', defaultLimit: 100, maxLimit: 1000 },
  },
  {
    template: '/v1/esp/domains/{domain_name}/suppression/{suppression_type}',
    key: 'suppressions',
    count: (place) => (place.params[0] === 'mail.example.com' ? countSuppressions(place) : undefined),
    override: suppressionAt,
    beside: categoryOf,
    paging: { kind: 'cursor', defaultLimit: 100, maxLimit: 1000 },
  },
  {
    template: '/v1/subscription_topics',
    key: 'topics',
    list: ({ world }) => markedById(world.subscriptionTopics),
  },
  {
    template: '/v1/subscription_channels',
    key: 'channels',
    isFeature: true,
    list: ({ world }) => markedById(world.subscriptionChannels),
  },
];
