import { isReadByPeriods, type StreamName } from '../../src/streams/definition.ts';
import { definitions } from '../../src/streams/definitions.ts';

/** What a whole stream costs in requests, in words, from its definition. */
export function describeCost(name: StreamName): string {
  const { partitionBy, replication, variants } = definitions[name];
  const size = pageSizeOf(name);
  if (partitionBy?.kind === 'batch') return `1 per ${count(partitionBy.size)} ${toWords(partitionBy.stream)}`;
  if (partitionBy?.kind === 'each') {
    const each = `1 per ${singular(partitionBy.stream)}`;
    return size === undefined || isReadByPeriods(replication)
      ? each
      : `${each} and ${count(size)} ${toWords(thingsOf(name))}`;
  }
  const pages = size === undefined ? '1' : `1 per ${count(size)} ${toWords(name)}`;
  if (partitionBy?.kind === 'values')
    return `${pages}, at least 2 for each ${listColumns(partitionBy.columns)}`;
  if (replication.method === 'FULL_TABLE') return variants ? `${pages}, in ${variants.length} ways` : pages;
  return replication.by.kind === 'windows'
    ? `${pages}, at least 1 for each \`${name}_window_days\``
    : `${pages}, down to those that are known`;
}

function listColumns(columns: Readonly<Record<string, unknown>>): string {
  return Object.keys(columns)
    .map((column) => column.replaceAll('_', ' '))
    .join(' and ');
}

function pageSizeOf(name: StreamName): number | undefined {
  const { pagination } = definitions[name];
  if (pagination.kind === 'none') return undefined;
  return 'limit' in pagination ? pagination.limit : pagination.fixedLimit;
}

/** What a child holds: `actions` of campaign_actions, `members` of segment_membership. */
function thingsOf(name: StreamName): string {
  return name.replace(/^[^_]+_/, '').replace(/ship$/, 's');
}

function singular(name: StreamName): string {
  return toWords(name)
    .replace(/identifiers$/, '')
    .trim()
    .replace(/^people$/, 'person')
    .replace(/ies$/, 'y')
    .replace(/s$/, '');
}

function toWords(name: string): string {
  return name.replaceAll('_', ' ');
}

function count(size: number): string {
  return size.toLocaleString('en-US');
}
