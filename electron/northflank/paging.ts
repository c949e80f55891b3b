import { z } from 'zod';
import { Pagination, read, readItems } from './answers.ts';
import type { Api, GetOptions } from './api.ts';
import { malformed } from './faults.ts';

const PER_PAGE = 100;
/** More than any account holds; ends a server that always has one more page. */
const MAX_PAGES = 200;
/** The same for one that puts everything on one page: each item is shown, saved, and costs a request of its own. */
const MAX_ITEMS = 10_000;

export type ListOptions<T> = GetOptions & {
  /** Where the items stand in `data`. */
  readonly key: string;
  readonly item: z.ZodType<T>;
  readonly onSkip: () => void;
};

/**
 * All items of a list, over all pages: by cursor, or by page number where a page says that there is more and names no
 * cursor. An answer without `pagination` is the last one. Items that come twice, because the list changed meanwhile, count
 * once. Rejects with api-malformed where the pages lead round in a circle.
 */
export async function listAll<T extends { readonly id: string }>(
  api: Pick<Api, 'get' | 'host'>,
  path: string,
  { key, item, onSkip, ...options }: ListOptions<T>,
): Promise<T[]> {
  const Page = z.object({
    data: z.object({ [key]: z.array(z.unknown()) }),
    pagination: Pagination.optional().catch(undefined),
  });
  const found = new Map<string, T>();
  const cursors = new Set<string>();
  let next: { readonly cursor?: string; readonly page?: number } = {};
  for (let page = 1; page <= MAX_PAGES; page += 1) {
    const { body } = await api.get(path, { ...options, query: { per_page: PER_PAGE, ...next } });
    const { data, pagination = {} } = read(Page, body, api.host);
    const items = data[key] ?? [];
    for (const each of readItems(item, items, onSkip)) if (!found.has(each.id)) found.set(each.id, each);
    const { cursor, hasNextPage = cursor !== undefined } = pagination;
    if (found.size > MAX_ITEMS) throw malformed(api.host);
    if (!hasNextPage) return [...found.values()];
    const leadsOn = cursor === undefined ? items.length > 0 : !cursors.has(cursor);
    if (!leadsOn) throw malformed(api.host);
    if (cursor !== undefined) cursors.add(cursor);
    next = cursor === undefined ? { page: page + 1 } : { cursor };
  }
  throw malformed(api.host);
}
