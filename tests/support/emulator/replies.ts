import type { FaultAction } from './faults.ts';
import { DETAILS, errorBody, RequestRefused, refuse } from './refusals.ts';
import type { LoggedRequest } from './request-log.ts';
import { answerResource, type Place } from './resource.ts';
import { type FoundRoute, findRoute } from './routes.ts';
import type { VariedAnswer, VariedRequest } from './variants.ts';
import { vary } from './vary.ts';

/** A body with its status and headers, ready to send, and how many records it holds. */
export interface Reply {
  status: number;
  text: string;
  headers: Record<string, string>;
  records: number;
}

/** Values that answers depend on, besides the request. */
export type AnswerContext = { -readonly [Name in 'world' | 'settings' | 'cursorGeneration']: Place[Name] };

/** Gives the API's answer: the page asked for, or its refusal. */
export function correctReply(
  context: AnswerContext,
  { authorized, method, path, query, body: sent }: LoggedRequest,
  isAdmitted: boolean,
  change: (body: unknown) => unknown = (body) => body,
): Reply {
  try {
    const found = findRoute(path, method);
    // Routing comes before authentication (docs/api-behaviour.md#104).
    const unknown = context.settings.variants.unknownRoute ?? (context.settings.isLive ? 'text' : 'JSON');
    if (found === undefined && unknown === 'text') return textReply(404, '404 page not found');
    if (!authorized) throw refuse(401);
    if (!isAdmitted) throw refuse(429);
    if (found === undefined) throw refuse(unknown === '400' ? 400 : 404);
    if (method !== found.method) throw refuse(405);
    const { body, records } = answerVaried(context, found, { path, query, body: sent });
    return jsonReply(200, change(body), records);
  } catch (error) {
    if (!(error instanceof RequestRefused)) throw error;
    if (error.isText) return textReply(error.status, error.message);
    const reply = jsonReply(error.status, errorBody(error.status, error.message));
    // whole seconds, at least one (429 description)
    return error.status === 429 ? { ...reply, headers: { ...reply.headers, 'retry-after': '1' } } : reply;
  }
}

/** The answer in the variants that were chosen. */
function answerVaried(
  context: AnswerContext,
  { route, params }: FoundRoute,
  { path, query, body }: Pick<LoggedRequest, 'path' | 'query' | 'body'>,
): VariedAnswer {
  const { world, settings } = context;
  const answerAs = vary((request) => answerRoute(context, route, request), world, settings.variants);
  return answerAs({ template: route.template, path, params, query, body: parseBody(body) });
}

function answerRoute(
  context: AnswerContext,
  route: FoundRoute['route'],
  { path, params, query, body }: VariedRequest,
): VariedAnswer {
  const { plan, clock } = context.settings;
  return answerResource(route, { ...context, plan, path, params, query, body, now: clock() });
}

function parseBody(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw refuse(400);
  }
}

/** Gives a fault's answer in place of the API's, if it has one. */
export function faultyReply(action: FaultAction | undefined, request: LoggedRequest): Reply | undefined {
  switch (action?.kind) {
    case 'status': {
      const body = action.body ?? JSON.stringify(errorBody(action.status, DETAILS[action.status] ?? 'error'));
      return textReply(action.status, body, action.headers);
    }
    case 'body':
      return textReply(
        200,
        typeof action.body === 'string' ? action.body : action.body(request),
        action.headers,
      );
    default:
      return undefined;
  }
}

function jsonReply(status: number, body: unknown, records = 0): Reply {
  return { status, text: JSON.stringify(body), headers: { 'content-type': 'application/json' }, records };
}

function textReply(status: number, text: string, headers: Record<string, string> = {}): Reply {
  const type = text.startsWith('<')
    ? 'text/html'
    : text.startsWith('404')
      ? 'text/plain'
      : 'application/json';
  return { status, text, headers: { 'content-type': type, ...headers }, records: 0 };
}
