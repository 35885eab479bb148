import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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

/** Installs a requirements file, by default `requirements/<name>.txt`, into a virtual environment, once for all runs. */
export async function installPython(
  name: string,
  requirements = join(REQUIREMENTS, `${name}.txt`),
): Promise<PythonEnvironment> {
  const folder = join(CACHE, name);
  const program = (file: string) => join(folder, 'bin', file);
  const python = program('python');
  // Scripts in a virtual environment hold its path, so that one in a folder that was moved is of no use.
  const stamp = `${folder}\n${readFileSync(requirements, 'utf8')}`;
  const stampFile = join(folder, 'installed.txt');
  const isInstalled =
    existsSync(python) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp;
  if (!isInstalled) {
    rmSync(folder, { recursive: true, force: true });
    await createVirtualEnvironment(folder);
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'];
    await runCommand(python, [...pip, '--requirement', requirements]);
    // Last, so that an installation that broke off starts anew.
    writeFileSync(stampFile, stamp);
  }
  const packages = await runCommand(python, ['-c', 'import sysconfig; print(sysconfig.get_path("platlib"))']);
  return { program, packages: packages.trim() };
}

async function createVirtualEnvironment(folder: string): Promise<void> {
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
}
