import type { StreamDefinition } from '../../../src/streams/definition.ts';
import { definitions, streamNames } from '../../../src/streams/definitions.ts';
import type { LoggedRequest } from '../../support/emulator/request-log.ts';
import { startEmulator } from '../../support/emulator/start-emulator.ts';
import { envFor } from '../../support/harness/run-main.ts';
import { PROGRAM } from '../../support/harness/run-tap.ts';
import type { Figure, MeasureCase } from '../figures.ts';
import { measureNode } from '../measure-run.ts';

/** Asked once for each person or object: they would hide all else. */
const LEFT_OUT = ['people_relationships', 'objects', 'object_relationships'];

/** The API gives a cursor after their last record, which leads to an empty page (live-facts 8, 9). */
const WITH_TOKEN_AT_END = ['newsletters', 'sender_identities'];

/** A day of each of the windows that messages are read in. */
const WINDOW_DAYS = 7;
const DAYS = 183;

/** Requests that a first run takes, against the fewest that the API's pages, ends and proofs allow. */
export const leastRequests: MeasureCase = async (isShort) => {
  const share = isShort ? 10 : 1;
  const emulator = await startEmulator({
    requestsPerSecond: false,
    gzip: false,
    messagesSpanDays: DAYS,
    sizes: {
      campaigns: 200 / share,
      actionsPerCampaign: 6,
      broadcasts: 20,
      actionsPerBroadcast: 2,
      newsletters: 1000 / share,
      transactionalMessages: 30,
      segments: 150 / share,
      senderIdentities: 25,
      collections: 12,
      people: 1_000_000 / share / 10,
      objectsPerType: 10_000 / share / 10,
      suppressionsPerType: 10_000 / share,
      studioEmails: 300 / share,
    },
  });
  try {
    const names = streamNames.filter((name) => !LEFT_OUT.includes(name));
    const env = envFor(emulator, { TAP_CUSTOMERIO_ESP_DOMAINS: 'mail.example.com' });
    // Its output is counted only: it is larger than a text can be.
    const argv = [PROGRAM, '--config=ENV', '--select', names.join(',')];
    const { code, stderr } = await measureNode(argv, { env });
    if (code !== 0) throw new Error(stderr);
    const counts = names.map((name) => {
      const requests = emulator.requests.filter(({ template, method }) =>
        isFor(definitions[name], template, method),
      );
      // Every run begins with one for the workspaces.
      const used = requests.length - (name === 'workspaces' ? 1 : 0);
      return { name, used, least: leastFor(name, definitions[name], requests) };
    });
    return toFigures(counts);
  } finally {
    await emulator.close();
  }
};

interface Count {
  name: string;
  used: number;
  least: number;
}

function toFigures(counts: readonly Count[]): Figure[] {
  const sum = (of: (count: Count) => number) => counts.reduce((total, count) => total + of(count), 0);
  const worst = counts.reduce((one, other) =>
    other.used - other.least > one.used - one.least ? other : one,
  );
  return [
    { what: 'requests, first run of all lists', value: sum(({ used }) => used), unit: 'requests', digits: 0 },
    {
      what: 'requests, first run of all lists',
      value: sum(({ used }) => used) / sum(({ least }) => least),
      unit: 'times the least possible',
      atMost: 1.02,
      digits: 3,
      isRatio: true,
    },
    {
      what: `requests, the stream that takes most beyond the least (${worst.name})`,
      value: worst.used - worst.least,
      unit: 'more than the least',
      atMost: 1,
      digits: 0,
      isRatio: true,
    },
  ];
}

function isFor({ path, post, variants = [] }: StreamDefinition, template: string, method: string): boolean {
  const isPost = post !== undefined || variants.some((variant) => variant.post !== undefined);
  return anonymous(template) === anonymous(path) && method === (isPost ? 'POST' : 'GET');
}

function anonymous(path: string): string {
  return path.replace(/\{\w+\}/g, '{}');
}

/** The pages of each list, plus the empty ones that the API has at an end, plus the two requests that prove an end. */
function leastFor(
  name: string,
  { pagination }: StreamDefinition,
  requests: readonly LoggedRequest[],
): number {
  if (name === 'messages') return Math.ceil(DAYS / WINDOW_DAYS);
  const limit =
    'limit' in pagination ? pagination.limit : 'fixedLimit' in pagination ? pagination.fixedLimit : Infinity;
  const lists = new Map<string, Map<string, number>>();
  for (const { path, query, body, records } of requests) {
    const { start = '', offset = '', page = '', cursor = '', ...rest } = query;
    const list = `${path} ${JSON.stringify(rest)} ${body}`;
    const pages = lists.get(list) ?? new Map<string, number>();
    pages.set(`${start}${offset}${page}${cursor}`, records);
    lists.set(list, pages);
  }
  const isCounted = pagination.kind === 'offset' || pagination.kind === 'page';
  const ends = WITH_TOKEN_AT_END.includes(name) ? 3 : 0;
  return [...lists.values()].reduce((total, pages) => {
    const records = [...pages.values()].reduce((sum, count) => sum + count, 0);
    return total + Math.max(1, Math.ceil(records / limit)) + (records === 0 ? 0 : isCounted ? 1 : ends);
  }, 0);
}
