/** A request that the API answers with an error status. */
export class RequestRefused extends Error {
  readonly status: number;
  /** The body is the detail alone. */
  readonly isText: boolean;

  constructor(status: number, detail: string, form: 'JSON' | 'text' = 'JSON') {
    super(detail);
    this.status = status;
    this.isText = form === 'text';
  }
}

/**
 * The API's general error body (schema ErrorEnvelope). Texts are the vendor's; most end in a support reference.
 */
export function errorBody(status: number, detail: string): Record<string, unknown> {
  // A refused key is answered in another form than all else (docs/api-behaviour.md#82).
  if (status === 401) return { meta: { error: 'Unauthorized request' } };
  return { errors: [{ detail, status: String(status) }] };
}

/** The vendor's texts: 400 and 404 from its page on broadcast errors, 401 from UnauthorizedM. */
export const DETAILS: Readonly<Record<number, string>> = {
  400: 'bad request (reference 01C4MWXZPAR1SHBSZT4ZMZ6KZV)',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not found (reference 01C4MWKQA9XTFNYR68QB7JJ0XA)',
  405: 'method not allowed',
  429: 'rate limited to 10 requests per 1s (reference a1b2c3)',
  503: 'service unavailable',
};

/** A refusal with the vendor's text for its status. */
export function refuse(status: number): RequestRefused {
  return new RequestRefused(status, DETAILS[status] ?? 'error (reference a1b2c3)');
}
