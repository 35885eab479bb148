import type { Probe } from '../probe/probe.ts';
import { activities } from './activities.ts';
import { cursors } from './cursors.ts';
import { design } from './design.ts';
import { ends } from './ends.ts';
import { fields } from './fields.ts';
import { lists } from './lists.ts';
import { messages } from './messages.ts';
import { people } from './people.ts';
import { reach } from './reach.ts';
import { segments } from './segments.ts';
import { series } from './series.ts';
import { windows } from './windows.ts';

/** Every probe, in the order in which they run. */
export const PROBES: readonly Probe[] = [
  ...reach,
  ...messages,
  ...windows,
  ...activities,
  ...lists,
  ...ends,
  ...cursors,
  ...people,
  ...segments,
  ...design,
  ...series,
  ...fields,
];
