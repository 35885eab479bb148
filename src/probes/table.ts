import type { Probe } from '../probe/probe.ts';
import { activities } from './activities.ts';
import { cursors } from './cursors.ts';
import { design } from './design.ts';
import { fields } from './fields.ts';
import { lists } from './lists.ts';
import { messages } from './messages.ts';
import { people } from './people.ts';
import { reach } from './reach.ts';
import { series } from './series.ts';

/** Every probe, in the order in which they run. */
export const PROBES: readonly Probe[] = [
  ...reach,
  ...messages,
  ...activities,
  ...lists,
  ...cursors,
  ...people,
  ...design,
  ...series,
  ...fields,
];
