import { describeSpan, get, numbersOf, overlap, rowsOf, textsOf } from '../probe/answers.ts';
import { asBelieved, cannotTell, otherwise, type Probe, probe } from '../probe/probe.ts';
import { firstPageOf } from './reach.ts';

/** Probes of activities. */
export const activities: readonly Probe[] = [
  probe<'oldest first' | 'out of order'>({
    name: 'order-of-activities',
    fact: 49,
    question: 'In which order do activities come?',
    belief: 'newest `timestamp` first',
    steps: [firstPageOf('activities')],
    judge([page]) {
      const times = numbersOf(rowsOf(page, 'activities'), 'timestamp');
      const steps = times.slice(1).map((time, index) => time - (times[index] ?? time));
      if (!steps.some((step) => step !== 0)) return cannotTell('fewer than two seconds have activities');
      if (steps.every((step) => step <= 0)) return asBelieved();
      if (steps.every((step) => step >= 0)) return otherwise('oldest first');
      return otherwise('out of order', `by up to ${describeSpan(Math.max(...steps))}`);
    },
    otherwise: {
      'oldest first': {
        says: 'oldest first',
        tapDoes: 'reads the whole list in each run: slower, nothing lost',
      },
      'out of order': {
        says: 'newest first, but not quite',
        tapDoes: 'measures by how much, and reads that much further',
      },
    },
  }),
  probe<'added' | 'instead'>({
    name: 'deleted-activities',
    fact: 112,
    question: 'What does `deleted=true` change?',
    belief: 'nothing where nobody was deleted',
    steps: [firstPageOf('activities'), get('/v1/activities', { limit: '100', deleted: 'true' })],
    judge(answers) {
      const [usual = [], deleted = []] = answers.map((answer) => textsOf(rowsOf(answer, 'activities')));
      if (usual.length === 0) return cannotTell('there are no activities');
      const shared = overlap(usual, deleted);
      if (shared === 0) return otherwise('instead', deleted.length === 0 ? 'none came' : undefined);
      // A few may have arrived in between.
      return deleted.length - shared > 5 ? otherwise('added') : asBelieved();
    },
    otherwise: {
      added: { says: 'it adds activities', tapDoes: 'does not read activities of deleted people' },
      instead: { says: 'it lists others instead', tapDoes: 'does not read activities of deleted people' },
    },
  }),
];
