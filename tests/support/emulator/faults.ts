import type { LoggedRequest } from './request-log.ts';

/** A failure in place of the correct answer. */
export type FaultAction =
  | { kind: 'status'; status: number; body?: string; headers?: Record<string, string> }
  | { kind: 'body'; body: string | ((request: LoggedRequest) => string); headers?: Record<string, string> }
  | { kind: 'reset-before' }
  | { kind: 'reset-in-body' }
  | { kind: 'cut-body' }
  | { kind: 'hang-before' }
  | { kind: 'hang-in-body' }
  | { kind: 'change'; change: (body: unknown) => unknown };

/** Which requests a rule is for; what is left out does not matter. */
interface FaultMatch {
  template?: string;
  /** The whole path, or a pattern in it. */
  path?: string | RegExp;
  /** Parameters that the query has with just these values. */
  query?: Record<string, string>;
  where?: (request: LoggedRequest) => boolean;
}

/** A fault by count, never by the clock. */
export interface FaultRule {
  match: FaultMatch;
  /** This many matching requests pass first; default 0. */
  after?: number;
  /** This many are then hit; default 1, Infinity lasts. */
  times?: number;
  action: FaultAction;
}

/** The rules in force. */
export interface Faults {
  add(rule: FaultRule): void;
  clear(): void;
  /**
   * The action for a request, if any: the first rule wins that matches and has hits left. Rules behind the winner do
   * not see the request, so a rule added second takes over when the first is used up.
   */
  actionFor(request: LoggedRequest): FaultAction | undefined;
}

/** No rules yet. */
export function createFaults(): Faults {
  const rules: { rule: FaultRule; passed: number; hits: number }[] = [];
  return {
    add: (rule) => rules.push({ rule, passed: 0, hits: 0 }),
    clear: () => {
      rules.length = 0;
    },
    actionFor: (request) => {
      for (const entry of rules) {
        const { rule } = entry;
        if (entry.hits >= (rule.times ?? 1) || !matches(rule.match, request)) continue;
        if (entry.passed < (rule.after ?? 0)) {
          entry.passed++;
          continue;
        }
        entry.hits++;
        return rule.action;
      }
      return undefined;
    },
  };
}

function matches({ template, path, query, where }: FaultMatch, request: LoggedRequest): boolean {
  if (template !== undefined && template !== request.template) return false;
  if (typeof path === 'string' && path !== request.path) return false;
  if (path instanceof RegExp && !path.test(request.path)) return false;
  const wanted = Object.entries(query ?? {});
  return wanted.every(([name, value]) => request.query[name] === value) && (where?.(request) ?? true);
}
