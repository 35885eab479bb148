import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installPython, makeOnce, type PythonEnvironment, uvProgram } from '../install-python.ts';
import { runCommand } from '../run-command.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const REQUIREMENTS = fileURLToPath(new URL('../requirements/', import.meta.url));

/** What the wheel is made of. */
const SOURCES = ['dist', 'python', 'pyproject.toml', 'package.json', 'README.md', 'LICENSE'];

/** Builds the wheel of this build, unless it is there; its path. */
export async function buildWheel(): Promise<string> {
  const folder = await makeOnce('wheel', digestOfSources(), async (made) => {
    mkdirSync(made);
    const { program } = await installPython('wheel-build');
    const args = ['-m', 'build', '--wheel', '--no-isolation', '--outdir', made, ROOT];
    await runCommand(program('python'), args);
  });
  const [name = ''] = readdirSync(folder);
  return join(folder, name);
}

/**
 * Installs the wheel, beside the Node.js of a requirements file, in a virtual environment that stays where it is made: programs
 * of one that can be moved need others on the PATH.
 */
export async function installWheel(requirements: string): Promise<PythonEnvironment> {
  const [uv, wheel] = [await uvProgram(), await buildWheel()];
  const folder = join(ROOT, '.cache', requirements);
  const program = (name: string) => join(folder, 'bin', name);
  await runCommand(uv, ['venv', '--quiet', '--clear', '--no-managed-python', '--python', 'python3', folder]);
  const into = ['pip', 'install', '--quiet', '--python', program('python')];
  await runCommand(uv, [...into, '--requirement', join(REQUIREMENTS, `${requirements}.txt`), wheel]);
  return { program, packages: folder };
}

function digestOfSources(): string {
  const hash = createHash('sha256');
  for (const source of SOURCES) {
    const path = join(ROOT, source);
    for (const file of filesOf(path)) hash.update(readFileSync(file));
  }
  return hash.digest('hex');
}

function filesOf(path: string): string[] {
  try {
    return readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.parentPath.includes('__pycache__'))
      .map(({ parentPath, name }) => join(parentPath, name))
      .sort();
  } catch {
    return [path];
  }
}
