import { inTurn } from './random.ts';
import type { ObjectTypeRecord } from './wire.ts';
import type { WorldPlan } from './world-plan.ts';

const NAMES: readonly [readonly [string, string], ...(readonly [string, string])[]] = [
  ['Companies', 'Company'],
  ['Concerts', 'Concert'],
  ['Cars', 'Car'],
];

/**
 * One type of objects (schema ObjectType): the last of several is switched off, one has no icon
 * (docs/api-behaviour.md#76).
 */
export function makeObjectType(plan: WorldPlan, index: number): ObjectTypeRecord {
  const [name, singular] = inTurn(NAMES, index);
  return {
    id: String(index + 1),
    name,
    singular_name: singular,
    slug: name.toLowerCase(),
    singular_slug: singular.toLowerCase(),
    enabled: index === 0 || index + 1 < plan.sizes.objectTypes,
    ...(index === 0 ? {} : { icon: 'calendar' }),
  };
}
