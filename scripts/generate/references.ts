import { parentKeys, parentOf, type StreamName } from '../../src/streams/definition.ts';
import { definitions, isStreamName, streamNames } from '../../src/streams/definitions.ts';
import { listColumns } from './columns.ts';

/** A column whose values are keys of another table. */
export interface Reference {
  readonly from: StreamName;
  /** The column that refers, with dots for what lies within it: `customer_identifiers.cio_id`. */
  readonly column: string;
  readonly to: StreamName;
  readonly toColumn: string;
  /** Whether a row of `from` points to one row of `to` at most. */
  readonly isToOne: boolean;
  /** Whether the value is the parent's key, so that it is always there. */
  readonly isToParent: boolean;
}

/** Every reference between tables: those to parents, and those that the definitions name. */
export function listReferences(): Reference[] {
  return streamNames.flatMap((from) => {
    const { references = {} } = definitions[from];
    const parent = parentOf(definitions[from]);
    const toParent = Object.entries(parentKeys(definitions[from])).map(([column, parentColumn]) =>
      toReference(from, column, `${parent}.${parentColumn}`, true),
    );
    const toOthers = Object.entries(references).flatMap(([column, targets]) =>
      targets.map((target) => toReference(from, column, target, false)),
    );
    return [...toParent, ...toOthers];
  });
}

function toReference(from: StreamName, column: string, target: string, isToParent: boolean): Reference {
  const [to = '', toColumn = ''] = target.split('.');
  const columns = listColumns(from);
  const found = columns.find(({ path }) => path === column);
  if (!found || !isStreamName(to)) throw new Error(`${from}.${column} → ${target}: there is no such column`);
  const { primaryKey } = definitions[to];
  // Partition of a key is enough where the rest of it is in the same row under the same name.
  const isUnique =
    primaryKey.includes(toColumn) &&
    primaryKey.every((key) => key === toColumn || columns.some(({ path }) => path === key));
  return { from, column, to, toColumn, isToOne: isUnique && !found.isMany, isToParent };
}
