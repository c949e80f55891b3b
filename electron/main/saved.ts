import { setTimeout as after } from 'node:timers/promises';
import type { Log } from '../base/log.ts';
import { keepCatalog, savedCatalog } from '../session/keep-catalog.ts';
import { keepOnDisk } from '../session/persist.ts';
import type { Store } from '../session/store.ts';
import { openCatalogFile } from '../shell/catalog-file.ts';
import { openDisk } from '../shell/disk.ts';
import { keyStore } from '../shell/key-store.ts';

type Parts = { readonly store: Store; readonly userData: string; readonly log: Log };

/** A locked key store waits for its owner; the window does not. */
const KEY_STORE_MS = 3000;

/** What the last run left, put into the store; what this one leaves. The window is full before anything was asked. */
export async function openSaved({ store, userData, log }: Parts) {
  const file = openCatalogFile(userData, keyStore, log.child('catalogue'));
  const late = new AbortController();
  const known = await Promise.race([
    savedCatalog(file),
    after(KEY_STORE_MS, undefined, { signal: late.signal }).catch(() => undefined),
  ]);
  late.abort();
  const disk = keepOnDisk(store, openDisk(userData, 'state', log), known);
  return [disk, keepCatalog(store, file, known)];
}
