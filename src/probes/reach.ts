import { describeSpan, get, post, rowsOf, valueAt } from '../probe/answers.ts';
import { asBelieved, cannotTell, otherwise, type Probe, type ProbeRequest, probe } from '../probe/probe.ts';
import type { StreamDefinition, StreamName } from '../streams/definition.ts';
import { definitions, streamNames } from '../streams/definitions.ts';

/** A list that needs nothing but the key. */
export interface RootList {
  readonly stream: StreamName;
  readonly key: string;
  readonly request: ProbeRequest;
}

/** The size of the pages that are asked for, where the API can give it. */
const PAGE = 100;

/** Five minutes: from here on the tap warns. */
const CLOCKS_APART_SECONDS = 300;

/** Every list that needs nothing but the key, with its first page. */
export const ROOT_LISTS: readonly RootList[] = streamNames.flatMap((stream) => {
  const { path, rows, partitionBy, pagination, query, variants } = definitions[stream];
  if (partitionBy !== undefined || path.includes('{') || rows.kind !== 'list') return [];
  const [variant] = variants ?? [];
  const all = { ...query, ...variant?.query, ...limitOf(pagination) };
  const request = variant?.post === undefined ? get(path, all) : post(path, variant.post, all);
  return [{ stream, key: rows.at, request }];
});

/** The first page of a stream's list. */
export function firstPageOf(stream: StreamName): ProbeRequest {
  const root = ROOT_LISTS.find((list) => list.stream === stream);
  if (root === undefined) throw new Error(`${stream} is no list that needs nothing but the key`);
  return root.request;
}

function limitOf(pagination: StreamDefinition['pagination']): { limit?: string } {
  return 'limit' in pagination ? { limit: String(Math.min(PAGE, pagination.limit)) } : {};
}

/** Probes of the connection: the clock, what the key may read, and what is refused. */
export const reach: readonly Probe[] = [
  probe<'no date' | 'apart'>({
    name: 'clock',
    fact: 124,
    question: 'Does `Date` agree with this clock?',
    belief: 'within five minutes',
    steps: [get('/v1/workspaces')],
    judge([answer]) {
      if (answer?.apiDate === undefined) return otherwise('no date');
      const apart = answer.apiDate - answer.receivedAt;
      const seen = `${describeSpan(apart)} ${apart < 0 ? 'behind' : 'ahead of'} this clock`;
      return Math.abs(apart) > CLOCKS_APART_SECONDS ? otherwise('apart', seen) : asBelieved(seen);
    },
    otherwise: {
      'no date': {
        says: 'answers have no `Date`',
        tapDoes: 'goes by this clock alone, warns, and remembers less: runs read more again',
      },
      apart: {
        says: 'the two are more than five minutes apart',
        tapDoes: 'warns; correct the clock of this machine, or find what changes `Date` on the way',
      },
    },
  }),
  probe<'refused' | 'missing'>({
    name: 'scopes',
    fact: 115,
    question: 'Which lists may this key not read?',
    belief: 'none is refused',
    takesRefusals: true,
    steps: ROOT_LISTS.map(({ request }) => request),
    judge(answers) {
      const failed = answers.filter(({ status = 0 }) => status >= 400);
      const seen = failed.map(({ request, status, form }) => `${status} (${form}) for ${request.path}`);
      if (failed.length === 0) return asBelieved();
      return otherwise(failed.some(({ status }) => status !== 404) ? 'refused' : 'missing', seen.join(', '));
    },
    otherwise: {
      refused: {
        says: 'some are refused',
        atRisk: [],
        tapDoes: 'fails these streams and reads the others',
        youCan: 'give the key their scope, or deselect these streams',
      },
      missing: {
        says: 'some are not there, as of features that the workspace does not have',
        tapDoes: 'leaves out features with a warning, and fails other streams; deselect those',
      },
    },
  }),
  probe<'JSON' | 'no 404'>({
    name: 'unknown-route',
    fact: 84,
    question: 'What does a path that the API does not have answer?',
    belief: '404, not in JSON',
    takesRefusals: true,
    steps: [get('/v1/tap_customerio_probe')],
    judge([answer]) {
      if (answer?.status !== 404) return otherwise('no 404', `status ${answer?.status}`);
      return answer.form === 'JSON' ? otherwise('JSON') : asBelieved(answer.form);
    },
    otherwise: {
      JSON: {
        says: '404 in JSON, as for a record that is gone',
        tapDoes: 'takes a wrong base_url for a feature that is missing: check base_url yourself',
      },
      'no 404': { says: 'another status', tapDoes: 'names the status where a base_url is wrong' },
    },
  }),
  probe<'text' | '400' | 'no refusal'>({
    name: 'missing-parent',
    fact: 62,
    question: 'What does the membership of a segment that is not there answer?',
    belief: '404 in JSON',
    takesRefusals: true,
    steps: [get('/v1/segments/{segment_id}/membership', {}, { segment_id: '999999999' })],
    judge([answer]) {
      if (answer?.status === 404) return answer.form === 'JSON' ? asBelieved() : otherwise('text');
      if (answer?.status === 400) return otherwise('400');
      return otherwise('no refusal', `status ${answer?.status}`);
    },
    otherwise: {
      text: {
        says: '404, not in JSON',
        atRisk: ['segment_membership'],
        tapDoes: 'fails a stream whose parent is deleted during the run',
        youCan: 'run again: the next run reads it',
      },
      '400': { says: '400', tapDoes: 'leaves such a parent out, as with 404' },
      'no refusal': {
        says: 'another status',
        tapDoes:
          'takes an empty list for a segment without members; an error fails the stream, and the next run reads it',
      },
    },
  }),
  probe<'refused'>({
    name: 'workspaces',
    fact: 78,
    question: 'May the key read the workspaces, which the first request of each run asks for?',
    belief: 'yes',
    takesRefusals: true,
    steps: [get('/v1/workspaces')],
    judge([answer]) {
      if (answer?.status !== 200) return otherwise('refused', `status ${answer?.status}`);
      if (!Array.isArray(valueAt(answer, 'workspaces'))) return cannotTell('the list is null');
      return asBelieved(rowsOf(answer, 'workspaces').length > 1 ? 'several workspaces' : 'one workspace');
    },
    otherwise: {
      refused: {
        says: 'it is refused',
        tapDoes: 'goes on all the same: any answer shows that the API is there',
      },
    },
  }),
];
