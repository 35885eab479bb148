import type { StreamName } from '../streams/definition.ts';

/** A request of a probe; it only reads. */
export interface ProbeRequest {
  /** The template: only this form is ever reported. */
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** Body that one of the reading POSTs takes. */
  readonly body?: unknown;
  /** A number that makes a request another one than the same request before, which is not sent again. */
  readonly round?: number;
}

/** The answer to a probe's request. */
export interface ProbeAnswer {
  readonly request: ProbeRequest;
  /** The HTTP status; undefined where nobody answered. */
  readonly status: number | undefined;
  /** The form of the body; none: nobody answered, or the body was empty. */
  readonly form: 'JSON' | 'HTML' | 'text' | 'none';
  /** The parsed body of a good answer. */
  readonly body: unknown;
  /** The answer's `Date`, and when it came by this machine's clock, both in unix seconds. */
  readonly apiDate: number | undefined;
  readonly receivedAt: number;
  readonly headerNames: readonly string[];
  /** Attempts that it took. */
  readonly attempts: number;
}

/** A result of one probe. */
export type Finding<Variant extends string = string> =
  | { readonly kind: 'as believed'; readonly seen?: string }
  | { readonly kind: 'otherwise'; readonly variant: Variant; readonly seen?: string }
  | { readonly kind: 'cannot tell'; readonly why: string };

/** The answers so far, and the API's time in unix seconds. */
export interface SoFar {
  readonly answers: readonly ProbeAnswer[];
  readonly now: number;
}

/**
 * The next request of a probe, or a way to make it from the answers so far. A text says why the probe cannot tell; undefined:
 * the answers so far are enough.
 */
export type Step = ProbeRequest | ((soFar: SoFar) => ProbeRequest | string | undefined);

/** Consequence for the tap where a belief does not hold. */
export type Consequence = SafeConsequence | RiskyConsequence;

/** The tap reads everything all the same. */
interface SafeConsequence {
  /** Behaviour of the API in place of the belief. */
  readonly says: string;
  /** Behaviour of the tap in that case. */
  readonly tapDoes: string;
  readonly atRisk?: undefined;
}

/** Records may be missing or wrong, or a stream may fail. */
interface RiskyConsequence {
  readonly says: string;
  readonly tapDoes: string;
  /** The streams; none: those of the lists that the answer names. */
  readonly atRisk: readonly StreamName[];
  /** What the user can do about it: a setting, or a selection. */
  readonly youCan: string;
}

/**
 * A question that reading can answer. `judge` is pure, and nothing that it says comes from the account: only words of
 * this program, magnitudes, differences of times, and names of the API's own fields and routes.
 */
export interface Probe<Variant extends string = string> {
  readonly name: string;
  /** The number of the belief in docs/api-behaviour.md. */
  readonly fact: number;
  readonly question: string;
  /** The belief, as an answer to the question. */
  readonly belief: string;
  readonly steps: readonly Step[];
  /** A refusal is an answer, too. Otherwise a request that is refused ends the probe. */
  readonly takesRefusals?: true;
  judge(answers: readonly ProbeAnswer[]): Finding<Variant>;
  readonly otherwise: Readonly<Record<Variant, Consequence>>;
}

/** Checks that a probe explains every variant that its judge can name. */
export function probe<Variant extends string>(entry: Probe<Variant>): Probe {
  return entry;
}

/** A belief that holds. */
export function asBelieved(seen?: string): Finding<never> {
  return { kind: 'as believed', ...(seen === undefined ? {} : { seen }) };
}

/** A belief that does not hold. */
export function otherwise<Variant extends string>(variant: Variant, seen?: string): Finding<Variant> {
  return { kind: 'otherwise', variant, ...(seen === undefined ? {} : { seen }) };
}

/** A belief that the answers say nothing about. */
export function cannotTell(why: string): Finding<never> {
  return { kind: 'cannot tell', why };
}
