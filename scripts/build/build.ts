/**
 * Builds `dist/`: the program with all that it depends on, so that npm and pip install one package and nothing else. What
 * only a run needs, or a run through a proxy, is in files of its own, since every start pays for what it loads.
 */
import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

rmSync('dist', { recursive: true, force: true });
const { metafile } = await build({
  entryPoints: ['src/bin.ts'],
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  // Never loaded: the first serves a kind of proxy that is not supported, the second a Node without web streams.
  external: ['kerberos', 'web-streams-polyfill'],
  alias: {
    'string-width': fileURLToPath(new URL('./ascii-width.ts', import.meta.url)),
    assert: fileURLToPath(new URL('./plain-assert.ts', import.meta.url)),
    debug: fileURLToPath(new URL('./no-debug.ts', import.meta.url)),
  },
  // Stacks name the lines of src/; the lines themselves need not be shipped.
  sourcemap: true,
  sourcesContent: false,
  metafile: true,
});

// The only schema file that is read at run time; a clone's own may be overwritten by its user.
copyFileSync('catalog.json', 'dist/catalog.json');

/** The folders of the packages that were put in. */
const packages = new Set(
  Object.keys(metafile.inputs)
    .filter((path) => path.startsWith('node_modules/'))
    .map((path) => {
      let folder = dirname(path);
      while (!existsSync(join(folder, 'package.json')) || !('version' in manifestOf(folder)))
        folder = dirname(folder);
      return folder;
    }),
);

const bundled = [...packages].sort();

/** A list of all that has gone into the program, in the form that scanners read: CycloneDX. */
const toComponent = (type: string, { name, version, license }: Record<string, unknown>) => ({
  type,
  name,
  version,
  purl: `pkg:npm/${name}@${version}`,
  licenses: [{ license: { id: license } }],
});
const bom = {
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  version: 1,
  metadata: { component: toComponent('application', manifestOf('.')) },
  components: bundled.map((folder) => toComponent('library', manifestOf(folder))),
};
writeFileSync('dist/sbom.cdx.json', `${JSON.stringify(bom, null, 2)}\n`);

const notices = bundled.map((folder) => {
  const { name, version, license, author } = manifestOf(folder);
  const files = ['LICENSE', 'LICENSE.txt', 'LICENSE.md', 'license', 'README.md'];
  const file = files.map((path) => join(folder, path)).find((path) => existsSync(path));
  const text = file ? readFileSync(file, 'utf8') : '';
  // A README has it at its end, if it has it.
  const ownLicense = file?.endsWith('README.md') ? /^License\n-+\n\n([\s\S]*)/m.exec(text)?.[1] : text;
  return `${name} ${version}\n\n${ownLicense || `${license}, by ${author}\n`}`;
});
writeFileSync('dist/third-party-licenses.txt', notices.join(`\n${'-'.repeat(80)}\n\n`));

function manifestOf(folder: string): Record<string, unknown> {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}
