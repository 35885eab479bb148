import { installPython } from './install-python.ts';

/** Installs what the first files need before they start: otherwise each would install it. */
export async function setup(): Promise<void> {
  await installPython('postgres');
  await installPython('target-postgres');
}
