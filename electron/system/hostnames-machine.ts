import { join } from 'node:path';
import type { Log } from '../base/log.ts';
import { wantedNames, type Hostnames } from '../contract/hostnames.ts';
import type { SessionState } from '../contract/session.ts';
import { askSystem } from './elevation-ask.ts';
import { startHelper, type Launcher } from './elevation.ts';
import { machinePlaces } from './helper-places.ts';
import { keepHostnames, type HostnameKeeper } from './hostnames.ts';
import { flushCommands, flushNames } from './hostnames-flush.ts';
import { mendTorn } from './hosts-journal.ts';
import { newOwner } from './hosts-owners.ts';

type MachineParts = {
  readonly read: () => SessionState;
  readonly subscribe: (listener: (next: SessionState, previous: SessionState) => void) => () => void;
  readonly dispatch: (action: { readonly type: 'hostnames-changed'; readonly change: Partial<Hostnames> }) => void;
  /** Folder of this user, for backups of what this process writes by itself. */
  readonly userData: string;
  readonly launcher: Launcher;
  readonly log: Log;
};

/** Keeps names in the hosts file of this machine, by the system's own prompt where that takes rights. */
export function openHostnames({
  read,
  subscribe,
  dispatch,
  userData,
  launcher,
  ...parts
}: MachineParts): HostnameKeeper {
  const log = parts.log.child('hostnames');
  const { hostsFile, platform, systemDirectory } = machinePlaces();
  const backupDirectory = join(userData, 'hosts');
  let owner: Promise<string> | undefined;
  const isRoot = process.getuid?.() === 0;
  const keeper = keepHostnames({
    wanted: () => ({ ...wantedNames(read()), wished: read().hostnames.wished }),
    report: (change) => dispatch({ type: 'hostnames-changed', change }),
    path: hostsFile,
    backupDirectory,
    owner: () => (owner ??= newOwner()),
    elevate: (signal) => startHelper({ launcher, ask: askSystem, signal, log }),
    // On Linux others than root would be asked for a password, and the resolver reads the file by itself.
    flush: () =>
      platform === 'linux' && !isRoot ? Promise.resolve([]) : flushNames(flushCommands(platform, systemDirectory)),
    log,
  });
  const unsubscribe = subscribe((next, previous) => {
    if (next.forwards !== previous.forwards || next.hostnames !== previous.hostnames) keeper.changed();
  });
  const start = async (): Promise<void> => {
    // What a power cut left of our last write, where the file could not be replaced in one step.
    const isMended = await mendTorn(hostsFile, backupDirectory).catch(() => false);
    if (isMended) log.warn('hosts file mended: its last write was cut off');
    keeper.check();
  };
  void start();
  return {
    ...keeper,
    close: () => {
      unsubscribe();
      return keeper.close();
    },
  };
}
