import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installPython, type PythonEnvironment } from '../install-python.ts';
import { runCommand } from '../run-command.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const FOLDER = join(ROOT, '.cache/wheel');

let built: Promise<string> | undefined;

/** Builds the wheel of this build, once for a test file; its path. */
export function buildWheel(): Promise<string> {
  built ??= build();
  return built;
}

/** Installs the wheel beside the Node.js of a requirements file. */
export async function installWheel(requirements: string): Promise<PythonEnvironment> {
  const environment = await installPython(requirements);
  const wheel = await buildWheel();
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--force-reinstall'];
  await runCommand(environment.program('python'), [...pip, '--no-deps', wheel]);
  return environment;
}

async function build(): Promise<string> {
  const { program } = await installPython('wheel-build');
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  const args = ['-m', 'build', '--wheel', '--no-isolation', '--outdir', FOLDER, ROOT];
  await runCommand(program('python'), args);
  const [name = ''] = readdirSync(FOLDER);
  return join(FOLDER, name);
}
