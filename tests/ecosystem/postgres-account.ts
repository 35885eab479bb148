import { chmodSync, chownSync, cpSync, existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { runCommand } from './run-command.ts';

/** The user that PostgreSQL runs as, if it is another than this process's: PostgreSQL refuses to be root. */
export interface Account {
  uid?: number;
  gid?: number;
}

/** Root gives way to `nobody`, who is on every machine and owns nothing. */
export async function accountForPostgres(): Promise<Account> {
  if (process.getuid?.() !== 0) return {};
  const idOf = async (option: '-u' | '-g') => Number(await runCommand('id', [option, 'nobody']));
  return { uid: await idOf('-u'), gid: await idOf('-g') };
}

/** Makes an account the owner of a file or folder. */
export function giveTo({ uid, gid }: Account, path: string): void {
  if (uid !== undefined && gid !== undefined) chownSync(path, uid, gid);
}

/**
 * Copies PostgreSQL to a folder where everybody can read it, and gives its new place: the repository may lie where
 * only root can read, as in root's home.
 */
export function readableCopy(installed: string, folder: string): string {
  chmodSync(folder, 0o755);
  const packages = join(installed, '../..');
  // Programs find libraries by relative paths: Linux wheels have them beside the package, those of macOS inside.
  const libraries = [`${dirname(installed)}.libs`, join(dirname(installed), '.dylibs')];
  const copied = [installed, ...libraries].filter((path) => existsSync(path));
  for (const path of copied) cpSync(path, join(folder, relative(packages, path)), { recursive: true });
  return join(folder, relative(packages, installed));
}
