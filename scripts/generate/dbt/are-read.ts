import type { StreamName } from '../../../src/streams/definition.ts';
import { definitions } from '../../../src/streams/definitions.ts';

/** An expression of dbt for YAML, where macros are unknown: the variable lists the streams, by name or by group. */
export function areRead(...names: readonly StreamName[]): string {
  const conditions = names.map((name) => {
    const words = [name, ...definitions[name].groups.map((group) => `+${group}`)];
    const isRead = words.map((word) => `'${word}' in var('customerio_streams', ['+default'])`).join(' or ');
    return names.length > 1 ? `(${isRead})` : isRead;
  });
  return `{{ ${conditions.join(' and ')} }}`;
}
