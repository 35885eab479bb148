import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCommand } from './run-command.ts';

/** A virtual environment with the programs of one requirements file. */
export interface PythonEnvironment {
  /** The path of a program, such as `target-postgres`. */
  program(name: string): string;
  /** Folder of the installed packages. */
  packages: string;
}

const CACHE = fileURLToPath(new URL('../../.cache/python/', import.meta.url));
const REQUIREMENTS = fileURLToPath(new URL('./requirements/', import.meta.url));

/**
 * Installs a requirements file, by default `requirements/<name>.txt`, into a virtual environment, once for all runs. uv does it: pip
 * takes ten times as long.
 */
export async function installPython(
  name: string,
  requirements = join(REQUIREMENTS, `${name}.txt`),
): Promise<PythonEnvironment> {
  const uv = await uvProgram();
  const folder = await makeOnce(name, readFileSync(requirements), async (made) => {
    // Relocatable: it is made elsewhere.
    await runCommand(uv, [
      'venv',
      '--quiet',
      '--relocatable',
      '--no-managed-python',
      '--python',
      'python3',
      made,
    ]);
    const into = ['--python', join(made, 'bin', 'python')];
    await runCommand(uv, ['pip', 'install', '--quiet', ...into, '--requirement', requirements]);
  });
  const program = (file: string) => join(folder, 'bin', file);
  const asked = 'import sysconfig; print(sysconfig.get_path("platlib"))';
  return { program, packages: (await runCommand(program('python'), ['-c', asked])).trim() };
}

/**
 * Makes a folder unless an earlier run has, and gives its path, which ends with a digest of what goes into it. It is made under
 * another name, so that one whose making broke off is never taken for whole, and two files of tests may make it at the same time.
 */
export async function makeOnce(
  name: string,
  contents: Buffer | string,
  make: (folder: string) => Promise<void>,
): Promise<string> {
  const digest = createHash('sha256').update(contents).digest('hex').slice(0, 8);
  const folder = join(CACHE, `${name}-${digest}`);
  if (existsSync(folder)) return folder;
  mkdirSync(CACHE, { recursive: true });
  const making = mkdtempSync(join(CACHE, 'making-'));
  try {
    const made = join(making, name);
    await make(made);
    renameSync(made, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
  return folder;
}

/** The path of uv, which is installed if need be. */
export async function uvProgram(): Promise<string> {
  return join(await makeOnce('uv', readFileSync(join(REQUIREMENTS, 'uv.txt')), installUv), 'bin', 'uv');
}

async function installUv(folder: string): Promise<void> {
  const isNewEnough = 'import sys; print(sys.version_info >= (3, 11))';
  const answer = await runCommand('python3', ['-c', isNewEnough]).catch(() => 'missing');
  if (answer.trim() !== 'True') {
    throw new Error(
      'This test needs Python 3.11 or newer as python3: install it (Debian: python3, python3-venv).',
    );
  }
  await runCommand('python3', ['-m', 'venv', folder]).catch((cause: unknown) => {
    throw new Error('python3 -m venv failed: install the package python3-venv (Debian, Ubuntu).', { cause });
  });
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'];
  await runCommand(join(folder, 'bin', 'python'), [...pip, '--requirement', join(REQUIREMENTS, 'uv.txt')]);
}
