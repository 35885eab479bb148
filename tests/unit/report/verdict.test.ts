import { describe, expect, it } from 'vitest';
import type { CountedReason } from '../../../src/partial-reason.ts';
import { describeReasons } from '../../../src/report/verdict.ts';

describe('describeReasons', () => {
  it.each<[CountedReason, string]>([
    [{ reason: 'failed', count: 1 }, '1 part failed'],
    [{ reason: 'parent', count: 1, detail: 'segments' }, 'its parent is partial (segments)'],
    [{ reason: 'gone', count: 1 }, '1 parent could not be found, but still exists'],
    [{ reason: 'gone', count: 2 }, '2 parents could not be found, but still exist'],
    [{ reason: 'unanswered', count: 500 }, '500 ids missing from the answers'],
    [{ reason: 'unsettled', count: 1 }, '1 segment still being built'],
    [{ reason: 'keyless', count: 3 }, '3 records without a key'],
    [{ reason: 'left_out', count: 1 }, '1 parent skipped that may have children'],
    [{ reason: 'no_feature', count: 1 }, 'the workspace does not have this feature'],
    [
      { reason: 'narrowed', count: 1, detail: 'people_segment_id' },
      'a setting limits what is read (people_segment_id)',
    ],
    [{ reason: 'unproved', count: 1 }, 'the end of a list could not be verified'],
  ])('puts %j in words', (reason, words) => {
    expect(describeReasons([reason])).toBe(words);
  });

  it('joins several', () => {
    expect(
      describeReasons([
        { reason: 'unsettled', count: 2 },
        { reason: 'keyless', count: 1 },
      ]),
    ).toBe('2 segments still being built; 1 record without a key');
  });
});
