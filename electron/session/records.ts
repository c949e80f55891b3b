/**
 * Records keyed by what the world sends. Only own entries count, so a key such as `constructor` names nothing, and whatever
 * does not change stays the same object, because patches are made by comparing references.
 */
export type Book<T> = Readonly<Record<string, T>>;

export function own<T>(book: Book<T>, key: string): T | undefined {
  return Object.hasOwn(book, key) ? book[key] : undefined;
}

/** Deep equality of plain data; a key that is absent differs from one that is there. */
export function sameData(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const before = Object.entries(a);
  const after = b as Readonly<Record<string, unknown>>;
  if (before.length !== Object.keys(after).length) return false;
  return before.every(([key, value]) => Object.hasOwn(after, key) && sameData(value, after[key]));
}

/** `next`, or `previous` where both say the same. */
export function keep<T>(previous: T | undefined, next: T): T {
  return previous !== undefined && sameData(previous, next) ? previous : next;
}

/** The book with these entries set; the same book when they were there already. */
export function put<T>(book: Book<T>, entries: Iterable<readonly [string, T]>): Book<T> {
  const changed = [...entries].filter(([key, value]) => !sameData(own(book, key), value));
  return changed.length === 0 ? book : { ...book, ...Object.fromEntries(changed) };
}

/** The book with only the entries that pass; the same book when all do. */
export function filterBook<T>(book: Book<T>, passes: (value: T, key: string) => boolean): Book<T> {
  const entries = Object.entries(book);
  const left = entries.filter(([key, value]) => passes(value, key));
  return left.length === entries.length ? book : Object.fromEntries(left);
}
