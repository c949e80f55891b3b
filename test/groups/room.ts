import type { Ack, Command } from '../../electron/contract/command.ts';
import type { SessionState } from '../../electron/contract/session.ts';
import { readNeeds, writeProfile } from '../../electron/project-files/read-needs.ts';
import { createCommands, type Deeds } from '../../electron/session/commands.ts';
import type { TextFile } from '../../electron/session/commands/file-commands.ts';
import { createStore, type Store } from '../../electron/session/store.ts';
import { makeProject, makeResource, makeState } from '../support/session-fixtures.ts';

export const shop = makeProject({ id: 'storefront', namespace: 'ns-8zy2mcjh9zn2' });
export const prod = makeProject({ id: 'billing-prod' });
export const web = makeResource(shop, { name: 'web' });
export const search = makeResource(shop, { name: 'search' });
export const db = makeResource(shop, { name: 'orders-db', kind: 'addon' });
export const ledger = makeResource(prod, { name: 'ledger-db', kind: 'addon' });

export const shopState = (part: Parameters<typeof makeState>[0] = {}): SessionState =>
  makeState({ projects: [shop, prod], resources: [web, search, db, ledger], ...part });

export type Room = {
  readonly store: Store;
  readonly send: (command: Command) => Promise<Ack>;
  /** Ids that are on. */
  readonly on: () => readonly string[];
  readonly saved: readonly TextFile[];
};

/** The session with all its commands; only the system's dialogs are answered by the test. */
export function openRoom(state: SessionState = shopState(), opened?: TextFile): Room {
  const store = createStore(state);
  const saved: TextFile[] = [];
  const nothing = () => {};
  const deeds: Partial<Deeds> = {
    retry: nothing,
    openFile: () => Promise.resolve(opened),
    saveFile: (file) => Promise.resolve(void saved.push(file)),
    readNeeds,
    writeProfile,
  };
  const send = createCommands({ dispatch: store.dispatch, read: store.read, deeds: deeds as Deeds });
  const on = () =>
    Object.values(store.read().forwards)
      .filter(({ wish }) => wish.on)
      .map(({ id }) => id);
  return { store, send, on, saved };
}
