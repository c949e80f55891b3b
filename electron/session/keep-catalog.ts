import type { SessionState } from '../contract/session.ts';
import { sameData } from './records.ts';
import { catalogLines, readCatalogLines, type SavedCatalog } from './saved-catalog.ts';
import type { Store } from './store.ts';

/** Where the catalogue waits for the next start. */
export type CatalogFile = {
  /** Its lines; none where there is nothing to trust. */
  readonly read: () => Promise<readonly string[]>;
  /** Takes lines only as fast as it can put them down. Never rejects. */
  readonly write: (lines: Iterable<string>) => Promise<void>;
};

/** A catalogue that is being read changes all the time, and only its end matters. */
const REST_MS = 5000;
/** What is forgotten on purpose is forgotten soon. */
const FORGET_MS = 200;

const differs = (a: SessionState, b: SessionState) => a.projects !== b.projects || a.resources !== b.resources;
const hasForgotten = (before: SessionState, after: SessionState) =>
  before.accounts !== after.accounts && !sameData(Object.keys(before.accounts), Object.keys(after.accounts));

/** What the last run knew, undefined where it left nothing. Read before all else: wishes come back by what is known of them. */
export async function savedCatalog(file: CatalogFile): Promise<SavedCatalog | undefined> {
  const reader = readCatalogLines();
  const lines = await file.read();
  for (const line of lines) reader.take(line);
  return lines.length > 0 ? reader.done() : undefined;
}

/** Keeps the catalogue for the next start. It is done in pieces: nothing here may hold up a tunnel. */
export function keepCatalog(store: Store, file: CatalogFile, known: SavedCatalog | undefined) {
  let timer: NodeJS.Timeout | undefined;
  let isDue = false;
  let writing: Promise<void> | undefined;

  const write = () => {
    clearTimeout(timer);
    timer = undefined;
    if (writing) return;
    isDue = false;
    writing = file.write(catalogLines(store.read())).finally(() => {
      writing = undefined;
      if (isDue) plan(REST_MS);
    });
  };
  const plan = (afterMs: number) => {
    isDue = true;
    if (timer && afterMs === REST_MS) return;
    clearTimeout(timer);
    timer = setTimeout(write, afterMs);
  };

  const unsubscribe = store.subscribe((next, previous) => {
    if (hasForgotten(previous, next)) plan(FORGET_MS);
    else if (differs(previous, next)) plan(REST_MS);
  });

  // What an earlier version kept elsewhere has no file yet.
  if (!known && Object.keys(store.read().projects).length > 0) plan(FORGET_MS);

  return {
    async close(): Promise<void> {
      unsubscribe();
      clearTimeout(timer);
      await writing;
      clearTimeout(timer);
      if (!isDue) return;
      write();
      await writing;
    },
  };
}
