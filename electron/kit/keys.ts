/** Names and values as the platform gives them, in its order; a map, since a name may be any text. */
export type Values = ReadonlyMap<string, string>;

/** `ADMIN_USERNAME`, `adminUsername` and `admin-username` are one key. */
export const plainKey = (key: string): string => key.toUpperCase().replaceAll(/[^A-Z0-9]/g, '');

/** The value of the first of these keys that is there and not empty. */
export function pick(values: Values, ...keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const wanted = plainKey(key);
    const found = [...values].find(([each, value]) => plainKey(each) === wanted && value !== '');
    if (found) return found[1];
  }
  return undefined;
}

/** They lead to the addon over the public internet, past the forward. */
export const isExternal = (key: string): boolean => plainKey(key).startsWith('EXTERNAL');

const books = new WeakMap<Values, ReadonlyMap<string, string>>();

/** The first key for each plain one; made once, since every host of thousands of variables asks. */
function bookOf(values: Values): ReadonlyMap<string, string> {
  const known = books.get(values);
  if (known) return known;
  const book = new Map([...values.keys()].toReversed().map((key) => [plainKey(key), key] as const));
  books.set(values, book);
  return book;
}

/** The key of the port that belongs to a host: `DB_HOST_READ` → `DB_PORT_READ`, else `DB_PORT`, which is not its alone. */
export function portKeyOf(
  values: Values,
  hostKey: string,
): { readonly key: string; readonly isOwn: boolean } | undefined {
  const wanted = plainKey(hostKey);
  const at = wanted.lastIndexOf('HOST');
  if (at < 0) return undefined;
  const head = wanted.slice(0, at);
  const tail = wanted.slice(at + 4).replace(/^NAME/, '');
  const book = bookOf(values);
  const own = book.get(`${head}PORT${tail}`);
  if (own !== undefined) return { key: own, isOwn: true };
  const shared = book.get(`${head}PORT`);
  return shared === undefined ? undefined : { key: shared, isOwn: false };
}
