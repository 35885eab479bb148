import { type AgentOptions, Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { isLoopback } from '../loopback.ts';

/** How long one address of a host may take to connect, before the next is tried: Node's 250 ms are too few on slow ways. */
const ADDRESS_TIMEOUT_MS = 2000;

/** Makes the keep-alive connections of a run, through the proxy that the environment names for the address, if any. */
export async function createAgent(
  baseUrl: string,
  maxSockets: number,
  env: Readonly<Record<string, string | undefined>>,
): Promise<HttpAgent> {
  const options: AgentOptions & { autoSelectFamilyAttemptTimeout: number } = {
    keepAlive: true,
    maxSockets,
    autoSelectFamilyAttemptTimeout: ADDRESS_TIMEOUT_MS,
  };
  // Plain http is for loopback addresses only, which no proxy can reach.
  if (!baseUrl.startsWith('https:')) return new HttpAgent(options);
  const isProxied = Object.entries(env).some(([name, value]) => /^(https?|all)_proxy$/i.test(name) && value);
  if (!isProxied || isLoopback(new URL(baseUrl).hostname)) return new HttpsAgent(options);
  const { getProxyForUrl } = await import('proxy-from-env');
  const proxy = getProxyForUrl(baseUrl);
  if (proxy === '') return new HttpsAgent(options);
  const { HttpsProxyAgent } = await import('https-proxy-agent');
  return new HttpsProxyAgent(proxy, options);
}
