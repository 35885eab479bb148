import { type AgentOptions, Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';

/** Time that one address of a host may take to connect, before the next is tried: Node's 250 ms are too few on slow ways. */
const ADDRESS_TIMEOUT_MS = 2000;

/** Makes the keep-alive connections of a run, through the proxy if there is one. */
export async function createAgent(
  baseUrl: string,
  maxSockets: number,
  proxy: URL | undefined,
): Promise<HttpAgent> {
  const options: AgentOptions & { autoSelectFamilyAttemptTimeout: number } = {
    keepAlive: true,
    maxSockets,
    autoSelectFamilyAttemptTimeout: ADDRESS_TIMEOUT_MS,
  };
  if (proxy) {
    const { HttpsProxyAgent } = await import('https-proxy-agent');
    return new HttpsProxyAgent(proxy, options);
  }
  return baseUrl.startsWith('https:') ? new HttpsAgent(options) : new HttpAgent(options);
}
