import { describeRequest, parentOf, replicationKeyOf, type StreamName } from '../src/streams/definition.ts';
import { definitions, streamNames } from '../src/streams/definitions.ts';
import { toTable } from './markdown-table.ts';
import { describeCost } from './request-cost.ts';
import { schemaOf } from './schema-files.ts';

/** The README's table of streams. */
export function streamsTable(): string {
  const rows = streamNames.map((name) => {
    const definition = definitions[name];
    return [
      `[${name}](docs/tables.md#${name})`,
      `\`${describeRequest(definition)}\``,
      definition.primaryKey.join(', '),
      describeReplication(name),
      parentOf(definition) ?? '',
      describeCost(name),
      String(Object.keys(schemaOf(name).properties ?? {}).length),
    ];
  });
  const head = ['stream', 'request', 'primary key', 'replication', 'parent', 'cost in requests', 'columns'];
  return toTable(head, rows);
}

/** Singer's word for how a stream is replicated, with the key. */
export function describeReplication(name: StreamName): string {
  const key = replicationKeyOf(definitions[name]);
  return key === undefined ? 'FULL_TABLE' : `INCREMENTAL by \`${key}\``;
}
