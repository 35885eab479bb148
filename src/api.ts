/** A request to the API. */
export interface Request {
  /** Template such as `/v1/campaigns/{campaign_id}/actions`; only this form is ever logged. */
  readonly path: string;
  /** Values of the placeholders. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** Sent as JSON; then the method is POST, for reads that need a body, which are retried like GET. */
  readonly body?: unknown;
  /** Patience for this request alone, in milliseconds, if that is less than usual; an attempt is cut short by it. */
  readonly patienceMs?: number;
  /** The most attempts to make; without it, as many as the patience allows. */
  readonly mostAttempts?: number;
  /** Called when an attempt has failed, before the wait for another one. */
  readonly onRetry?: () => void;
}

/** An answer, kept as the bytes in which it came until `json` is called. */
export interface Answer {
  /** The cursor of the following page, where the body ends with it: known before the body is parsed. */
  readonly next: string | undefined;
  /** The API's clock when it answered, in unix milliseconds; undefined where the answer has no Date. */
  readonly apiDate: number | undefined;
  /** Milliseconds for which a cache has kept the answer since then; of an answer from the API itself 0, or absent. */
  readonly ageMs?: number;
  /** The API's clock when the request was sent, or somewhat before: `apiDate` less the time that the answer took. */
  readonly sentDate: number | undefined;
  /** The names of its headers. */
  readonly headerNames?: readonly string[];
  /**
   * The parsed body; undefined for an answer without one (204). A body that is not JSON is a failure like any other, and
   * the request is sent again: from then on, the dates are those of the new answer. Rejects as {@link Ask} does.
   */
  json(): Promise<unknown>;
}

/**
 * Asks the API; resolves when an answer is there whole. Rejects with a `RequestError` when the request has failed for good,
 * and with the reason of the stop when the run is stopped.
 */
export type Ask = (request: Request) => Promise<Answer>;
