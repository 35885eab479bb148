import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

const README = new URL('../../../docs/meltano.md', import.meta.url);

/** What the page on Meltano has users put into their meltano.yml: its block of YAML that begins with this key. */
export function readmeBlock(key: string): Record<string, unknown> {
  const blocks = readFileSync(README, 'utf8').matchAll(/^```yaml\n([\s\S]*?)^```$/gm);
  for (const [, yaml = ''] of blocks) if (yaml.trimStart().startsWith(`${key}:`)) return parse(yaml);
  throw new Error(`docs/meltano.md has no block of YAML that begins with ${key}`);
}
