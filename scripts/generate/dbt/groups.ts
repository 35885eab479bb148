import { GROUPS } from '../../../src/streams/definition.ts';
import { definitions, streamNames } from '../../../src/streams/definitions.ts';

/** The macro that knows which streams each group has, as the tap's `--select` does. */
export function dbtGroups(): string {
  const groups = GROUPS.map((group) => {
    const members = streamNames.filter((name) => definitions[name].groups.includes(group));
    return `  '+${group}': [${members.map((name) => `'${name}'`).join(', ')}],`;
  });
  const names = streamNames.map((name) => `'${name}'`).join(', ');
  return `{# Made by \`npm run generate\`. Do not edit. #}
{% macro stream_groups() %}{{ return({
${groups.join('\n')}
}) }}{% endmacro %}

{% macro stream_names() %}{{ return([${names}]) }}{% endmacro %}
`;
}
