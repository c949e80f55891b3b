import { toProblem } from '../contract/failure.ts';
import { problem } from '../contract/problem.ts';
import type { SessionState } from '../contract/session.ts';
import { sameData } from './records.ts';
import type { SavedCatalog } from './saved-catalog.ts';
import { fromSaved, toSaved } from './saved.ts';
import type { Store } from './store.ts';

type Disk = {
  readonly read: () => unknown;
  readonly write: (content: Record<string, unknown>) => void;
  readonly keepCopy: () => string | undefined;
  readonly brokenCopy: string | undefined;
};

/**
 * How long after the last write the next one waits, by what there is to save. Each one puts the whole file on the disk,
 * which takes some milliseconds and holds up every tunnel: a wish is worth it at once, one of many addresses that are given
 * out while all forwards start is not.
 */
const REST_MS = { wish: 0, place: 250, account: 2000, failed: 10_000 };

const wishesDiffer = (a: SessionState, b: SessionState) =>
  Object.keys(a.forwards).length !== Object.keys(b.forwards).length ||
  Object.values(b.forwards).some(({ id, wish }) => a.forwards[id]?.wish !== wish);

const namesDiffer = ({ hostnames: a }: SessionState, { hostnames: b }: SessionState) =>
  a.wished !== b.wished || a.preferred !== b.preferred;

const groupsDiffer = (a: SessionState, b: SessionState) =>
  (['favourites', 'recent', 'profiles', 'marks', 'restorable'] as const).some((field) => a[field] !== b[field]);

/** Whether who is signed in differs; how they are and what was read of them changes all the time. */
const accountsDiffer = (a: SessionState, b: SessionState) =>
  a.accounts !== b.accounts && !sameData(Object.keys(a.accounts), Object.keys(b.accounts));

/** The rest that fits the most urgent of the changes; undefined where nothing that is saved has changed. */
function restMs(previous: SessionState, next: SessionState): number | undefined {
  const isWish = [wishesDiffer, namesDiffer, groupsDiffer, accountsDiffer].some((differ) => differ(previous, next));
  if (isWish || previous.settings !== next.settings) return REST_MS.wish;
  if (previous.places !== next.places || previous.served !== next.served) return REST_MS.place;
  return previous.accounts !== next.accounts ? REST_MS.account : undefined;
}

/**
 * Restores the last run's state into the store, then writes every change that is to survive. A wish is written in the same
 * turn of the loop: it counts from the moment it was shown, also when the app is killed in the next one. What cannot be
 * written is tried again later and told as a problem; the tunnels go on.
 */
export function keepOnDisk(store: Store, disk: Disk, catalog?: SavedCatalog): { readonly close: () => void } {
  let text = '';
  let writtenAt = -Infinity;
  let dueAt = Infinity;
  let timer: NodeJS.Timeout | undefined;

  const write = () => {
    clearTimeout(timer);
    dueAt = Infinity;
    writtenAt = performance.now();
    const saved = toSaved(store.read());
    const next = JSON.stringify(saved);
    if (next === text) return;
    disk.write({ ...saved });
    text = next;
  };
  const writeIfDue = () => {
    if (dueAt === Infinity) return;
    try {
      write();
      store.dispatch({ type: 'problem-healed', key: 'not-saved' });
    } catch (error) {
      store.dispatch({ type: 'problem-raised', key: 'not-saved', problem: toProblem(error, 'saving') });
      plan(REST_MS.failed);
    }
  };
  const plan = (afterMs: number) => {
    const now = performance.now();
    const at = Math.max(now, writtenAt + afterMs);
    if (at >= dueAt) return;
    clearTimeout(timer);
    dueAt = at;
    if (at === now) queueMicrotask(writeIfDue);
    else timer = setTimeout(writeIfDue, at - now);
  };

  const { saved, broken, catalog: earlier } = fromSaved(disk.read());
  const kept = disk.brokenCopy ?? (broken.length > 0 ? disk.keepCopy() : undefined);
  const known = catalog ?? earlier;
  store.dispatch({ type: 'restored', saved, ...(known && { catalog: known }) });
  if (broken.length > 0 || disk.brokenCopy) {
    const entries = broken.length > 0 ? broken.slice(0, 5).join(', ') : 'the saved state';
    store.dispatch({
      type: 'problem-raised',
      key: 'saved-unreadable',
      problem: problem('saved-unreadable', { entries, ...(kept && { kept }) }),
    });
    // The damage has its copy: left in the file, each start would make another.
    if (kept) plan(REST_MS.wish);
  } else if (earlier) {
    // From now on it has a file of its own, and must not stay here in the clear.
    plan(REST_MS.wish);
  } else text = JSON.stringify(toSaved(store.read()));

  const unsubscribe = store.subscribe((next, previous) => {
    const rest = restMs(previous, next);
    if (rest !== undefined) plan(rest);
  });

  return {
    close: () => {
      unsubscribe();
      clearTimeout(timer);
      if (dueAt !== Infinity) write();
    },
  };
}
