import { describeRequest, docsOf, parentOf, type StreamName } from '../../src/streams/definition.ts';
import { definitions, streamNames } from '../../src/streams/definitions.ts';
import { type Column, describeType, isNullable, listColumns } from './columns.ts';
import { entityDiagram } from './entity-diagram.ts';
import { toCell, toTable } from './markdown-table.ts';
import { listReferences } from './references.ts';
import { describeCost } from './request-cost.ts';
import { areaByStream, schemaOf } from './schema-files.ts';
import { describeReplication } from './stream-tables.ts';

const INTRODUCTION = `<!-- Made by \`npm run generate\` from schemas/ and src/streams/definitions.ts. Do not edit. -->

# Tables

One table for each stream, as the tap describes it to the target. How a target names and stores the types is its own
affair; here they are in plain words:

- *timestamp*: a text of RFC 3339 in UTC, such as \`2026-01-31T12:00:00Z\`, with the format \`date-time\`.
- *object*, *list*: JSON. A \`.\` leads to a field of an object, or of each object in a list; many targets keep these
  fields within one JSON column, others make columns of them.
- *free-form object*: JSON whose fields differ from row to row, and come mostly from your own events and attributes.
- null: whether the column can be null. The API guarantees only keys, so everything else can be. \`messages.metrics\` is an
  object always; its fields can be null.

*Refers to* names the column of another table that holds the same value. Nothing guarantees that the other row exists: it
may have been deleted in Customer.io, or its stream may not be selected.

\`people\` has everybody, with all attributes; it is not read by default. Where it is not selected, \`segment_membership\`
has a row for each person and segment: reduce it to a row for each \`cio_id\` before you join it, or rows multiply.
Customer.io calls \`cio_id\` immutable; \`customer_id\` and \`email\` can change, or be unset.

Activities of deleted people are not read: the API lists them only when it is asked for them, and whether they then come
beside the others or alone is not known. Archived segments are not read: the API does not list them. Do not schedule metrics between 04:00 and 05:00 UTC: whether the API's days begin at midnight in New York or in
"EST" all year round is not known, and in that hour the two differ.`;

const DIAGRAM_NOTE = `Keys and references only; all columns are below. A line's label is the column that refers. At the end of a line two bars
mean exactly one row, a bar and a circle one row or none, a fork and a circle any number. An action is found by both its
ids, such as \`messages.campaign_id\` and \`messages.action_id\`.`;

/** The page that describes every table and every column. */
export function tablesPage(): string {
  const areas = [...new Set(streamNames.map((name) => areaByStream.get(name) ?? ''))];
  const contents = areas
    .map((area) => {
      const names = streamNames.filter((name) => areaByStream.get(name) === area);
      return `**${area}**\n\n${names.map((name) => `- [${name}](#${name}): ${summaryOf(name)}`).join('\n')}`;
    })
    .join('\n\n');
  return [
    INTRODUCTION,
    contents,
    '## How the tables hang together',
    DIAGRAM_NOTE,
    ...areas.map((area) => `### ${area} tables\n\n\`\`\`mermaid\n${entityDiagram(area)}\n\`\`\``),
    ...streamNames.flatMap(section),
    '',
  ]
    .join('\n\n')
    .replace(/\n+$/, '\n');
}

function section(name: StreamName): string[] {
  const definition = definitions[name];
  const parent = parentOf(definition);
  const above = parent ? [`- parent: [${parent}](#${parent})`] : [];
  const facts = [
    `- request: [\`${describeRequest(definition)}\`](${docsOf(definition)})`,
    `- primary key: ${definition.primaryKey.map((key) => `\`${key}\``).join(', ')}`,
    `- replication: ${describeReplication(name)}`,
    ...above,
    `- cost in requests: ${describeCost(name)}`,
  ];
  const references = listReferences().filter(({ from }) => from === name);
  const targetsOf = (path: string) =>
    references
      .filter(({ column }) => column === path)
      .map(({ to, toColumn }) => `[${to}](#${to}).${toColumn}`)
      .join(' or ');
  const rows = listColumns(name).map((column) => [...toCells(column), targetsOf(column.path)]);
  const table = toTable(['column', 'type', 'null', 'meaning', 'refers to'], rows);
  return [`## ${name}`, summaryOf(name), facts.join('\n'), table];
}

function toCells({ path, schema }: Column): string[] {
  const nullable = isNullable(schema) ? 'yes' : 'no';
  return [`\`${path}\``, describeType(schema), nullable, toCell(String(schema['description'] ?? ''))];
}

function summaryOf(name: StreamName): string {
  return toCell(String(schemaOf(name)['description'] ?? ''));
}
