import { parentOf, type StreamName } from '../../src/streams/definition.ts';
import { definitions, streamNames } from '../../src/streams/definitions.ts';
import { describeType, listColumns } from './columns.ts';
import { listReferences, type Reference } from './references.ts';
import { areaByStream } from './schema-files.ts';

/**
 * A Mermaid `erDiagram` of an area's tables, with those columns only that are keys or refer to another table; tables of
 * other areas that they refer to stand there without columns.
 */
export function entityDiagram(area: string): string {
  const isOwn = (name: StreamName) => areaByStream.get(name) === area;
  // A list of a parent's children says what the children's own table says better.
  const references = listReferences().filter(
    ({ from, to }) => isOwn(from) && parentOf(definitions[to]) !== from,
  );
  const lines = new Map<string, string[]>();
  for (const { column, ...reference } of references) {
    const line = relation(reference);
    lines.set(line, [...(lines.get(line) ?? []), column]);
  }
  return [
    'erDiagram',
    ...streamNames.filter(isOwn).flatMap((name) => entity(name, references)),
    ...[...lines].map(([line, columns]) => `  ${line} : "${columns.join(', ')}"`),
  ].join('\n');
}

function entity(name: StreamName, references: readonly Reference[]): string[] {
  const refers = new Set(
    references.filter(({ from }) => from === name).map(({ column }) => column.split('.')[0]),
  );
  const attributes = listColumns(name).flatMap(({ path, schema }) => {
    const marks = [
      ...(definitions[name].primaryKey.includes(path) ? ['PK'] : []),
      ...(refers.has(path) ? ['FK'] : []),
    ];
    if (marks.length === 0) return [];
    return `    ${describeType(schema).replaceAll(' ', '_')} ${path} ${marks.join(', ')}`;
  });
  return [`  ${name} {`, ...attributes, '  }'];
}

function relation({ from, to, isToOne, isToParent }: Omit<Reference, 'column'>): string {
  const target = isToOne ? (isToParent ? '||' : '|o') : '}o';
  return `${to} ${target}--o{ ${from}`;
}
