import { readFileSync } from 'node:fs';

interface Manifest {
  readonly version: string;
  readonly description: string;
  readonly keywords: readonly string[];
  readonly homepage: string;
  readonly bugs: string;
  readonly repository: { readonly url: string };
}

/** The project's package.json, which says where the project is: the only place that does. */
export const manifest: Manifest = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
);

/** The address of the repository, for people. */
export const repositoryUrl: string = manifest.repository.url.replace(/^git\+/, '').replace(/\.git$/, '');

/** The address below which the files of this release are shown: a path follows. */
export const filesUrl = `${repositoryUrl}/blob/v${manifest.version}/`;

/** The address below which the files of this release are served as they are: a path follows. */
export const rawUrl: string = `${repositoryUrl}/v${manifest.version}/`.replace(
  'https://github.com/',
  'https://raw.githubusercontent.com/',
);
