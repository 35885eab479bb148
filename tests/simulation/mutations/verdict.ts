import { mutationsOf } from './mutation.ts';

/** Whole or partial: every reason, the verdict, what is inherited, and what is kept with the progress. */
export const VERDICT = [
  ...mutationsOf('src/sync/verdict.ts', [
    [
      'a stream that failed is partial',
      "new Map(failure ? [...met, ['failed', met.get('failed') ?? 1] as const] : met)",
      'new Map(met)',
    ],
    ['a stream with a reason is partial', 'if (all.size === 0) return', 'if (all.size >= 0) return'],
    ['a stream with one reason alone is partial', 'if (all.size === 0) return', 'if (all.size <= 1) return'],
  ]),
  ...mutationsOf('src/sync/read-stream.ts', [
    ['only a whole stream is activated', 'version !== undefined && verdict.whole', 'version !== undefined'],
    [
      'the verdict of a parent is its children’s when it has ended',
      '  inherit();\n  const verdict',
      '  const verdict',
    ],
    ['children inherit with each page', '      inherit();\n      const at', '      const at'],
    [
      'a stream whose parent failed fails',
      'if (source.failure)\n    return new TapError(',
      'if (source.failure && failed > 0)\n    return new TapError(',
    ],
    [
      'when every parent is gone, what was saved is void',
      'isListFailed && judged.length === 0 && pass',
      'isListFailed && pass',
      'what was refused stays a reason of the pass, and the next pass asks again',
    ],
    [
      'a version is in a state before a record carries it',
      'if (version !== undefined) await run.sink.state();',
      '',
    ],
    [
      'what a large parent is read for goes to its children page by page',
      'link.push(unseen, { params',
      'link.push(unseen.slice(1), { params',
    ],
  ]),
  ...mutationsOf('src/sync/prepare-stream.ts', [
    [
      'a record without its key makes a stream partial',
      "onKeyless: () => completeness.add('keyless')",
      'onKeyless: () => {}',
    ],
    [
      'a setting that reads a part makes a stream partial',
      "if (isNarrowed(stream, run)) completeness.add('narrowed');",
      '',
    ],
    [
      'what a source notes is a reason',
      'source.onPartial((reason, count) => completeness.add(reason, count));',
      '',
    ],
  ]),
  ...mutationsOf('src/sync/stream-checks.ts', [
    [
      'members that were read in several runs are not proved to be whole',
      "if (isResumed) return completeness.add('unproved');",
      '',
    ],
    [
      'segments that began to be built while their members were read make them partial',
      "if (unsettled > 0) completeness.add('unsettled', unsettled);",
      "if (unsettled < 0) completeness.add('unsettled', unsettled);",
    ],
    [
      'what makes a partition partial makes its stream partial',
      'for (const reason of reasons) completeness.add(reason);',
      '',
    ],
    ['an id that is not answered makes a stream partial', "completeness.add('unanswered');", ''],
    ['a parent that is gone makes a stream partial', "completeness.add('gone');", ''],
    [
      'a parent that was deleted is no reason',
      'if (await isDeleted(stream, { partition }, run)) return;',
      '',
    ],
    [
      'an id that was deleted is no reason',
      'if (await isDeleted(stream, { id, partition }, run)) continue;',
      '',
    ],
    ['a feature that is missing makes a stream partial', "return completeness.add('no_feature');", 'return;'],
    ['null objects do not count as gone', "if (absence.kind === 'refused') completeness", 'completeness'],
  ]),
  ...mutationsOf('src/sync/judge-missing.ts', [
    [
      'if every parent is gone, the stream fails',
      'completeness.refused === completeness.asked) return [first.reason];',
      'completeness.refused < 0) return [first.reason];',
    ],
    ['a single parent may be gone', 'completeness.asked > ofOne &&', 'completeness.asked > 0 &&'],
    [
      'if none of several ids is found, the stream fails',
      'if (found === 0 && unanswered > 1)',
      'if (found < 0)',
    ],
  ]),
  ...mutationsOf('src/sync/existence.ts', [
    [
      'beyond so many checks nothing is known to be deleted',
      'if (left <= 0) return false;',
      'if (left <= 0) return true;',
    ],
    [
      'a record that answers was not deleted',
      'await answer.json();\n    return false;',
      'await answer.json();\n    return true;',
    ],
    ['only a 404 means deleted', 'error.status === 404 &&', '(error.status ?? 0) >= 400 &&'],
    [
      'what cannot be asked for may exist',
      'if (error instanceof TapError) return false;',
      'if (error instanceof TapError) return true;',
    ],
    ['a record that is listed was not deleted', 'if (records.some(isSame)) return false;', ''],
    ['a list that is empty all at once says nothing', 'return !isEmpty;', 'return true;'],
  ]),
  ...mutationsOf('src/sync/read-partitions.ts', [
    [
      'ids that are left out are asked for twice',
      'if (partition.lookup === undefined || first.missing.length === 0) return first;',
      'return first;',
    ],
    ['ids that are left out are known', 'missing.delete(partition.lookup.idOf(record));', 'missing.clear();'],
  ]),
  ...mutationsOf('src/sync/absence.ts', [
    [
      'null in place of an object is no object',
      "if (isOne && error instanceof NullObjectError) return { kind: 'null', reason: error };",
      '',
    ],
    [
      'a parent may be refused with 400',
      '(error.status === 404 || error.status === 400)',
      '(error.status === 404)',
    ],
    [
      'a feature may be missing',
      'definition.isFeature === true && isRoot && status === 404 && isKnownApi',
      'definition.isFeature === undefined && isRoot && status === 404 && isKnownApi',
    ],
  ]),
  ...mutationsOf('src/pages/rows.ts', [
    [
      'null in place of an object is told from an object',
      'if (record === null) throw new',
      'if (record === null) return [{}];\n      if (record === undefined) throw new',
    ],
  ]),
  ...mutationsOf('src/partitions/child-contexts.ts', [
    [
      'a parent that hides its children makes them partial',
      "if (hidesChildren) onPartial('left_out', 1);",
      '',
    ],
    [
      'a record without the id that is asked for makes the child partial',
      "if (lacking > 0) onPartial('keyless', lacking);",
      '',
    ],
    ['a parent without its key makes the child partial', "if (!made) onPartial('keyless', 1);", ''],
    [
      'a segment that is being built makes its members partial',
      "isUnsettled(record, completeWhen)) onPartial('unsettled', 1);",
      "record === context) onPartial('unsettled', 1);",
    ],
    ['a parent is skipped only if every condition holds', 'conditions.every((one)', 'conditions.some((one)'],
  ]),
  ...mutationsOf('src/partitions/parent-link.ts', [
    ['a child inherits', "if (!hasInherited) listener('parent', 1);", ''],
    [
      'what was noted before anybody listened is a reason',
      'for (const [reason, count] of noted.splice(0)) heard(reason, count);',
      '',
    ],
    [
      'a setting that lists nothing makes a stream partial',
      "if (contexts.length === 0) listener('narrowed', 1);",
      '',
    ],
    ['a child knows that its parent failed', 'failure = reason;', ''],
  ]),
  ...mutationsOf('src/bookmarks/completeness.ts', [
    [
      'reasons are kept with the progress',
      'for (const [reason, count] of earlier.reasons) add(reason, count);',
      '',
    ],
    ['the parents asked for are counted on', 'this.asked += earlier.asked;', ''],
    ['the parents refused are counted on', 'this.refused += earlier.refused;', ''],
  ]),
  ...mutationsOf('src/replication/partition-progress.ts', [
    [
      'a pass that goes on takes its reasons over',
      'if (given?.completeness) completeness.take(given.completeness);',
      'if (given?.completeness) completeness.asked = 0;',
    ],
    [
      'a pass of a release that kept no reasons is not whole',
      "else if (given) completeness.add('unproved');",
      '',
    ],
    [
      'other parents than before make a resumed pass unproved',
      "() => state.completeness.add('unproved')",
      '() => {}',
    ],
    ['a partition that failed, and is passed over, is a reason', 'state.failed += 1;', ''],
    ['progress holds its reasons', '    ...writeCompleteness(completeness, failed),\n', ''],
  ]),
  ...mutationsOf('src/replication/context-groups.ts', [
    [
      'the parents of before are compared',
      'if (isBehind && known?.parents !== group.parents) onOther();',
      '',
    ],
    [
      'the parents are compared up to the last one that was begun',
      'through?.slice(0, key.length) ?? []) > 0) judge();',
      'through?.slice(0, key.length) ?? []) >= 0) judge();',
    ],
    ['parents are compared at the end at the latest', '    end: judge,\n', '    end() {},\n'],
  ]),
];
