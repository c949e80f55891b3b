import { Failure } from '../contract/failure.ts';
import type { NameConflict } from '../contract/hostnames.ts';
import { problem, type Problem } from '../contract/problem.ts';
import type { Helper } from '../system/elevation-helper.ts';
import { backupIn, machinePlaces } from '../system/helper-places.ts';
import { mayLead, planBlock } from '../system/hostnames-plan.ts';
import type { HostsEntry } from '../system/hosts-block.ts';
import { changeBlock } from '../system/hosts-change.ts';
import { readHosts } from '../system/hosts-file.ts';
import { hostsPath, whoElseMaps } from '../system/hosts-others.ts';
import { livingOwners, newOwner } from '../system/hosts-owners.ts';

/** What the file says for us now. */
export type KeptNames = {
  /** Why it does not say what was wanted. */
  readonly problem?: Problem;
  /** Address by name, of the names that lead to a forward. */
  readonly leads: ReadonlyMap<string, string>;
  /** Names that others have, and keep. */
  readonly conflicts: readonly NameConflict[];
};

export type Names = {
  /**
   * Makes these names lead where they are to, and those that were set before and are not among them nowhere. Resolves
   * once the file says so; of several calls meanwhile only the last one counts.
   */
  readonly set: (wanted: readonly HostsEntry[]) => Promise<KeptNames>;
};

/** For backups of the user's own lines: a place that only those may write who may write the hosts file. */
export function backupPlace(hostsFile: string, places: typeof machinePlaces = machinePlaces): string {
  return hostsFile === hostsPath ? backupIn(places()) : `${hostsFile}.backups`;
}

/** Address by name. The first who wants a name has it: two services called `web` do not take it from each other. */
function byName(entries: readonly HostsEntry[]): Map<string, string> {
  const owners = new Map<string, string>();
  for (const { address, names } of entries) {
    for (const name of names) if (mayLead(name) && !owners.has(name)) owners.set(name, address);
  }
  return owners;
}

const entriesOf = (owners: ReadonlyMap<string, string>): HostsEntry[] =>
  [...owners].map(([name, address]) => ({ address, names: [name] }));

/** Of these names, in their order, those that lead to the address. */
export const leadingTo = (address: string, hostnames: readonly string[], { leads }: KeptNames): string[] =>
  hostnames.filter((name) => leads.get(name) === address);

export function conflictSentence({ name, owner, address }: NameConflict): string {
  if (owner === 'address')
    return `${name} is led nowhere: names lead to 127.24.0.0 to 127.24.255.255 and 127.0.0.1 alone, not to ${address}.`;
  const who =
    owner === 'portside' ? 'another Portside that runs here' : 'a line of the hosts file, which stays as it is';
  return `${name} leads to ${address ?? 'another address'} by ${who}.`;
}

/**
 * Keeps our block of the hosts file, for a process that may write it or has a helper that does. A name that a line of the
 * user's gives an address, or that another Portside has, which runs, is left to them.
 */
export function createNames(hostsFile: string, helper?: Pick<Helper, 'apply' | 'owner'>): Names {
  let owner: Promise<string> | undefined;
  let mine: ReadonlyMap<string, string> = new Map();
  let next: ReadonlyMap<string, string> = mine;
  let kept: KeptNames = { leads: new Map(), conflicts: [] };
  let running: Promise<KeptNames> = Promise.resolve(kept);
  let isRunning = false;

  async function write(wanted: ReadonlyMap<string, string>): Promise<KeptNames> {
    const own = helper?.owner ?? (await (owner ??= newOwner()));
    const living = await livingOwners(await readHosts(hostsFile), own);
    const names = [...wanted.keys()];
    const others = names.length > 0 ? await whoElseMaps(names, { owner: own, living }, hostsFile) : [];
    const { entries, conflicts } = planBlock({ entries: entriesOf(wanted), conflicts: [] }, others);
    if (helper) await helper.apply(entries);
    else await changeBlock({ path: hostsFile, backupDirectory: backupPlace(hostsFile), owner: own, to: entries });
    return { leads: byName(entries), conflicts };
  }

  async function run(): Promise<KeptNames> {
    try {
      while (!isSame(mine, next)) {
        const wanted = next;
        kept = await write(wanted);
        mine = wanted;
      }
      return kept;
    } catch (error) {
      if (error instanceof Failure) return { ...kept, problem: error.problem };
      const { code } = error as NodeJS.ErrnoException;
      return { ...kept, problem: problem('hosts-refused', { reason: code ?? 'unknown' }) };
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
