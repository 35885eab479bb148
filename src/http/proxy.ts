import { isLoopback } from '../loopback.ts';
import { TapError } from '../tap-error.ts';

/** A proxy, and the environment variable that names it. */
export interface NamedProxy {
  readonly variable: string;
  readonly url: URL;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The variables that name the proxy for an https address, in the order of curl: lower case wins. */
const VARIABLES = ['https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY'];

/**
 * Finds the proxy for an https address by the rules of curl, which Go and undici share; undefined if none is named, or if
 * the address is exempt from it. Throws a {@link TapError} that names the variable and never its value.
 */
export function findProxy(address: URL, env: Environment): NamedProxy | undefined {
  // Plain http is for loopback addresses only, which no proxy can reach.
  if (address.protocol !== 'https:' || isLoopback(address.hostname)) return undefined;
  const variable = VARIABLES.find((name) => env[name]?.trim());
  if (variable === undefined || isExempt(address, env['no_proxy'] || env['NO_PROXY'] || '')) return undefined;
  return { variable, url: parseProxy(variable, env[variable]?.trim() ?? '') };
}

/** `example.com`, `.example.com` and `*.example.com` all exempt the domain and all below it; `*` exempts every host. */
function isExempt({ hostname, port }: URL, list: string): boolean {
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => {
      if (entry === '*') return true;
      const [, host = '', entryPort] = /^(.+?)(?::(\d+))?$/.exec(entry) ?? [];
      if (entryPort !== undefined && entryPort !== (port || '443')) return false;
      const domain = host.replace(/^\*?\./, '').replace(/\.$/, '');
      return hostname === domain || hostname.endsWith(`.${domain}`);
    });
}

function parseProxy(variable: string, text: string): URL {
  // Without a scheme it is a proxy that speaks plain http, as nearly all do.
  const address = text.includes('://') ? text : `http://${text}`;
  const example = 'such as http://proxy.example.com:3128';
  if (!URL.canParse(address))
    throw new TapError(`${variable} is not the address of a proxy; set it to one, ${example}, or unset it`);
  const url = new URL(address);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new TapError(
      `${variable} names a proxy of the kind ${url.protocol.slice(0, -1)}, which is not supported; set it to an http or https proxy, ${example}, or unset it`,
    );
  try {
    decodeURIComponent(url.username + url.password);
  } catch {
    throw new TapError(
      `${variable} has a % in its user name or password that encodes nothing; write a plain % as %25`,
    );
  }
  return url;
}
