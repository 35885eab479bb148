import type { ProbeAnswer } from '../../../src/probe/probe.ts';
import type { SendProbe } from '../../../src/probe/run-probes.ts';
import type { Emulator } from '../emulator/start-emulator.ts';

/** Sends the requests of probes to an emulator, each once. */
export function sendProbeTo({ url, apiKey }: Emulator): SendProbe {
  return async (request): Promise<ProbeAnswer> => {
    const path = request.path.replace(/\{(\w+)\}/g, (_, name: string) =>
      encodeURIComponent(request.params[name] ?? ''),
    );
    const response = await fetch(`${url}${path}?${new URLSearchParams(request.query)}`, {
      method: request.body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${apiKey}` },
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
    });
    const text = await response.text();
    const date = response.headers.get('date');
    return {
      request,
      status: response.status,
      form: text.startsWith('{') ? 'JSON' : 'text',
      body: response.ok ? JSON.parse(text) : undefined,
      apiDate: date === null ? undefined : Date.parse(date) / 1000,
      receivedAt: Date.now() / 1000,
      headerNames: [...response.headers.keys()],
      attempts: 1,
    };
  };
}
