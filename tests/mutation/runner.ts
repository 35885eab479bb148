import { relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { commonTokens, declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import {
  type CompleteDryRunResult,
  type DryRunOptions,
  type DryRunResult,
  DryRunStatus,
  determineHitLimitReached,
  type MutantRunOptions,
  type MutantRunResult,
  type TestResult,
  type TestRunner,
  TestStatus,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import { type File, type Suite, startTests, type Test, type VitestRunner } from '@vitest/runner';

/** State that Stryker's instrumented source reads and writes, under Stryker's own names. */
interface Shared {
  activeMutant?: string | undefined;
  currentTestId?: string | undefined;
  hitCount?: number | undefined;
  hitLimit?: number | undefined;
  mutantCoverage?: NonNullable<CompleteDryRunResult['mutantCoverage']>;
}

/** Tests to run, and how. */
interface Choice {
  readonly files: readonly string[];
  /** Their ids; all of the files without. */
  readonly ids?: ReadonlySet<string> | undefined;
  readonly timeoutMs: number;
  /** True if the first test that fails is the last one. */
  readonly endsEarly: boolean;
  /** The mutant from when the source has been loaded on. */
  readonly mutant?: string;
}

/**
 * A test that takes more of the processor's time is left out, unless it was asked for: it would be run before each mutant that no other
 * test notices.
 */
const MOST_CPU_MS = process.env['MUTATION_RUNS_SLOW_TESTS'] ? Number.POSITIVE_INFINITY : 100;

/** A test that waits for ever fails this long before Stryker would end the process for it. */
const LEAD_MS = 500;

const shared: Shared = {};
// The second is state of Vitest's own, which its fake timers read.
Object.assign(globalThis, { __stryker__: shared, __vitest_worker__: { config: { fakeTimers: {} } } });
// What a test that has failed leaves behind must not end the process.
process.on('unhandledRejection', () => {});

/**
 * Runs Vitest's tests within Stryker's own process. Stryker's runner starts a thread and loads the program anew for each
 * mutant, which takes a hundred times as long as most tests. Here only the test files are loaded anew: the modules of the
 * source keep nothing that a mutant could leave behind.
 */
class InProcessRunner implements TestRunner {
  static inject = [commonTokens.options] as const;
  /** Number of times that test files were loaded: a module is loaded again under another address only. */
  private loads = 0;
  /** Tests that took too much of the processor's time in the first run. */
  private readonly slow = new Set<string>();

  capabilities() {
    return { reloadEnvironment: false };
  }

  async dryRun({ timeout }: DryRunOptions): Promise<DryRunResult> {
    const tests = await this.run({ files: testFiles(), timeoutMs: timeout, endsEarly: false });
    const { mutantCoverage = { static: {}, perTest: {} } } = shared;
    for (const id of this.slow) delete mutantCoverage.perTest[id];
    const quick = tests.filter(({ id }) => !this.slow.has(id));
    return { status: DryRunStatus.Complete, tests: quick, mutantCoverage };
  }

  async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    const { testFilter, hitLimit, activeMutant, mutantActivation, timeout } = options;
    const ids = testFilter && new Set(testFilter);
    const files = testFilter ? [...new Set(testFilter.map((id) => id.replace(/#.*/s, '')))] : testFiles();
    Object.assign(shared, { hitCount: 0, hitLimit });
    if (mutantActivation === 'static') shared.activeMutant = activeMutant.id;
    const timeoutMs = timeout - LEAD_MS;
    const tests = await this.run({ files, ids, timeoutMs, endsEarly: true, mutant: activeMutant.id });
    shared.activeMutant = undefined;
    const tooMany = determineHitLimitReached(shared.hitCount, hitLimit);
    return toMutantRunResult(tooMany ?? { status: DryRunStatus.Complete, tests });
  }

  private async run({ files, ids, timeoutMs, endsEarly, mutant }: Choice): Promise<TestResult[]> {
    const results: TestResult[] = [];
    const isChosen = (test: Test) => !ids || ids.has(idOf(test));
    const loads = this.loads++;
    const { slow } = this;
    let before: NodeJS.CpuUsage | undefined;
    const runner: VitestRunner = {
      config: configOf(timeoutMs),
      importFile: (path) => import(`${pathToFileURL(path).href}?loads=${loads}`),
      onCollected: (found: File[]) => {
        for (const file of found) if (file.result?.errors) throw new Error(file.result.errors[0]?.message);
        for (const file of found) leaveOut(file, isChosen);
      },
      onBeforeRunFiles: () => {
        if (mutant !== undefined) shared.activeMutant = mutant;
      },
      onBeforeRunTask(test) {
        if (endsEarly && results.some(({ status }) => status === TestStatus.Failed)) test.mode = 'skip';
        shared.currentTestId = idOf(test);
        before = process.cpuUsage();
      },
      onAfterRunTask(test) {
        shared.currentTestId = undefined;
        if (process.cpuUsage(before).user > MOST_CPU_MS * 1000) slow.add(idOf(test));
        results.push(resultOf(test));
      },
    };
    await startTests([...files], runner);
    return results;
  }
}

/** Leaves out the tests that are not chosen, and the hooks of those that have none. Tells whether any is left. */
function leaveOut(suite: Suite, isChosen: (test: Test) => boolean): boolean {
  let isAnyLeft = false;
  for (const task of suite.tasks) {
    const isLeft = task.type === 'suite' ? leaveOut(task, isChosen) : isChosen(task);
    if (!isLeft) task.mode = 'skip';
    isAnyLeft ||= isLeft && task.mode === 'run';
  }
  if (!isAnyLeft) suite.mode = 'skip';
  return isAnyLeft;
}

function resultOf(test: Test): TestResult {
  const { state, duration = 0, errors } = test.result ?? {};
  const result = { id: idOf(test), name: nameOf(test), timeSpentMs: duration, fileName: test.file.filepath };
  return state === 'pass'
    ? { ...result, status: TestStatus.Success }
    : { ...result, status: TestStatus.Failed, failureMessage: errors?.[0]?.message ?? 'failed' };
}

function idOf(test: Test): string {
  return `${relative(process.cwd(), test.file.filepath)}#${nameOf(test)}`;
}

function nameOf({ name, suite }: { name: string; suite?: Suite | undefined }): string {
  return suite ? `${nameOf(suite)} > ${name}` : name;
}

function testFiles(): string[] {
  return (process.env['MUTATION_TESTS'] ?? '').split(',');
}

function configOf(timeoutMs: number): VitestRunner['config'] {
  return {
    root: process.cwd(),
    name: undefined,
    setupFiles: [],
    passWithNoTests: false,
    testNamePattern: undefined,
    allowOnly: false,
    sequence: { seed: 1, hooks: 'stack', setupFiles: 'list' },
    chaiConfig: undefined,
    maxConcurrency: 1,
    testTimeout: timeoutMs,
    hookTimeout: timeoutMs,
    retry: 0,
    includeTaskLocation: false,
    tags: [],
    tagsFilter: undefined,
    strictTags: false,
  };
}

/** The plugin, by the name under which Stryker looks for plugins. */
export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'in-process', InProcessRunner)];
