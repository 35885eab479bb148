import { settingsOf } from '../support/emulator/options.ts';
import { answerResource } from '../support/emulator/resource.ts';
import { findRoute } from '../support/emulator/routes.ts';
import { createWorld } from '../support/emulator/world.ts';
import type { WorldSizes } from '../support/emulator/world-plan.ts';

/** The lists that are large in every workspace, and so what the throughput goals are about. */
export const HOT_STREAMS = ['messages', 'activities', 'members'] as const;

/** One of {@link HOT_STREAMS}. */
export type HotStream = (typeof HOT_STREAMS)[number];

/** How the emulator is asked for each: the API's largest pages. */
export const PAGE_SIZES: Readonly<Record<HotStream, number>> = {
  messages: 1000,
  activities: 100,
  members: 30_000,
};

/**
 * The first pages of a list as the emulator gives them, each as JSON text but for its `next` and the closing brace.
 */
export function makeBodies(stream: HotStream, pages: number): string[] {
  const records = pages * PAGE_SIZES[stream];
  const sizes: Record<HotStream, Partial<WorldSizes>> = {
    messages: { messages: records },
    activities: { activities: records },
    members: { segments: 1, membersPerSegment: records },
  };
  // Oldest first, so that the tap follows the cursors: the bodies do not know what time is asked for.
  const settings = settingsOf({
    sizes: sizes[stream],
    messagesSpanDays: 100,
    messagesOrder: 'oldest_first',
    profile: 'documented',
  });
  const { plan } = settings;
  const world = createWorld(plan);
  const parent = String(world.segments[0]?.id);
  const path = {
    messages: '/v1/messages',
    activities: '/v1/activities',
    members: `/v1/segments/${parent}/membership`,
  }[stream];
  const found = findRoute(path, 'GET');
  if (found === undefined) throw new Error(`the emulator has no ${path}`);
  const { route, params } = found;
  const asked = { world, plan, settings, path, params, body: undefined, now: plan.now, cursorGeneration: 0 };
  const bodies: string[] = [];
  for (let start: unknown = ''; typeof start === 'string' && bodies.length < pages; ) {
    const query = { limit: String(PAGE_SIZES[stream]), get_tracked_responses: 'true', start };
    const { next, ...body } = Object(answerResource(route, { ...asked, query }).body);
    bodies.push(JSON.stringify(body).slice(0, -1));
    start = next;
  }
  return bodies;
}
