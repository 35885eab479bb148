import { mutationsOf } from './mutation.ts';

/** How a list is read page by page: ends, empty answers, positions, and what comes once. */
export const PAGES = [
  ...mutationsOf('src/pages/read-pages.ts', [
    [
      'where keys are places, a doubtful page is not given out',
      'if (isMisplaced(history, page)) dropPage',
      'if (isRefused) dropPage',
    ],
    [
      'an end is verified',
      'isRefused || (history.previous !== undefined && isDoubtful(history, page))',
      'isRefused',
    ],
    [
      'an empty page is asked for twice',
      'page instanceof RequestError || !needsSecondAnswer(reading, page)',
      'true',
    ],
    ['an empty span is asked for twice', 'partition.isSpan === true || (checksJoins', '(checksJoins'],
    [
      'an empty first page is asked for twice before rows are deleted',
      '(checksJoins && isEmptySampled',
      '(checksJoins && !deletesUnread && isEmptySampled',
    ],
    [
      'an empty first page is asked for twice where metrics of its records are read',
      '(checksJoins && isEmptySampled',
      '(deletesUnread && isEmptySampled',
    ],
    [
      'an empty page behind a full one is asked for twice',
      'return deletesUnread || history.isPreviousFull;',
      'return false;',
    ],
    [
      'once a second answer has differed, every empty partition is asked for twice',
      'reading.known.hasEmptyDiffered = true;',
      'reading.known.hasEmptyDiffered = false;',
    ],
    ['a reading that stops early gives back what it had taken', 'releaseHeld(history);', ''],
    [
      'pages without anything new come to an end',
      'reading.withoutNew >= MOST_PAGES_WITHOUT_NEW + reading.pagesBefore',
      'reading.withoutNew >= Infinity',
    ],
    [
      'pages that came before reading went on in another place may come again',
      'MOST_PAGES_WITHOUT_NEW + reading.pagesBefore',
      'MOST_PAGES_WITHOUT_NEW',
    ],
    [
      'where keys are places, pages that repeat the first one bring nothing new',
      'page.newThisPass.length > 0 && !repeatsEarlier(history, page)',
      'page.newThisPass.length > 0',
    ],
    [
      'a page that holds what an earlier one began with brings nothing new',
      ' && !holdsEarlierBegin(history, page)',
      '',
    ],
    [
      'a page that was asked for ahead is the one that follows',
      'const isAhead = ahead?.next === cursor;',
      'const isAhead = ahead !== undefined;',
    ],
    [
      'pages by offset overlap by one record where rows are deleted',
      "list.pagination.kind === 'offset' ? 1 : 0",
      "list.pagination.kind === 'offset' ? 0 : 0",
    ],
    [
      'pages must join where metrics are read for their records',
      'checksJoins: deletesUnread || passesUnread,',
      'checksJoins: deletesUnread,',
    ],
    [
      'pages must join where rows are deleted',
      'if (reading.checksJoins) await checkJoin(reading, page);',
      '',
    ],
    [
      'what an end shows as new is given out',
      'if (before.newThisPass.length > 0) yield give(reading, before);',
      '',
    ],
  ]),
  ...mutationsOf('src/pages/verification.ts', [
    [
      'the page before an end must be the same',
      '  if (found === undefined) throw new PagesShiftedError(list);\n  if (reading',
      '  if (reading',
    ],
    [
      'what follows the page before is read',
      '...(isEnd ? endAtFirst(reading) : { following })',
      '...(isEnd ? endAtFirst(reading) : {})',
    ],
    [
      'the first page is not followed for ever, whatever is new on it',
      'reading.firstAgain > MOST_FIRST_AGAIN',
      'reading.firstAgain < 0',
      'each time that it is followed, it has brought something new: that ends when nothing comes any more, and costs requests until then',
    ],
    [
      'where keys are places, the first page in place of an end brings nothing new',
      'if (isDoubted && isMisplaced(history, following)) dropPage',
      'if (!isDoubted && isMisplaced(history, following)) dropPage',
    ],
    [
      'a list that has moved is read on from where it is now',
      "if (found === 'moved') return { again: pages, request };",
      "if (found === 'moved') return { again: pages };",
    ],
    ['a cursor that was forgotten meanwhile is asked for again', '<= LONGEST_VERIFICATION_MS', '<= Infinity'],
    [
      'what two answers say is said again and again',
      "if (came === 'repetition' && beginsAsFirst(history, following)) history.isRepetitive = true;",
      '',
    ],
    [
      'an end that leads back to a later page proves nothing',
      "if (following.next !== undefined && following.next !== following.cursor) reading.reasons.add('unproved');",
      '',
    ],
    [
      'a list that begins anew is read from its first page',
      'if (isFirst) return { again: pages, ...(await beginAgain(reading, following)) };',
      '',
    ],
    [
      'a first page with new keys is read on from',
      '    if (hasNew) return { following: top };\n',
      '',
      'the end counts as unproved then, so that nothing is claimed, and the next run reads the list from its first page',
    ],
    [
      'what is newer than the first page, and not that page, shows a list that gets newer',
      'top.keys.length > 0 && !sharesKeys',
      'top.keys.length < 0 && !sharesKeys',
    ],
    ['a list that follows no cursor fails', 'if (!history.hasLedOn) {', 'if (history.laps < 0) {'],
    [
      'an end that leads back to page one proves nothing',
      "what);\n  }\n  reasons.add('unproved');",
      'what);\n  }',
    ],
    [
      'two answers that do not agree on the end are asked a third time',
      "if (came === 'nothing' || isAgreed) return { again: pages };",
      'return { again: pages };',
    ],
    [
      'an end that led back once, and brought something new, proves nothing',
      "verifyOnceMore(reading, again, 'nothing');\n  reading.reasons.add('unproved');",
      "verifyOnceMore(reading, again, 'nothing');",
    ],
    [
      'a page that lost its last key has hidden others',
      'if (reading.checksJoins && lastKeyOf(history, again) !== history.previousLastKey)',
      'if (reading.laps < 0)',
      'what has moved up to that page is on it, and is given out',
    ],
    [
      'a position is proved',
      'if (!verifyPage(history, page, position) || isFirstAgain(history, page))',
      'if (page.keys.length < 0)',
    ],
    [
      'the first page proves no position',
      '!verifyPage(history, page, position) || isFirstAgain(history, page)',
      '!verifyPage(history, page, position)',
      'where it holds what the position began with, all that was behind that still is, and what lies in between is read again',
    ],
    [
      'the first page is known before a position is proved',
      'history.first = { keys: fingerprintKeys({ keys }), begin, next };',
      '',
    ],
    [
      'a refused cursor may be one that was forgotten',
      'if (history.previous === undefined || !isRefused) throw error;',
      'throw error;',
    ],
    [
      'an end that is refused when it is asked for again proves nothing',
      'if (following instanceof RequestError) throw new PagesShiftedError(history.list, following);',
      'if (following instanceof RequestError) return { again: pages };',
    ],
  ]),
  ...mutationsOf('src/pages/verification.ts', [
    [
      'what every verification of an end shows as new is given out',
      'return { again: [before, ...again], ...end };',
      'return { again, ...end };',
    ],
  ]),
  ...mutationsOf('src/pages/page-history.ts', [
    [
      'where keys are places, pages are known by what they say',
      'placeOf(history.list) === undefined ? taken.keys',
      "placeOf(history.list) !== '' ? taken.keys",
    ],
    [
      'a page without any key is an error',
      'taken.keys.every((key) => key === undefined)',
      'taken.keys.length < 0',
    ],
  ]),
  ...mutationsOf('src/pages/page-checks.ts', [
    ['where keys are places, what pages have said is remembered', '  said.add(digest);\n', ''],
    [
      'an empty page that does not lead on any more is not the same',
      'if (page.keys.length === 0 && page.next === undefined) return undefined;',
      '',
    ],
    [
      'a page without anything new may be no end',
      'if (page.next === undefined) return page.newThisPass.length === 0;',
      'if (page.next === undefined) return false;',
    ],
    [
      'where keys are places, a page that begins as the first one is asked for twice',
      '(beginsAsFirst(history, page) && !history.isRepetitive)',
      'history.isRepetitive',
    ],
    [
      'a page that leads back, and then nothing, do not agree',
      "page.next === undefined ? 'nothing' : 'way back'",
      "'nothing'",
    ],
    ['a page that leads back may be no end', 'history.asked.has(page.next) ||', ''],
    ['only the first page begins with something newer', 'isAboveFirst(history, page) ||\n', ''],
    [
      'a page that begins with something older is not the first one',
      'first === undefined || isBelowFirst(history, page)',
      'first === undefined',
      'where records of the first page fill a later one, since as many have come on top, the list is read anew: that costs requests',
    ],
    ['the first page is known by where it leads', ' || leadsOnAsFirst(history, page)', ''],
    ['the first page is known by its keys', 'return sharesKeys(first, page);', 'return false;'],
    [
      'a page that moved has no cursor of its own',
      'moved.add(page);',
      '',
      'its cursor has just brought it: a position there is verified like any other',
    ],
    [
      'what moved is judged anew',
      '  compareAnew(order);',
      '',
      'a list that looks out of order is read to its end, and counts when it is whole: that costs requests',
    ],
    [
      'what comes behind the first page again is judged anew',
      'if (isLater && !order.rose && isFirstAgain(history, page)) goOnFrom(history, page);',
      '',
      'a list that looks out of order, or further than it is, is read further, and counts when it is whole: that costs requests',
    ],
    [
      'the first page says nothing of what is below',
      'if (found === undefined || isFirstAgain(history, page)) return undefined;',
      'if (found === undefined) return undefined;',
    ],
    [
      'a page by offset that holds the shared record alone is the end',
      'page.records.length <= history.overlap',
      'page.records.length < history.overlap',
      'such an end is verified then: two requests more, and the same rows',
    ],
    [
      'an API that gives fewer than were asked for gives full pages',
      'Math.min(page.limit ?? Infinity, history.longest || Infinity)',
      '(page.limit ?? Infinity)',
    ],
  ]),
  ...mutationsOf('src/pages/page-joins.ts', [
    ['pages that do not join make a list unproved', "if (!isJoined) reasons.add('unproved');", ''],
    [
      'a page by cursor must still end with the same record',
      '(again) => lastKeyOf(history, again) === previousLastKey',
      '() => true',
    ],
    [
      'a page by offset must hold the last record of the page before',
      "list.pagination.kind !== 'offset' &&",
      "list.pagination.kind === 'offset' ||",
    ],
  ]),
  ...mutationsOf('src/pages/paging.ts', [
    ['a page keeps its place where the first one comes back', ' && !positions.has(next)', ''],
    [
      'an offset goes back by what overlaps',
      'String(Number(cursor ?? 0) + length - overlap)',
      'String(Number(cursor ?? 0) + length + overlap)',
    ],
    [
      'an offset that brings the shared record alone is the last one',
      'length <= (cursor === undefined ? 0 : overlap)',
      'length <= overlap',
      'a first page of one record is the only one, since the pages of the simulation hold two at least',
    ],
    ['pages are numbered from one', 'String(Number(cursor ?? 1) + 1)', 'String(Number(cursor ?? 1) + 2)'],
  ]),
  ...mutationsOf('src/pages/position.ts', [
    [
      'a page proves a position by one of its keys',
      'if (found.some((key) => keys.includes(key)))',
      'if (found.length > 0)',
    ],
    [
      'others on top prove a position where the list descends',
      "isDescending && isNewer ? 'moved' : undefined",
      "isNewer ? 'moved' : undefined",
    ],
    [
      'only something newer proves a position without its keys',
      'return isDescending && isNewer ?',
      'return isDescending && (isNewer || page.begin !== at) ?',
    ],
    [
      'a position holds digests of keys',
      'if (digest && found.some((key) => keys.includes(digest(key))))',
      'if (digest && found.length < 0)',
    ],
  ]),
  ...mutationsOf('src/pages/key-memory.ts', [
    [
      'what an earlier pass has given out is new to the next one',
      'if (metIn !== pass) newThisPass.push(record);',
      'if (metIn === undefined) newThisPass.push(record);',
    ],
    ['what was not given out is forgotten everywhere', '        first.delete(key);\n', ''],
  ]),
  ...mutationsOf('src/pages/list-knowledge.ts', [
    [
      'the first empty partitions are asked for twice',
      'return hasEmptyDiffered || count <= FIRST_EMPTY || count % EACH_EMPTY === 0;',
      'return hasEmptyDiffered;',
    ],
    [
      'of many empty partitions each hundredth is asked for twice',
      'count <= FIRST_EMPTY || count % EACH_EMPTY === 0',
      'count <= FIRST_EMPTY',
    ],
  ]),
  ...mutationsOf('src/sync/read-partitions.ts', [
    [
      'a list that has shifted is read anew',
      'shifted >= MOST_READ_ANEW) throw error;',
      'shifted >= 0) throw error;',
    ],
    [
      'an end that proves nothing is not counted as read',
      "ending.reasons.includes('unproved') ? 'unproved' : ending.how",
      'ending.how',
    ],
    [
      'what makes a list partial is kept as soon as a page shows it',
      '    doubt(step.value);\n    if (step.done) return',
      '    if (step.done) doubt(step.value);\n    if (step.done) return',
    ],
    [
      'lists of different parents do not share a memory',
      'if (!isShared) return () => createKeyMemory(keyOf);',
      'if (!isShared) { const one = createKeyMemory(keyOf); return () => one; }',
    ],
  ]),
];
