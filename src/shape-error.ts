import { TapError } from './tap-error.ts';

/** An answer of the API that has not the form which its list must have: never taken for "no records". */
export class ShapeError extends TapError {
  override name = 'ShapeError';

  /** `request` as messages name it: `GET /v1/campaigns`. */
  constructor(request: string, what: string) {
    super(`${request}: ${what}`);
  }
}

/** An answer with null in place of the one object that was asked for: it may be usual, or the object may be gone. */
export class NullObjectError extends ShapeError {
  override name = 'NullObjectError';
}
