import { TapError } from '../tap-error.ts';

/** An answer of the API that has not the form which its list must have: never taken for "no records". */
export class ShapeError extends TapError {
  override name = 'ShapeError';

  /** `request` as messages name it: `GET /v1/campaigns`. */
  constructor(request: string, what: string) {
    super(`${request}: ${what}`);
  }
}
