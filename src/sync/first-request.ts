import type { Ask } from '../pages/page-request.ts';

/** TEMP */
export async function settle(ask: Ask, { now }: { now: () => number }): Promise<{ apiNow: () => number }> {
  const { apiDate } = await ask({ path: '/v1/workspaces', params: {}, query: {} });
  const ms = apiDate ?? now();
  return { apiNow: () => ms / 1000 };
}
