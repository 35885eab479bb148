import { filesUrl, manifest, rawUrl, repositoryUrl } from './repository.ts';

const README = 'tool.hatch.metadata.hooks.fancy-pypi-readme';

/** A link of the README that does not say where it leads from: no scheme, and not within the page. */
const RELATIVE = '(?!https?:|mailto:|#)([^)"\\s]+)';

/** The part of pyproject.toml that comes from package.json: texts and addresses, and with them the README as PyPI shows it. */
export function pythonPackage(): string {
  const { description, keywords, bugs } = manifest;
  // JSON's texts and lists of texts are TOML's, too.
  return [
    `description = ${JSON.stringify(description)}`,
    `keywords = ${JSON.stringify(keywords)}`,
    '',
    '[project.urls]',
    `Homepage = ${JSON.stringify(repositoryUrl)}`,
    `Documentation = ${JSON.stringify(`${filesUrl}docs/README.md`)}`,
    `Changelog = ${JSON.stringify(`${filesUrl}CHANGELOG.md`)}`,
    `Issues = ${JSON.stringify(bugs)}`,
    '',
    `[${README}]`,
    'content-type = "text/markdown"',
    '',
    `[[${README}.fragments]]`,
    'path = "README.md"',
    ...substitution(`(!\\[[^\\]]*\\]\\(|<img [^>]*src=")${RELATIVE}`, `\\1${rawUrl}\\2`),
    ...substitution(`(\\]\\()${RELATIVE}`, `\\1${filesUrl}\\2`),
  ].join('\n');
}

function substitution(pattern: string, replacement: string): string[] {
  return [
    '',
    `[[${README}.substitutions]]`,
    `pattern = '''${pattern}'''`,
    `replacement = '''${replacement}'''`,
  ];
}
