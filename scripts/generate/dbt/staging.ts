import { stringify } from 'yaml';
import type { StreamName } from '../../../src/streams/definition.ts';
import { streamNames } from '../../../src/streams/definitions.ts';
import { schemaOf } from '../schema-files.ts';
import { columnTests, type DataTest, modelTests } from './key-tests.ts';
import { stagedColumns } from './staged-columns.ts';

/** Streams whose deleted rows are kept: the package tells of those who left. */
const KEEPS_DELETED: ReadonlySet<StreamName> = new Set(['people', 'segment_membership']);

/** Path below the project's folder → text: the staging models, one a stream, and their descriptions. */
export function dbtStaging(): [string, string][] {
  const models = streamNames.map((stream): [string, string] => [
    `dbt/models/staging/stg_customerio__${stream}.sql`,
    stagingModel(stream),
  ]);
  return [...models, ['dbt/models/staging/staging.yml', descriptions()]];
}

function stagingModel(stream: StreamName): string {
  const columns = stagedColumns(stream).map(
    ({ source, type, name }) => `  ('${source}', '${type}', '${name}'),`,
  );
  const keeps = KEEPS_DELETED.has(stream) ? ', keeps_deleted=true' : '';
  return `{# Made by \`npm run generate\`. Do not edit. #}
{{ config(enabled=reads('${stream}')) }}
{{ stage('${stream}', [
${columns.join('\n')}
]${keeps}) }}
`;
}

function descriptions(): string {
  const models = streamNames.map((stream) => ({
    name: `stg_customerio__${stream}`,
    description: String(schemaOf(stream)['description'] ?? ''),
    ...dataTests(modelTests(stream)),
    columns: stagedColumns(stream).map(({ source, name, description }) => ({
      name,
      description,
      ...dataTests(columnTests(stream, source)),
    })),
  }));
  const yaml = stringify({ models }, { lineWidth: 0, aliasDuplicateObjects: false });
  return `# Made by \`npm run generate\`. Do not edit.\n${yaml}`;
}

function dataTests(tests: readonly DataTest[]): object {
  return tests.length > 0 ? { data_tests: tests } : {};
}
