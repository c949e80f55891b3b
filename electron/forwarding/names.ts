import { join } from 'node:path';
import { Failure } from '../contract/failure.ts';
import { problem, type Problem } from '../contract/problem.ts';
import type { Helper } from '../system/elevation-helper.ts';
import { readBlock, type HostsEntry } from '../system/hosts-block.ts';
import { changeBlock } from '../system/hosts-change.ts';
import { readHosts } from '../system/hosts-file.ts';
import { isAllowedName } from '../system/hosts-names.ts';
import { hostsPath } from '../system/hosts-others.ts';
import { livingOwners, newOwner } from '../system/hosts-owners.ts';

export type Names = {
  /**
   * Makes these names lead where they are to, and those that were set before and are not among them nowhere. Resolves
   * once the file says so, with the problem if it cannot; of several calls meanwhile only the last one counts.
   */
  readonly set: (wanted: readonly HostsEntry[]) => Promise<Problem | undefined>;
};

/** For backups of the user's own lines: a place that only those may write who may write the hosts file. */
function backupDirectory(hostsFile: string): string {
  if (hostsFile !== hostsPath) return `${hostsFile}.backups`;
  if (process.platform === 'win32') return join(process.env['ProgramData'] ?? 'C:\\ProgramData', 'Portside');
  return process.platform === 'darwin' ? '/Library/Application Support/Portside' : '/var/lib/portside';
}

/** Address by name. The first who wants a name has it: two services called `web` do not take it from each other. */
function byName(entries: readonly HostsEntry[]): Map<string, string> {
  const owners = new Map<string, string>();
  for (const { address, names } of entries) {
    for (const name of names) if (isAllowedName(name) && !owners.has(name)) owners.set(name, address);
  }
  return owners;
}

const entriesOf = (owners: ReadonlyMap<string, string>): HostsEntry[] =>
  [...owners].map(([name, address]) => ({ address, names: [name] }));

/**
 * Keeps our block of the hosts file, for a process that may write it or has a helper that does. A name that another Portside
 * has, which runs, is left to it.
 */
export function createNames(hostsFile: string, helper?: Pick<Helper, 'apply' | 'owner'>): Names {
  let owner: Promise<string> | undefined;
  let mine: ReadonlyMap<string, string> = new Map();
  let next: ReadonlyMap<string, string> = mine;
  let running: Promise<Problem | undefined> = Promise.resolve(undefined);
  let isRunning = false;

  async function write(wanted: ReadonlyMap<string, string>): Promise<void> {
    const own = helper?.owner ?? (await (owner ??= newOwner()));
    const text = await readHosts(hostsFile);
    const taken = byName(readBlock(text, await livingOwners(text, own)).living.flatMap(({ entries }) => entries));
    const entries = entriesOf(new Map([...wanted].filter(([name]) => !taken.has(name))));
    if (helper) return await helper.apply(entries);
    await changeBlock({ path: hostsFile, backupDirectory: backupDirectory(hostsFile), owner: own, to: entries });
  }

  async function run(): Promise<Problem | undefined> {
    try {
      while (!isSame(mine, next)) {
        const wanted = next;
        await write(wanted);
        mine = wanted;
      }
      return undefined;
    } catch (error) {
      if (error instanceof Failure) return error.problem;
      const { code } = error as NodeJS.ErrnoException;
      return problem('hosts-refused', { reason: code ?? 'unknown' });
    } finally {
      isRunning = false;
    }
  }

  return {
    set(wanted) {
      next = byName(wanted);
      if (isRunning) return running;
      isRunning = true;
      running = run();
      return running;
    },
  };
}

function isSame(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): boolean {
  return a.size === b.size && [...a].every(([name, address]) => b.get(name) === address);
}
