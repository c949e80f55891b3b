import { hostname } from 'node:os';
import type { HostsLeftovers, NameConflict, WantedNames } from '../contract/hostnames.ts';
import type { BlocksRead, HostsEntry } from './hosts-block.ts';
import { isAllowedAddress, isAllowedName } from './hosts-names.ts';
import { findOfficialSection } from './hosts-official.ts';
import type { OtherEntry } from './hosts-others.ts';

type BlockPlan = {
  /** What our block is to say. */
  readonly entries: readonly HostsEntry[];
  readonly conflicts: readonly NameConflict[];
};

/** Whether Portside ever leads the name to a forward: not one by which programs here reach this very computer. */
export function mayLead(name: string, computer: string = hostname()): boolean {
  const own = computer.toLowerCase();
  return isAllowedName(name) && name !== own && name !== own.split('.')[0];
}

/**
 * What of the wanted names is written. Not those that Portside never takes, and not those that other lines already lead
 * elsewhere: such a line wins on some systems and loses on others, and it belongs to the user.
 */
export function planBlock(
  wanted: WantedNames,
  others: readonly OtherEntry[],
  computer: string = hostname(),
): BlockPlan {
  const elsewhere = new Map<string, OtherEntry>();
  for (const other of others) {
    for (const name of other.names) if (!elsewhere.has(name.toLowerCase())) elsewhere.set(name.toLowerCase(), other);
  }
  const conflicts: NameConflict[] = [...wanted.conflicts];
  const entries: HostsEntry[] = [];
  for (const { address, names } of wanted.entries) {
    const good = names.filter((name) => {
      const other = elsewhere.get(name);
      if (!mayLead(name, computer)) conflicts.push({ name, owner: 'reserved' });
      else if (!isAllowedAddress(address)) conflicts.push({ name, owner: 'address', address });
      else if (other !== undefined && other.address !== address)
        conflicts.push({ name, owner: other.isPortside ? 'portside' : 'hosts-file', address: other.address });
      else return true;
      return false;
    });
    if (good.length > 0) entries.push({ address, names: good });
  }
  return { entries, conflicts };
}

export const namesIn = (entries: readonly HostsEntry[]): readonly string[] => entries.flatMap(({ names }) => names);

/** What stands in the file from before: of Portsides that have ended (`read` is absent: none), and of the official client. */
export function leftoversIn(text: string, read: BlocksRead | undefined, own: string): readonly HostsLeftovers[] {
  const dead = read?.blocks.filter(({ owner }) => owner !== own) ?? [];
  const isOnlyOurs = !read || read.state === 'none' || (dead.length === 0 && read.blocks.length > 0);
  const official = findOfficialSection(text);
  return [
    ...(isOnlyOurs ? [] : [{ source: 'portside', names: dead.flatMap(({ entries }) => namesIn(entries)) } as const]),
    ...(official ? [{ source: 'official', names: namesIn(official.entries) } as const] : []),
  ];
}
