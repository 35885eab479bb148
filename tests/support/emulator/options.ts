import type { Variants } from './variants.ts';
import { DEFAULT_SIZES, type WorldSizes } from './world-plan.ts';

/** The lists that come in pages. */
export type PagedStream =
  | 'campaign_actions'
  | 'newsletters'
  | 'segment_membership'
  | 'activities'
  | 'messages'
  | 'sender_identities';

/** No source states an order for activities and messages. */
type Order = 'newest_first' | 'oldest_first';

/** Choices of the caller; each has a default. */
export interface EmulatorOptions extends Variants {
  /** The same seed, sizes and `now` give the same bytes. Default 1. */
  seed?: number;
  sizes?: Partial<WorldSizes>;
  /** Unix seconds, anchor of all generated times; default: the time of the start. */
  now?: number;
  /** Unix seconds, the API's clock for default windows and arriving data; default: `now` plus the time since the start. */
  clock?: () => number;
  /** Default `emulator-key`. */
  apiKey?: string;
  /** Default 0: any free one. */
  port?: number;
  /** Serves https, with this key and certificate. */
  tls?: { key: Buffer; cert: Buffer };
  /** Waits before each answer, with seeded jitter if a range; default 0. */
  latencyMs?: number | { min: number; max: number };
  /** Requests admitted in any second, default 10 (429 description); false: no limit. */
  requestsPerSecond?: number | false;
  /**
   * `live`: as the API was seen to behave (docs/api-behaviour.md); `documented`: as the vendor's definition has it.
   * Default live.
   */
  profile?: 'live' | 'documented';
  /** Default newest_first. */
  activitiesOrder?: Order;
  /** Default newest_first. */
  messagesOrder?: Order;
  /** Form of `next` on the last page; default empty (docs/api-behaviour.md#95), absent in the profile `documented`. */
  endOfPages?: 'absent' | 'null' | 'empty';
  /**
   * The last page with records has a `next`, which leads to an empty page without one; default: newsletters and senders
   * (docs/api-behaviour.md#8, #9), none in the profile `documented`.
   */
  trailingEmptyPage?: boolean;
  /** Every n-th page of a list (n at least 2) is empty but has a `next`. */
  emptyPageEvery?: number;
  /** Maxima below the API's own, so that small worlds have several pages. */
  maxPageSizes?: Partial<Record<PagedStream, number>>;
  /** True if start_ts and end_ts are inclusive, which no source says; default both. */
  boundsInclusive?: boolean | { start: boolean; end: boolean };
  /** Compress bodies for clients that accept gzip; default true. */
  gzip?: boolean;
  /** Messages are spread over this many days before `now`; default 400. */
  messagesSpanDays?: number;
  /** Some records carry fields that no schema knows; default true. */
  unknownFields?: boolean;
  /** False: a workspace without e-mail identifiers (schema PersonIdentifiersIdOnly); default true. */
  emailIdentifiers?: boolean;
  /** Templates of features that the account does not have: 404. */
  missing?: readonly string[];
  /** People come wrapped in `customer`, as the definition has it; default false (docs/api-behaviour.md#57). */
  wrappedPeople?: boolean;
}

/** The options with all defaults in place. */
export type Settings = Readonly<ReturnType<typeof settingsOf>>;

/** Fills in the defaults. */
export function settingsOf(options: EmulatorOptions) {
  const startedAt = Date.now() / 1000;
  const now = Math.floor(options.now ?? startedAt);
  const latency = options.latencyMs ?? 0;
  const isLive = options.profile !== 'documented';
  const inclusive = options.boundsInclusive ?? true;
  if (options.emptyPageEvery !== undefined && options.emptyPageEvery < 2) {
    throw new RangeError('emptyPageEvery below 2 would leave no page for records');
  }
  return {
    plan: {
      seed: options.seed ?? 1,
      now,
      sizes: { ...DEFAULT_SIZES, ...options.sizes },
      messagesSpanDays: options.messagesSpanDays ?? 400,
      unknownFields: options.unknownFields ?? true,
      isLive,
      emailIdentifiers: options.emailIdentifiers ?? true,
    },
    clock: options.clock ?? (() => Math.floor(now + Date.now() / 1000 - startedAt)),
    apiKey: options.apiKey ?? 'emulator-key',
    port: options.port ?? 0,
    latencyMs: typeof latency === 'number' ? { min: latency, max: latency } : latency,
    requestsPerSecond: options.requestsPerSecond ?? 10,
    orders: {
      activities: options.activitiesOrder ?? 'newest_first',
      messages: options.messagesOrder ?? 'newest_first',
    },
    isLive,
    endOfPages: options.endOfPages ?? (isLive ? 'empty' : 'absent'),
    trailingEmptyPage: options.trailingEmptyPage ?? (isLive ? undefined : false),
    emptyPageEvery: options.emptyPageEvery,
    maxPageSizes: options.maxPageSizes ?? {},
    boundsInclusive: typeof inclusive === 'boolean' ? { start: inclusive, end: inclusive } : inclusive,
    gzip: options.gzip ?? true,
    missing: options.missing ?? [],
    wrappedPeople: options.wrappedPeople ?? !isLive,
    variants: options.metricWindow ? options : { ...options, metricWindow: 'created' as const },
  };
}
