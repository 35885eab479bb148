import { ShapeError } from '../pages/shape-error.ts';
import { RequestError } from '../request-error.ts';
import type { TapError } from '../tap-error.ts';

/** A stream's failure as one sentence: what failed, and what the user can do. */
export function withAdvice(error: TapError): string {
  const advice = error instanceof RequestError ? adviseRequest(error) : adviseOther(error);
  return advice === undefined ? error.message : `${error.message}; ${advice}`;
}

function adviseRequest({ failure }: RequestError): string {
  switch (failure.kind) {
    case 'redirect':
    case 'TLS':
      return 'check base_url';
    case 'status':
      return adviseStatus(failure.status ?? 0);
    default:
      return 'check the network and base_url, then run again';
  }
}

function adviseStatus(status: number): string {
  switch (status) {
    case 403:
      return 'the key may not read this: give it the scope, or deselect the stream';
    case 404:
      return 'the workspace may not have this feature: deselect the stream';
    case 429:
      return 'the limit is used up, perhaps by other integrations: lower requests_per_second, or run again later';
    default:
      return status >= 500
        ? 'the API did not recover within max_retry_seconds: run again later'
        : 'the API refuses the request: check base_url, and report it if that is right';
  }
}

function adviseOther(error: TapError): string | undefined {
  return error instanceof ShapeError ? 'the API may have changed: update the tap, or report it' : undefined;
}
