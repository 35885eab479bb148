import { readFileSync } from 'node:fs';

/** A database that the page has queries for. */
export type Database = 'PostgreSQL' | 'DuckDB';

/** One question of docs/recipes/queries.md. */
export interface Question {
  title: string;
  /** What the page says that it needs. */
  streams: string[];
  /** The SQL for each database, without the semicolon. */
  sql: Partial<Record<Database, string>>;
}

const PAGE = new URL('../../../docs/recipes/queries.md', import.meta.url);

/** The questions of the page, in its order. */
export function readQuestions(): Question[] {
  const [, ...sections] = readFileSync(PAGE, 'utf8').split(/^## /m);
  return sections.map((section) => {
    const [title = ''] = section.split('\n', 1);
    const [, list = ''] = /^- Streams: (.+)\.$/m.exec(section) ?? [];
    const sql: Question['sql'] = {};
    for (const [, label = '', block = ''] of section.matchAll(/^([^\n]+):\n\n```sql\n(.*?);\n```$/gms)) {
      if (label.includes('PostgreSQL')) sql.PostgreSQL = block;
      if (label.includes('DuckDB')) sql.DuckDB = block;
    }
    return { title, streams: [...list.matchAll(/`(\w+)`/g)].map(([, name = '']) => name), sql };
  });
}
