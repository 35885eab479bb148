import { RequestError } from '../http/errors.ts';
import { type Page, type PagedList, type PageRequest, readPages } from '../pages/read-pages.ts';
import { TapError } from '../tap-error.ts';

/** Statuses with which a server may say that it does not know a cursor (any more). */
const REFUSALS: readonly (number | undefined)[] = [400, 404, 410, 422];

/** The API does not know a cursor that an earlier run has left. */
export class ForgottenCursorError extends TapError {
  override name = 'ForgottenCursorError';
}

/**
 * Reads on from an earlier run's cursor. Throws {@link ForgottenCursorError} if the first request is refused, or
 * answered with nothing at all: an API may well answer what it does not understand with an empty list. If the last
 * page with records still has some, though, the empty answer is the list's true end.
 */
export async function* readOn(list: PagedList, request: PageRequest): AsyncGenerator<Page, void, undefined> {
  let isFirst = true;
  try {
    for await (const page of readPages(list, request)) {
      const isDoubtful = isFirst && page.records.length === 0 && page.next === undefined;
      if (isDoubtful && !(await hasRecords(list, request))) {
        throw new ForgottenCursorError(`GET ${list.path}: an empty answer to an earlier run's cursor`);
      }
      isFirst = false;
      yield page;
    }
  } catch (error) {
    const isRefused = isFirst && error instanceof RequestError && REFUSALS.includes(error.status);
    throw isRefused ? new ForgottenCursorError(error.message) : error;
  }
}

async function hasRecords(
  list: PagedList,
  { params = {}, query = {}, lastWithRecords: cursor, getJson, now }: PageRequest,
): Promise<boolean> {
  // Without a cursor it is the first page, which says nothing of what the API knows.
  if (cursor === undefined) return false;
  // A look, no reading: what the run itself remembers of the list stays as it is.
  const look = readPages(list, { params, query, getJson, now, cursor, wantsNext: () => false });
  for await (const page of look) return page.records.length > 0;
  return false;
}

/** Reads a list, from an earlier run's cursor if there is one; anew, after telling so, if the API has forgotten it. */
export async function* resumePages(
  list: PagedList,
  request: PageRequest,
  onForgotten: () => void,
): AsyncGenerator<Page, void, undefined> {
  if (request.cursor !== undefined) {
    try {
      yield* readOn(list, request);
      return;
    } catch (error) {
      if (!(error instanceof ForgottenCursorError)) throw error;
      onForgotten();
    }
  }
  yield* readPages(list, { ...request, cursor: undefined, lastWithRecords: undefined });
}
