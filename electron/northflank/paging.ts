import { z } from 'zod';
import { Failure, hitsEverything } from '../contract/failure.ts';
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
  /** A list without items may be absent. */
  readonly mayLack?: boolean;
  /** How many items there should be, where that is known: all pages are then asked for at once. */
  readonly expected?: number | undefined;
};

/** What could be read of a list. With a `failure` some pages are missing. */
export type List<T> = { readonly items: T[]; readonly failure?: Failure };

/** Whether the failure is about this one address alone, so that others are worth asking for. */
export function isOfOneAlone(error: unknown, signal: AbortSignal | undefined): error is Failure {
  return error instanceof Failure && !signal?.aborted && !hitsEverything(error.problem);
}

type Place = { readonly cursor?: string; readonly page?: number };
type Page = { readonly items: readonly unknown[]; readonly next: Place | undefined };

/**
 * All items of a list, over all pages: by cursor, or by page number where a page says that there is more and names no
 * cursor. An answer without `pagination` is the last one. Items that come twice, because the list changed meanwhile, count
 * once. A page that fails does not hide the others. Rejects where nothing else could be read either.
 */
export async function readList<T extends { readonly id: string }>(
  api: Pick<Api, 'get' | 'host'>,
  path: string,
  { key, item, onSkip, mayLack = false, expected = 0, ...options }: ListOptions<T>,
): Promise<List<T>> {
  const Body = z.object({
    data: z.object({ [key]: mayLack ? z.array(z.unknown()).default([]) : z.array(z.unknown()) }),
    pagination: Pagination.optional().catch(undefined),
  });
  const found = new Map<string, T>();
  const cursors = new Set<string>();
  let failure: Failure | undefined;

  const readPage = async (place: Place, number: number): Promise<Page> => {
    const { body } = await api.get(path, { ...options, query: { per_page: PER_PAGE, ...place } });
    const { data, pagination = {} } = read(Body, body, api.host);
    const items = data[key] ?? [];
    const { cursor, hasNextPage = cursor !== undefined } = pagination;
    if (items.length > MAX_ITEMS) throw malformed(api.host);
    if (!hasNextPage) return { items, next: undefined };
    const leadsOn = cursor === undefined ? items.length > 0 : !cursors.has(cursor);
    if (!leadsOn) throw malformed(api.host);
    if (cursor !== undefined) cursors.add(cursor);
    return { items, next: cursor === undefined ? { page: number + 1 } : { cursor } };
  };
  /** Undefined where this page alone is in trouble. */
  const tryPage = async (place: Place, number: number): Promise<Page | undefined> => {
    try {
      return await readPage(place, number);
    } catch (error) {
      if (!isOfOneAlone(error, options.signal)) throw error;
      failure ??= error;
      return undefined;
    }
  };
  const take = (page: Page | undefined) => {
    for (const each of readItems(item, page?.items ?? [], onSkip)) if (!found.has(each.id)) found.set(each.id, each);
  };

  const numbered = Math.min(MAX_PAGES, Math.max(1, Math.ceil(expected / PER_PAGE)));
  const first = Array.from({ length: numbered }, (_, index) => index + 1);
  const pages = await Promise.all(first.map((number) => tryPage(number === 1 ? {} : { page: number }, number)));
  for (const page of pages) take(page);

  let number = numbered;
  let next = pages.at(-1)?.next;
  while (next && number < MAX_PAGES && found.size <= MAX_ITEMS) {
    number += 1;
    const page = await tryPage(next, number);
    take(page);
    // The cursor of a page that failed is not known, but its number is; two in a row are the list's end.
    if (page) next = page.next;
    else if (next.page === number) next = undefined;
    else next = failure?.problem.code === 'api-malformed' ? undefined : { page: number + 1 };
  }
  if (next) failure ??= malformed(api.host);
  if (found.size > MAX_ITEMS) failure ??= malformed(api.host);
  return { items: [...found.values()], ...(failure && { failure }) };
}

/** The same, where a list that is not whole is of no use: rejects with the `Failure`. */
export async function listAll<T extends { readonly id: string }>(
  api: Pick<Api, 'get' | 'host'>,
  path: string,
  options: ListOptions<T>,
): Promise<T[]> {
  const { items, failure } = await readList(api, path, options);
  if (failure) throw failure;
  return items;
}
