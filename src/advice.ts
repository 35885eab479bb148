import { type Failure, isForeign, RequestError } from './request-error.ts';
import { ShapeError } from './shape-error.ts';
import type { TapError } from './tap-error.ts';

/** A failure as one sentence: what failed, and what the user can do. `setting`: the one that names what was asked for. */
export function withAdvice(error: TapError, setting?: string): string {
  const advice = error instanceof RequestError ? adviseRequest(error.failure, setting) : adviseOther(error);
  return advice === undefined ? error.message : `${error.message}; ${advice}`;
}

/**
 * Advice for the run as a whole, where all its streams failed in the same way: then it is given once. Undefined where
 * they did not.
 */
export function adviseTogether(failures: readonly TapError[]): string | undefined {
  const advices = new Set(
    failures.map((error) => (error instanceof RequestError ? adviseRequest(error.failure) : undefined)),
  );
  const [advice] = advices;
  return failures.length > 1 && advices.size === 1 ? advice : undefined;
}

function adviseRequest({ kind, status = 0, code, body }: Failure, setting?: string): string {
  switch (kind) {
    case 'redirect':
      return 'check region and base_url';
    case 'wrong region':
      return 'the workspace is in the other region: change region (us or eu), or base_url';
    case 'TLS':
      return 'check base_url; if a proxy or firewall has a certificate of its own, name its authority in NODE_EXTRA_CA_CERTS';
    case 'network':
      if (code === 'EMFILE' || code === 'ENFILE')
        return 'the system gives no more file handles: raise the limit, as with ulimit -n 1024, then run again';
      return code === 'ENOTFOUND' || code === 'EAI_AGAIN'
        ? 'the name of the host cannot be resolved: check base_url and the network; behind a proxy, set HTTPS_PROXY'
        : 'check the network and base_url, then run again';
    case 'status':
      return adviseStatus(status, body, setting);
    case 'too large':
      return 'the tap cannot read an answer of that size, even in the smallest pages: report it';
    case 'encoding':
      return 'a proxy may have changed the answer: check base_url and the network';
    default:
      return 'check the network and base_url, then run again';
  }
}

function adviseStatus(status: number, body: Failure['body'], setting: string | undefined): string {
  if (status === 403)
    return body === 'HTML'
      ? 'a firewall or proxy refuses the request: have it allow this machine'
      : "the key may not read this: give it the scope, add this machine to the key's IP allow list, or deselect the stream";
  if (status === 404) {
    if (isForeign(body)) return 'there is no Customer.io API at this address: check base_url';
    return setting === undefined
      ? 'the workspace may not have this feature: deselect the stream'
      : `the workspace may not have what the setting ${setting} names: check it`;
  }
  if (status === 429)
    return 'the request limit is used up, perhaps by other integrations: lower requests_per_second, or run again later';
  return status >= 500
    ? 'the API did not recover within max_retry_seconds: run again later'
    : 'the API refuses the request: check base_url, and report it if that is right';
}

function adviseOther(error: TapError): string | undefined {
  return error instanceof ShapeError ? 'the API may have changed: update the tap, or report it' : undefined;
}
