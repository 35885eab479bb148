import { asJsonObject } from '../json/json-object.ts';
import { get, numbersOf, rowsOf, textsOf, toNumber, valueAt } from '../probe/answers.ts';
import { asBelieved, cannotTell, otherwise, type Probe, type ProbeAnswer, probe } from '../probe/probe.ts';

const EMAILS = '/v1/design_studio/emails';

const totalOf = (answer: ProbeAnswer | undefined) =>
  toNumber(asJsonObject(asJsonObject(valueAt(answer, 'meta'))['pagination'])['total']);

/** Probes of Design Studio. */
export const design: readonly Probe[] = [
  probe<'root only'>({
    name: 'emails-in-folders',
    fact: 114,
    question: 'Does the list of Design Studio emails hold those inside folders?',
    belief: 'yes',
    steps: [
      get(EMAILS, { limit: '100' }),
      get('/v1/design_studio/folders', { limit: '100' }),
      ({ answers: [, folders] }) => {
        const [folder] = textsOf(rowsOf(folders, 'folders'));
        return folder === undefined
          ? 'there are no folders'
          : get(EMAILS, { limit: '100', parent_folder_id: folder });
      },
    ],
    judge([all, , inFolder]) {
      const [listed = [], inside = []] = [all, inFolder].map((answer) => textsOf(rowsOf(answer, 'emails')));
      if (inside.length === 0) return cannotTell('the first folder holds no emails');
      if ((totalOf(all) ?? 0) > listed.length) return cannotTell('there are more emails than a page holds');
      return inside.every((id) => listed.includes(id)) ? asBelieved() : otherwise('root only');
    },
    otherwise: {
      'root only': {
        says: 'no',
        atRisk: ['design_studio_emails', 'design_studio_email_contents', 'design_studio_components'],
        tapDoes: 'misses what is inside folders',
        youCan: 'move what you need out of its folder, or deselect these streams',
      },
    },
  }),
  probe<'included'>({
    name: 'bounds-of-design-studio',
    fact: 24,
    question: 'Does `updated_after` exclude its own second?',
    belief: 'yes',
    steps: [
      get(EMAILS, { limit: '100' }),
      ({ answers: [all] }) => {
        const [updated] = numbersOf(rowsOf(all, 'emails'), 'updated');
        if (updated === undefined) return 'there are no emails';
        return get(EMAILS, { limit: '100', updated_after: String(updated) });
      },
    ],
    judge([all, after]) {
      const [first = ''] = textsOf(rowsOf(all, 'emails'));
      return textsOf(rowsOf(after, 'emails')).includes(first) ? otherwise('included') : asBelieved();
    },
    otherwise: { included: { says: 'no', tapDoes: 'does not use it: it reads Design Studio whole' } },
  }),
  probe<'refused not'>({
    name: 'page-zero',
    fact: 23,
    question: 'Is page 0 of Design Studio refused?',
    belief: 'yes: pages begin with 1',
    takesRefusals: true,
    steps: [get(EMAILS, { limit: '1', page: '0' })],
    judge: ([answer]) =>
      answer?.status === 400
        ? asBelieved()
        : answer?.status === 200
          ? otherwise('refused not')
          : cannotTell(`it was answered ${answer?.status}`),
    otherwise: { 'refused not': { says: 'no', tapDoes: 'begins with page 1 all the same' } },
  }),
];
