import {
  describeRequest,
  GROUPS,
  parentOf,
  replicationKeyOf,
  type StreamName,
} from '../../src/streams/definition.ts';
import { definitions, streamNames } from '../../src/streams/definitions.ts';
import { toTable } from './markdown-table.ts';
import { describeCost } from './request-cost.ts';
import { schemaOf } from './schema-files.ts';

/** The table of all streams. */
export function streamsTable(): string {
  const rows = streamNames.map((name) => {
    const definition = definitions[name];
    return [
      `[${name}](tables.md#${name})`,
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

/** The table of the groups of streams that --select takes. */
export function groupsTable(): string {
  const rows = GROUPS.map((group) => {
    const names = streamNames.filter((name) => definitions[name].groups.includes(group));
    return [`\`+${group}\``, names.map((name) => `\`${name}\``).join(', ')];
  });
  return toTable(['group', 'streams'], rows);
}

/** Singer's word for how a stream is replicated, with the key. */
export function describeReplication(name: StreamName): string {
  const key = replicationKeyOf(definitions[name]);
  return key === undefined ? 'FULL_TABLE' : `INCREMENTAL by \`${key}\``;
}
