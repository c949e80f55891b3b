import { problem } from '../contract/problem.ts';
import type { SessionState } from '../contract/session.ts';
import { fromSaved, toSaved } from './saved.ts';
import type { Store } from './store.ts';

type Disk = {
  readonly read: () => unknown;
  readonly write: (content: Record<string, unknown>) => void;
  readonly keepCopy: () => string | undefined;
  readonly brokenCopy: string | undefined;
};

/** What decides whether there is anything new to write; statuses and traffic change all the time and are not saved. */
const SAVED_FIELDS = ['accounts', 'projects', 'resources', 'forwards', 'places', 'settings', 'hostnames'] as const;

const namesDiffer = ({ hostnames: a }: SessionState, { hostnames: b }: SessionState) =>
  a.wished !== b.wished || a.preferred !== b.preferred;

const wishesDiffer = (a: SessionState, b: SessionState) =>
  Object.keys(a.forwards).length !== Object.keys(b.forwards).length ||
  Object.values(b.forwards).some(({ id, wish }) => a.forwards[id]?.wish !== wish);

/**
 * Restores the last run's state into the store, then writes every change that is to survive. Written in the same turn of
 * the loop: a wish counts from the moment it was shown, also when the app is killed in the next one.
 */
export function keepOnDisk(store: Store, disk: Disk): { readonly close: () => void } {
  const { saved, broken } = fromSaved(disk.read());
  const kept = disk.brokenCopy ?? (broken.length > 0 ? disk.keepCopy() : undefined);
  store.dispatch({ type: 'restored', saved });
  if (broken.length > 0 || disk.brokenCopy) {
    const entries = broken.length > 0 ? broken.slice(0, 5).join(', ') : 'the saved state';
    store.dispatch({
      type: 'problem-raised',
      key: 'saved-unreadable',
      problem: problem('saved-unreadable', { entries, ...(kept && { kept }) }),
    });
  }

  let due = false;
  const write = () => {
    due = false;
    disk.write({ ...toSaved(store.read()) });
  };
  const unsubscribe = store.subscribe((next, previous) => {
    const changed = SAVED_FIELDS.some((field) => {
      if (field === 'forwards') return wishesDiffer(previous, next);
      return field === 'hostnames' ? namesDiffer(previous, next) : previous[field] !== next[field];
    });
    if (!changed || due) return;
    due = true;
    queueMicrotask(write);
  });

  return {
    close: () => {
      unsubscribe();
      if (due) write();
    },
  };
}
