import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { rawUrl } from '../../../scripts/generate/repository.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'CHANGELOG.md',
  ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md'))
    .map((path) => `docs/${path}`),
];
const textOf = (page: string) => readFileSync(join(ROOT, page), 'utf8');

it('the README has at most 160 lines', () => {
  expect(textOf('README.md').split('\n').length - 1).toBeLessThanOrEqual(160);
});

/** The commands of the README. */
const commands = [...textOf('README.md').matchAll(/```sh\n([\s\S]*?)```/g)].map(([, text]) => text).join('');

it('the README runs each pipeline by sync.sh, which keeps the state when Ctrl-C is pressed', () => {
  expect(commands).toContain('bash sync.sh . ');
  expect(commands).not.toMatch(/tap-customerio [^\n]*\| *\S*target/);
});

it('the README makes the file of the key private before the key is in it, outside of the clone', () => {
  const [made, written] = ['install -m 600 /dev/null config.json', '> config.json'].map((text) =>
    commands.indexOf(text),
  );
  expect(made).toBeGreaterThan(-1);
  expect(written).toBeGreaterThan(made ?? 0);
  expect(commands).toContain('cd ~/customerio');
  expect(commands).not.toContain('umask');
});

it('the README writes a catalog outside of the clone, whose own it would replace', () => {
  expect(textOf('README.md')).toContain('here, not in the clone');
});

it.each(['config.json', 'state.json', 'summary.json', 'target.json', 'venv/', 'warehouse.duckdb'])(
  'git never takes %s, which following the README may make in a clone',
  (path) => {
    expect(() =>
      execFileSync('git', ['check-ignore', '--no-index', '-q', path], { cwd: ROOT }),
    ).not.toThrow();
  },
);

it('docs say how to see who left a segment, on each target', () => {
  expect(textOf('docs/targets.md')).toMatch(
    /## Rows that are gone\n[\s\S]*add_read_at[\s\S]*segment_membership/,
  );
});

it.each(pages)('every link of %s leads to a file, and to a heading in it', (page) => {
  const links = [...textOf(page).matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, link = '']) =>
    /^[a-z]+:/.test(link) ? [] : [link],
  );
  const broken = links.filter((link) => {
    const [path = '', heading] = link.split('#');
    const target = path === '' ? page : join(dirname(page), path);
    if (!existsSync(join(ROOT, target))) return true;
    return heading !== undefined && !headingsOf(target).includes(heading);
  });
  expect(broken).toEqual([]);
});

it('the jq command of docs/privacy.md leaves out all that its table names of the three streams, but keys', () => {
  const page = textOf('docs/privacy.md');
  const [, command = ''] =
    /```sh\ntap-customerio --discover \| (jq [\s\S]*?) > catalog\.json\n```/.exec(page) ?? [];
  const catalog = JSON.parse(
    execFileSync('bash', ['-ec', command], {
      input: readFileSync(join(ROOT, 'dist/catalog.json')),
      encoding: 'utf8',
    }),
  );
  for (const stream of ['messages', 'activities', 'segment_membership']) {
    const [, cells = ''] = new RegExp(`^\\| \\[${stream}\\].*?\\| (.*?) \\|`, 'm').exec(page) ?? [];
    const named = [...cells.matchAll(/`(\w+)`/g)].map(([, column]) => column);
    const { metadata } = catalog.streams.find(
      (entry: { tap_stream_id: string }) => entry.tap_stream_id === stream,
    );
    const kept = metadata.flatMap(
      ({ breadcrumb, metadata }: { breadcrumb: string[]; metadata: Record<string, unknown> }) =>
        named.includes(breadcrumb[1]) &&
        metadata['selected'] !== false &&
        metadata['inclusion'] !== 'automatic'
          ? [breadcrumb[1]]
          : [],
    );
    expect(named.length).toBeGreaterThan(2);
    expect(kept).toEqual([]);
  }
});

it('every page in docs is in its index', () => {
  const index = textOf('docs/README.md');
  const own = pages.filter((page) => page.startsWith('docs/') && page !== 'docs/README.md');
  expect(own.filter((page) => !index.includes(`](${page.replace('docs/', '')})`))).toEqual([]);
});

/** The anchors of a page's headings, as GitHub makes them. */
function headingsOf(page: string): string[] {
  return [...textOf(page).matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

it('the page on Meltano takes the definition from where package.json says that the project is', () => {
  expect(textOf('docs/meltano.md')).toContain(`--from-ref ${rawUrl}meltano/tap-customerio.yml `);
});
