import type { SessionState } from './session.ts';

/**
 * The difference between two states. Records are compared entry by entry, everything else whole; both by reference, which
 * is enough because only the reducer makes states and it keeps what it does not change.
 */
export type Patch = {
  /** Top-level values that changed and are no records. */
  readonly values: Partial<SessionState>;
  /** Per record: entries set. */
  readonly set: { readonly [field: string]: Readonly<Record<string, unknown>> };
  /** Per record: entries gone. */
  readonly gone: { readonly [field: string]: readonly string[] };
};

const RECORDS = [
  'accounts',
  'projects',
  'resources',
  'instances',
  'forwards',
  'traffic',
  'places',
  'served',
  'problems',
  'activity',
  'favourites',
  'recent',
  'profiles',
  'marks',
  'kit',
  'requests',
] as const satisfies readonly (keyof SessionState)[];
const isRecord = (field: string): field is (typeof RECORDS)[number] => (RECORDS as readonly string[]).includes(field);

/** Undefined when nothing changed. */
export function diff(previous: SessionState, next: SessionState): Patch | undefined {
  if (previous === next) return undefined;
  const values: Record<string, unknown> = {};
  const set: Record<string, Record<string, unknown>> = {};
  const gone: Record<string, string[]> = {};
  for (const field of Object.keys(next) as (keyof SessionState)[]) {
    if (previous[field] === next[field]) continue;
    if (!isRecord(field)) {
      values[field] = next[field];
      continue;
    }
    const before: Readonly<Record<string, unknown>> = previous[field];
    const after: Readonly<Record<string, unknown>> = next[field];
    // Ten thousand resources are compared for each change of one: no entry is made that does not differ.
    const changed = Object.keys(after).filter((key) => before[key] !== after[key]);
    const lost = Object.keys(before).filter((key) => !Object.hasOwn(after, key));
    if (changed.length > 0) set[field] = Object.fromEntries(changed.map((key) => [key, after[key]]));
    if (lost.length > 0) gone[field] = lost;
  }
  if (Object.keys(values).length + Object.keys(set).length + Object.keys(gone).length === 0) return undefined;
  return { values, set, gone };
}

/** Entries that the patch does not name stay the same objects, so a list re-renders only the rows that changed. */
export function apply(state: SessionState, patch: Patch): SessionState {
  const next: Record<string, unknown> = { ...state, ...patch.values };
  for (const field of RECORDS) {
    const set = patch.set[field];
    const gone = patch.gone[field];
    if (!set && !gone) continue;
    const record: Record<string, unknown> = { ...state[field], ...set };
    for (const key of gone ?? []) delete record[key];
    next[field] = record;
  }
  return next as SessionState;
}
