/**
 * Builds `dist/`: the program in one file, and what only a run needs in others. yargs is put into it, since each of its
 * many small files costs time at every start; the other dependencies are loaded from where npm installs them.
 */
import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'));

rmSync('dist', { recursive: true, force: true });
const { metafile } = await build({
  entryPoints: ['src/bin.ts'],
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  external: Object.keys(dependencies),
  alias: {
    'string-width': fileURLToPath(new URL('./ascii-width.ts', import.meta.url)),
    assert: fileURLToPath(new URL('./plain-assert.ts', import.meta.url)),
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

const notices = [...packages].sort().map((folder) => {
  const { name, version, license } = manifestOf(folder);
  const file = ['LICENSE', 'LICENSE.txt', 'LICENSE.md', 'license'].find((path) =>
    existsSync(join(folder, path)),
  );
  const text = file ? readFileSync(join(folder, file), 'utf8') : `${license}\n`;
  return `${name} ${version}\n\n${text}`;
});
writeFileSync('dist/third-party-licenses.txt', notices.join(`\n${'-'.repeat(80)}\n\n`));

function manifestOf(folder: string): Record<string, unknown> {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}
