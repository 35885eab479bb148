import { expect, it } from 'vitest';
import { personalColumns } from '../../../scripts/generate/personal-data.ts';
import { schemaOf } from '../../../scripts/generate/schema-files.ts';
import { streamNames } from '../../../src/streams/definitions.ts';

/** Words of column names that say that a person is meant. */
const PERSONAL =
  /^(cio_id|customer_\w+|recipient|bcc|reply_to|\w*e?mail|phone|devices|user_\w+|created_by|attributes|data)$/;

it('docs/privacy.md lists every column whose name says that it is about a person', () => {
  const missing = streamNames.flatMap((name) =>
    Object.keys(schemaOf(name).properties ?? {})
      .filter((column) => PERSONAL.test(column) && !personalColumns[name]?.includes(column))
      .map((column) => `${name}.${column}`),
  );
  expect(missing).toEqual([]);
});
