import manifest from '../package.json' with { type: 'json' };

/** Name, version and description of the program, from its package.json. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly description: string;
}

/** The program's own, put in when it is built. */
export const MANIFEST: Manifest = manifest;

/** The line that --version prints. */
export const VERSION_LINE = `tap-customerio v${manifest.version}`;
