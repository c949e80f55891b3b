import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HostsEntry } from '../../electron/system/hosts-block.ts';
import { changeHosts, type HostsOutcome } from '../../electron/system/hosts-file.ts';
import { applyBlock } from './hosts-own.ts';

export const ORDINARY = '127.0.0.1\tlocalhost\n127.0.1.1\tmybox\n\n# Gr\xfc\xdfe\n::1     ip6-localhost ip6-loopback\n';
export const ENTRIES: readonly HostsEntry[] = [{ address: '127.24.1.1', names: ['web'] }];

export type HostsRoom = {
  /** A directory that is the test's own. */
  readonly directory: string;
  readonly path: string;
  readonly backupDirectory: string;
  readonly read: (path?: string) => Promise<string>;
  readonly write: (text: string) => Promise<void>;
  /** Applies these entries to the file. */
  readonly apply: (entries?: readonly HostsEntry[], path?: string) => Promise<HostsOutcome>;
  /** All that stands beside the file. */
  readonly files: () => Promise<string[]>;
};

/** Runs `act` with a hosts file of its own, whose bytes are latin1. */
export async function withHosts(act: (room: HostsRoom) => Promise<void>): Promise<void> {
  const base = await mkdtemp(join(tmpdir(), 'portside-hosts-'));
  const directory = join(base, 'etc');
  const path = join(directory, 'hosts');
  const backupDirectory = join(base, 'backups', 'deep');
  await mkdir(directory);
  await writeFile(path, ORDINARY, 'latin1');
  try {
    await act({
      directory,
      path,
      backupDirectory,
      read: (from = path) => readFile(from, 'latin1'),
      write: (text) => writeFile(path, text, 'latin1'),
      apply: (entries = ENTRIES, at = path) =>
        changeHosts({ path: at, backupDirectory, change: (text) => applyBlock(text, entries) }),
      files: () => readdir(directory),
    });
  } finally {
    await rm(base, { recursive: true, force: true });
  }
}
