import { TapError } from '../tap-error.ts';

/** A request as the streams make it. */
export interface JsonRequest {
  /** Template such as `/v1/campaigns/{campaign_id}/actions`; only this form is ever logged. */
  path: string;
  /** Values of the placeholders; percent-encoded here. */
  params: Readonly<Record<string, string>>;
  /** Query parameters; percent-encoded here. */
  query: Readonly<Record<string, string>>;
  /** What is sent as JSON; then the method is POST, for reads that need a body, which are retried like GET. */
  body?: unknown;
  /** Patience for this request alone, in milliseconds, if that is less than usual; an attempt is cut short by it. */
  patienceMs?: number;
  /** The most attempts to make; without it, as many as the patience allows. */
  mostAttempts?: number;
}

/** The address of a request: the template filled in, every value percent-encoded. */
export function toUrl(baseUrl: string, { path, params, query }: JsonRequest): URL {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => toSegment(path, params[name]));
  const url = new URL(baseUrl.replace(/\/+$/, '') + filled);
  url.search = new URLSearchParams(query).toString();
  return url;
}

/** A value as one segment of a path. Nothing, `.` and `..` would make the address one of another list. */
function toSegment(path: string, value = ''): string {
  if (/^\.{0,2}$/.test(value))
    throw new TapError(
      `GET ${path}: a parent's key cannot be part of an address, so its records cannot be requested`,
    );
  return encodeURIComponent(value);
}
