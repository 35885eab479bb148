import { messageIdAt } from './messages.ts';
import { countPeople, personAt } from './people.ts';
import { inTurn, type Random, randomFor } from './random.ts';
import type { ActivityRecord } from './wire.ts';
import { ACTIVITIES_SPAN_DAYS, DAY, unknownFields, type WorldPlan } from './world-plan.ts';

// Schema ActivityType; the last two carry an object type's id, as real values do
const TYPES = [
  'sent_email',
  'attribute_change',
  'event',
  'opened_email',
  'page',
  'screen',
  'profile_create',
  'delivered_push',
  '_o:1:create',
  '_r:1:attribute_change',
] as const;

/** Time of the n-th generated activity; every fourth shares its second with the one before. */
export function activityTimeAt(plan: WorldPlan, index: number): number {
  const span = ACTIVITIES_SPAN_DAYS * DAY;
  const step = index % 4 === 3 ? index - 1 : index;
  return plan.now - span + Math.floor((span * (step + 0.5)) / plan.sizes.activities);
}

/** The n-th entry of the activity log (schema Activity). */
export function makeActivity(plan: WorldPlan, index: number, timestamp: number): ActivityRecord {
  const random = randomFor(plan.seed, 'activities', index);
  const person = personAt(plan, Math.floor(random() * countPeople(plan)));
  return {
    id: activityId(random, index, timestamp),
    type: inTurn(TYPES, index),
    timestamp,
    customer_id: person.id,
    customer_identifiers: person,
    ...details(plan, random, index),
    ...unknownFields(plan, index),
  };
}

function details(plan: WorldPlan, random: Random, index: number): Record<string, unknown> {
  const type = inTurn(TYPES, index);
  switch (type) {
    case 'sent_email':
    case 'opened_email':
    case 'delivered_push': {
      if (plan.sizes.messages === 0) return { data: {} };
      const delivery_id = messageIdAt(plan, Math.floor(random() * plan.sizes.messages));
      const delivery_type = type === 'delivered_push' ? 'ios' : 'email';
      const opened = type === 'opened_email' ? true : null;
      return { delivery_id, delivery_type, data: { delivered: null, delivery_id, opened } };
    }
    case 'attribute_change':
    case '_r:1:attribute_change':
      return {
        data: {
          email: { from: '', to: `person.${index}@example.com` },
          'naïve key': { from: 'a', to: '日本' },
        },
      };
    case 'event':
      return {
        name: 'order_placed',
        data: {
          total: 12.5,
          items: [{ sku: 'ÄÖ-1', qty: 2 }, null],
          note: 'line\nbreak "quoted" 🛒',
          gift: false,
        },
      };
    case 'page':
      return { url: `https://shop.example.com/p/${index}?q=größe`, data: { referrer: null } };
    case 'screen':
      return { name: 'Checkout', data: {} };
    case 'profile_create':
    case '_o:1:create':
      return { data: {} };
  }
}

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** 26 characters like a ULID: ten of time, eight of chance, eight of the number that keeps it unique. */
function activityId(random: Random, index: number, timestamp: number): string {
  return base32(timestamp * 1000, 10) + base32(Math.floor(random() * 2 ** 40), 8) + base32(index, 8);
}

function base32(value: number, length: number): string {
  let text = '';
  for (let rest = value; text.length < length; rest = Math.floor(rest / 32)) {
    text = (CROCKFORD[rest % 32] ?? '0') + text;
  }
  return text;
}
