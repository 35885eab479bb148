import type { Resource } from './resource.ts';
import { activity } from './resources/activity.ts';
import { audience } from './resources/audience.ts';
import { design } from './resources/design.ts';
import { messaging } from './resources/messaging.ts';
import { metrics } from './resources/metrics.ts';
import { recordsOf } from './resources/records.ts';
import { reference } from './resources/reference.ts';

/** Every operation but those of single records. */
const LISTS: readonly Resource[] = [
  ...messaging,
  ...audience,
  ...activity,
  ...metrics,
  ...reference,
  ...design,
];

/** Every operation that is served. */
const RESOURCES = [...LISTS, ...recordsOf(LISTS)];

const PATTERNS = RESOURCES.map((route) => ({
  route,
  method: ('method' in route && route.method) || 'GET',
  pattern: new RegExp(`^${route.template.replace(/\{\w+\}/g, '([^/]+)')}$`),
}));

/** Operation that a path leads to, with the values of its placeholders. */
export interface FoundRoute {
  readonly route: Resource;
  readonly method: string;
  readonly params: readonly string[];
}

/** The operation of a path, by method where several share it; undefined if there is none. */
export function findRoute(path: string, method: string): FoundRoute | undefined {
  const found = PATTERNS.flatMap(({ route, method: own, pattern }) => {
    const [whole, ...params] = pattern.exec(path) ?? [];
    return whole === undefined ? [] : [{ route, method: own, params: params.map(decodeURIComponent) }];
  });
  return found.find((one) => one.method === method) ?? found[0];
}
