import type { ListRequest } from '../pages/page-request.ts';
import type { OnFault } from '../records/faults.ts';
import { compileReshape } from '../records/reshape.ts';
import { contextColumns } from '../streams/definition.ts';
import type { PlannedStream } from '../streams/planned-stream.ts';

/** Makes what is asked for, and how its records become those of the stream. */
export function toListRequest(
  { definition, known }: Pick<PlannedStream, 'definition' | 'known'>,
  onFault: OnFault = () => {},
): ListRequest {
  const onUnreadStart = (field: string) =>
    onFault('time cannot be read, so periods are counted from the time asked for', field);
  const reshape = compileReshape(definition.promote, { known, given: contextColumns(definition) });
  return { ...definition, reshape, onUnreadStart };
}
