import type { z } from 'zod';
import type { Book } from './records.ts';

const isObject = (value: unknown): value is Book<unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export type SavedReader = {
  /** The object of this name, empty where there is none; `broken` where it is something else. */
  readonly part: (name: string, within?: Book<unknown>) => Book<unknown>;
  /** Its entries that fit; each of the others is named in `broken`. */
  readonly book: <T>(
    name: string,
    schema: z.ZodType<T>,
    fits: (value: T, key: string) => boolean,
    within?: Book<unknown>,
  ) => Book<T>;
  readonly broken: string[];
};

/** Reads the parts of a file entry by entry. Undefined where the file as a whole is none. */
export function savedReader(raw: unknown): SavedReader | undefined {
  if (!isObject(raw)) return undefined;
  const broken: string[] = [];
  const part: SavedReader['part'] = (name, within = raw) => {
    const key = name.slice(name.lastIndexOf('.') + 1);
    const value = Object.hasOwn(within, key) ? within[key] : {};
    if (isObject(value)) return value;
    broken.push(name);
    return {};
  };
  return {
    part,
    broken,
    book: (name, schema, fits, within) => {
      const entries = Object.entries(part(name, within)).flatMap(([key, value]) => {
        const parsed = schema.safeParse(value);
        if (parsed.success && fits(parsed.data, key)) return [[key, parsed.data] as const];
        broken.push(`${name}.${key.slice(0, 120)}`);
        return [];
      });
      return Object.fromEntries(entries);
    },
  };
}
