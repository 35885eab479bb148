import { activity } from './activity.ts';
import { audience } from './audience.ts';
import type { StreamDefinition, StreamEntries, StreamEntry, StreamName } from './definition.ts';
import { toDefinition } from './definition.ts';
import { design } from './design.ts';
import { messaging } from './messaging.ts';
import { metrics } from './metrics.ts';
import { reference } from './reference.ts';

const entries: Readonly<Record<StreamName, StreamEntry>> = {
  ...messaging,
  ...audience,
  ...activity,
  ...metrics,
  ...reference,
  ...design,
} satisfies StreamEntries;

/** The streams' names, in the order of the catalog. */
export const streamNames = Object.keys(entries).filter(isStreamName);

/** Every stream of the tap. To add one: a schema, an entry in its area, `npm run generate`. */
export const definitions = Object.fromEntries(
  streamNames.map((name) => [name, toDefinition(entries[name])]),
) as Readonly<Record<StreamName, StreamDefinition>>;

/** Tells whether the tap has a stream of this name. */
export function isStreamName(name: string): name is StreamName {
  return Object.hasOwn(entries, name);
}
