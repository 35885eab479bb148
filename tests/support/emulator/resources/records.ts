import { allRecords, type Resource, type WholeResource } from '../resource.ts';

/** The requests for single records of the lists given. */
export function recordsOf(lists: readonly Resource[]): WholeResource[] {
  return lists.flatMap((list) => {
    if ('body' in list || list.single === undefined) return [];
    const [template, key] = list.single;
    const body: WholeResource['body'] = (place) => {
      const id = place.params.at(-1);
      const records = allRecords(list, { ...place, params: place.params.slice(0, -1) }) ?? [];
      const found = records.find((record) => String(Object(record).id) === id);
      return found === undefined || key === undefined ? found : { [key]: found };
    };
    return [{ template, body }];
  });
}
