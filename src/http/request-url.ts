import type { Request } from '../api.ts';
import { TapError } from '../tap-error.ts';

/** The address of a request: the template filled in, every value percent-encoded. */
export function toUrl(baseUrl: string, { path, params, query }: Request): URL {
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
