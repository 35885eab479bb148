import type { World } from '../../support/emulator/world.ts';
import { expectedRows } from '../expected-rows.ts';
import type { Row } from '../store.ts';
import { columnsOfType, tables } from '../tables.ts';
import type { Target } from './targets.ts';

/** The rows that a target's tables have to hold: what the emulator serves, in the form in which the target stores it. */
export function storedRows({ stored }: Target, world: World): Record<string, Row[]> {
  const served = expectedRows(world);
  return Object.fromEntries(
    Object.entries(tables).map(([name, table]) => {
      const texts = columnsOfType(table, 'text');
      const toStored = (row: Row): Row => {
        const values = texts.map((column) => {
          const value = row[column];
          return [column, typeof value === 'string' ? stored(value) : value];
        });
        return { ...row, ...Object.fromEntries(values) };
      };
      return [name, (served[name] ?? []).map(toStored)];
    }),
  );
}
