import { mutationsOf } from './mutation.ts';

/** How far a pass over partitions has come, the pages of large parents, versions, and periods. */
export const PROGRESS = [
  ...mutationsOf('src/replication/context-groups.ts', [
    ['what is under way is not done', ' && !underWay.has(toId(key))', ''],
    ['what was begun last is not done', 'compareKeys(key, through) <= 0', 'compareKeys(key, through) < 1e9'],
    [
      'a group that goes on knows what is under way',
      'for (const [id, position] of known?.underWay ?? [])',
      'for (const [id, position] of new Map<string, undefined>())',
    ],
    [
      'a later run begins at the earliest group that is not done',
      'group === last || group.begun.size > 0',
      'group === last',
    ],
  ]),
  ...mutationsOf('src/replication/partition-progress.ts', [
    [
      'progress holds only over the same parents',
      "found === 'same' && place.digest === digestOf(contexts)",
      "found === 'same'",
    ],
    ['a place that does not come proves nothing', 'isKnown || holdsBeginning(at, place)', 'true'],
    [
      'what is skipped of a parent that is read anew proves nothing',
      "found === 'before' ? at.pass === place.pass :",
      "found === 'before' ? true :",
      'people and objects of the simulation keep their order: what comes before the place had come before it',
    ],
    ['behind its place a child reads all', 'state.sought = undefined;', ''],
    ['a place that has gone proves nothing', "if (state.sought?.place) completeness.add('unproved');", ''],
    [
      'a partition that is read anew has no position',
      'setPosition(state, partition, undefined);\n      return { ...partition, resumeAt: undefined };',
      'return partition;',
    ],
    [
      'a partition that failed stays under way',
      'if (large === undefined) return;',
      'if (large === undefined) return this.ended(partition);',
    ],
    [
      'a partition counts as done when it has ended',
      '?.begun.delete(toId(partition.key));\n      state.groups',
      '?.begun.has(toId(partition.key));\n      state.groups',
    ],
    ['what is begun is not done', 'group.begun.set(id, { key, position });', ''],
    [
      'behind a failed page of the parent no progress is made',
      'if (contexts.at?.isBehindFailure) state.held',
      'if (contexts.at?.isBehindFailure === null) state.held',
    ],
    [
      'positions hold digests',
      'const keys = fingerprintKeys(page).map(digest);',
      'const keys = fingerprintKeys(page);',
    ],
    [
      'a pass that goes on began in an earlier run',
      'began: given?.began ?? now,\n    completeness',
      'began: now,\n    completeness',
    ],
    [
      'progress says when its pass began',
      'began: writeInstant(given?.began ?? now)',
      'began: writeInstant(now)',
    ],
    [
      'a pass that has not begun keeps what it was given',
      'if (first === undefined) return given?.raw;',
      'if (first === undefined) return undefined;',
    ],
  ]),
  ...mutationsOf('src/replication/progress-bookmark.ts', [
    ['what was under way is kept', 'underWay: new Map(begun.map(', 'underWay: new Map([].map('],
    ['a key of a wrong form is void', 'value.length === length && value.every(isKey)', 'value.length >= 0'],
    ['progress that is malformed is void', 'if (!isWellFormed) {', 'if (through === null) {'],
  ]),
  ...mutationsOf('src/partitions/parent-page.ts', [
    ['a later run begins before what failed', 'failedAt ??= { last };', ''],
    [
      'a page that was asked for again is the same one',
      'if (last === undefined || cursor !== last.position?.cursor) number += 1;',
      'number += 1;',
      'the place is known by its keys; where these have gone, the pass counts as unproved, and the next one reads all',
    ],
    [
      'a parent and its children begin at the earliest page',
      'compareParentPages(other, one) < 0 ? other : one',
      'compareParentPages(other, one) < 0 ? one : other',
    ],
    [
      'pages of another form cannot be compared',
      'known.length === pages.length && known.every(({ pass }) => pass.endsWith(asking))',
      'known.length === pages.length',
      'the cursor of another segment is refused: the list begins anew in a pass of another name, in which nothing that is skipped proves anything',
    ],
    [
      'a child goes on where its place is found',
      'position === undefined ? page.page === 1 : page.holds?.(position.keys)',
      'page.page === place.page',
      'where the page of that number does not hold what the place began with, the pass counts as unproved, and the next one reads all',
    ],
    [
      'a child does not wait for its place for ever',
      "return page.page < place.page ? 'before' : 'behind';",
      "return 'before';",
      'the place never comes then, so that the pass counts as unproved, and the next one reads all',
    ],
    [
      'a parent that is read anew counts its pages anew',
      'restarts += 1;\n      pass =',
      'restarts += 1;\n      last =',
      'people and objects of the simulation keep their order: what comes before the place had come before it',
    ],
    [
      'a large parent’s position holds digests',
      'keys: fingerprintKeys(page).map(digest) };',
      'keys: fingerprintKeys(page) };',
    ],
    [
      'the contexts of a page are known by a digest',
      'return hash(JSON.stringify(keys));',
      "return hash('');",
    ],
    [
      'a page of a wrong form is void',
      '|| !part.every(isKey)) return undefined;\n  if (keyLength !== undefined && part.length !== keyLength) return',
      ') return',
    ],
  ]),
  ...mutationsOf('src/sync/large-parent.ts', [
    [
      'a page belongs to the segment that was asked for',
      "narrowed === undefined ? ''",
      "narrowed !== '' ? ''",
      'the cursor of another segment is refused: the list begins anew in a pass of another name, in which nothing that is skipped proves anything',
    ],
    ['a large parent’s children are asked how far they are', '[stream, ...stream.children]', '[stream]'],
    [
      'a large parent that is not selected begins anew',
      "if (!isSelected && parentOf(definition) !== undefined)\n    return { role: 'parent', start: undefined, asking, goesOnAtFailure };",
      '',
      'the children keep why the parent was partial, and what has come since the pass began is read by the next one',
    ],
  ]),
  ...mutationsOf('src/sync/read-stream.ts', [
    [
      'a large parent and its children end together',
      'if (work.held) work.held.push(finish);\n  else finish();',
      'finish();',
    ],
  ]),
  ...mutationsOf('src/replication/full-table.ts', [
    [
      'a pass that goes on keeps its version',
      'given && own && newVersion !== undefined ? readVersion(own) : newVersion',
      'newVersion',
    ],
    [
      'a pass that goes on without a version is not activated',
      'given && own && newVersion !== undefined ? readVersion(own) : newVersion',
      'given && own && newVersion !== undefined ? (readVersion(own) ?? newVersion) : newVersion',
    ],
    ['a large parent that failed keeps its page', '      parentPages.fail();\n', ''],
    [
      'a large parent that restarts voids its pages',
      '      parentPages.restart();\n',
      '',
      'a page whose number is too high lies behind the place: the child reads it, and the pass counts as unproved',
    ],
    ['the next run goes on where a large one failed', "end === 'interrupted'\n", "end === 'done'\n"],
    [
      'a pass that is done leaves no progress',
      ': { version: last, progress: [], ...kept },',
      ': bookmarkAt(pass.progress(), parentPages.last()),',
    ],
    [
      'a child goes on only if its parent does',
      'if (start === undefined) return undefined;\n',
      "if (start === undefined && role === 'child') return own;\n  if (start === undefined) return undefined;\n",
      'its place is of a pass of another name, in which nothing that is skipped proves anything',
    ],
    ['the last version stays', 'version ?? readVersion(bookmark) ?? null', 'version ?? null'],
  ]),
  ...mutationsOf('src/sync/prepare-reader.ts', [
    [
      'a version is greater than the last one',
      'Math.max(run.startedAt * 1000, (readVersion(bookmark) ?? 0) + 1)',
      '(run.startedAt * 1000)',
    ],
    [
      'a parent that is collected does not go on in the middle',
      'isSelected && (!isParent || pass !== undefined)',
      'isSelected',
    ],
    [
      'the pages of a large parent come in order',
      'variants.length > 1 || large !== undefined ||',
      'variants.length > 1 ||',
    ],
    ['a record’s place in a list has no position', '    hasPositions,\n', '    hasPositions: true,\n'],
  ]),
  ...mutationsOf('src/replication/periods.ts', [
    [
      'an empty answer of periods that no later run brings is asked for twice',
      '...(isReadOnce ? { isSpan: true } : {})',
      '',
    ],
    [
      'periods that no lookback reaches are read once',
      'isReadOnce: fromOf(known ?? start) < fromOf(now - options.lookbackSeconds),',
      'isReadOnce: known === undefined,',
    ],
    ['periods that may be labelled wrongly are read again', ' && !isDoubtful;', ';'],
    ['clocks that lie in different periods are a doubt', '!isDated || clocks.disagree ||', '!isDated ||'],
    [
      'an answer of another period than the run’s is a doubt',
      'if (clocks.contradict(page.apiDate, startedAt)) isDoubtful = true;',
      '',
    ],
    [
      'where labels may be wrong, the next run begins no later',
      'keepBookmark(bookmark, isDoubtful && !isReadAgain)',
      'keepBookmark(bookmark, false)',
    ],
    ['a doubt is kept with the pass', " || given?.raw?.['doubtful'] === true", ''],
    ['a bookmark moves when all was read', '...(isWhole ? after : before())', '...after'],
    [
      'a partial pass does not move the bookmark',
      "end === 'done' && pass.completeness.reasons.size === 0",
      "end === 'done'",
    ],
    ['metrics are read again from the lookback on', 'known - options.lookbackSeconds', 'known'],
    [
      'another resolution has another bookmark',
      "bookmark['resolution'] === resolution && !isFullTableAsked",
      '!isFullTableAsked',
    ],
    [
      'the bookmark is the period in which the pass began',
      'periodOf(ask.kind)(resolution, pass.began)',
      "periodOf(ask.kind)(resolution, ask.kind === 'steps' ? pass.began : now)",
    ],
    [
      'the bookmark of counted steps is the period in which the pass began',
      'periodOf(ask.kind)(resolution, pass.began)',
      "periodOf(ask.kind)(resolution, ask.kind === 'steps' ? now : pass.began)",
    ],
    [
      'without a date the bookmark of metrics does not move',
      'let isDoubtful = !isDated ||',
      'let isDoubtful =',
    ],
    [
      'a pass that goes on reads from where it began',
      'fromOf(began ?? start)',
      'fromOf(start)',
      'the bookmark stays until the pass is done, so both are the same; where the user asks for less meanwhile, less is read',
    ],
    [
      'progress of another resolution is void',
      "progress?.raw?.['resolution'] === resolution ?",
      'progress?.raw ?',
    ],
    [
      'the period under way is counted',
      'easternPeriodsBetween(resolution, from, now) + 1',
      'easternPeriodsBetween(resolution, from, now)',
    ],
    [
      'a period before the first one that is read is not written',
      '1 - countPeriods(ask, resolution, earliest, now)',
      '1 - Math.max(2, countPeriods(ask, resolution, earliest, now))',
    ],
    [
      'periods are read up to the later of the clocks',
      'start: String(from), end: String(readUntil) }',
      'start: String(from), end: String(readUntil - 86_400) }',
    ],
  ]),
  ...mutationsOf('src/pages/series.ts', [
    ['a series is labelled by its own date', 'apiDate === undefined ? now : apiDate / 1000', 'now'],
    [
      'a list that is shorter misses its beginning',
      "answer.kind === 'steps' ? length - list.length : 0",
      '0',
    ],
    [
      'a period that has not begun is none',
      'period_start <= readAt ? { period_start } : undefined',
      '{ period_start }',
    ],
  ]),
];
