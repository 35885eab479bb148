import { definitions, streamNames } from '../src/streams/definitions.ts';
import { readSchema } from '../src/streams/schemas.ts';

/** The README's table of streams. */
export function streamsTable(): string {
  const rows = streamNames.map((name) => {
    const { path, primaryKey, replication, parent, docs } = definitions[name];
    const method =
      replication.method === 'INCREMENTAL' ? `INCREMENTAL by \`${replication.key}\`` : 'FULL_TABLE';
    return [
      `[${name}](${docs})`,
      `\`GET ${path}\``,
      primaryKey.join(', '),
      method,
      parent?.stream ?? '',
      String(Object.keys(readSchema(name).properties ?? {}).length),
    ];
  });
  return toTable(['stream', 'request', 'primary key', 'replication', 'parent', 'columns'], rows);
}

function toTable(head: string[], rows: string[][]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
