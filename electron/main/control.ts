import { app } from 'electron';
import type { Log } from '../base/log.ts';
import type { Ack, Command } from '../contract/command.ts';
import { openControl, type ControlParts } from '../control/server.ts';
import type { Store } from '../session/store.ts';
import { openDisk } from '../shell/disk.ts';
import { keyStore } from '../shell/key-store.ts';
import { openSealedDisk } from '../shell/sealed-disk.ts';

type Parts = {
  readonly store: Store;
  readonly perform: (command: Command) => Promise<Ack>;
  readonly userData: string;
  readonly handOut: Pick<ControlParts, 'environment' | 'text'>;
  readonly showWindow: () => void;
  readonly log: Log;
};

/** The way in for programs of this user. */
export function openLocalControl({ store, perform, userData, handOut, showWindow, log }: Parts) {
  const { dispatch, read, subscribe } = store;
  return openControl({
    directory: userData,
    disk: openSealedDisk({ disk: openDisk(userData, 'control-clients', log), findKeyStore: keyStore, log }),
    version: app.getVersion(),
    read,
    subscribe,
    dispatch,
    perform,
    ...handOut,
    showWindow,
    log: log.child('control'),
  });
}
