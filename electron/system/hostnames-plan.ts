import type { HostsLeftovers, NameConflict, WantedNames } from '../contract/hostnames.ts';
import { findOfficialSection, readBlock, type HostsEntry } from './hosts-block.ts';
import { isAllowedAddress, isAllowedName } from './hosts-names.ts';

export type BlockPlan = {
  /** What our block is to say. */
  readonly entries: readonly HostsEntry[];
  readonly conflicts: readonly NameConflict[];
};

/**
 * What of the wanted names is written. Not those that Portside never takes, and not those that other lines already lead
 * elsewhere: such a line wins on some systems and loses on others, and it belongs to the user.
 */
export function planBlock(wanted: WantedNames, others: readonly HostsEntry[]): BlockPlan {
  const elsewhere = new Map<string, string>();
  for (const { address, names } of others) {
    for (const name of names) if (!elsewhere.has(name.toLowerCase())) elsewhere.set(name.toLowerCase(), address);
  }
  const conflicts: NameConflict[] = [...wanted.conflicts];
  const entries: HostsEntry[] = [];
  for (const { address, names } of wanted.entries) {
    const good = names.filter((name) => {
      const other = elsewhere.get(name);
      if (!isAllowedName(name) || !isAllowedAddress(address)) conflicts.push({ name, owner: 'reserved' });
      else if (other !== undefined && other !== address) conflicts.push({ name, owner: 'hosts-file', address: other });
      else return true;
      return false;
    });
    if (good.length > 0) entries.push({ address, names: good });
  }
  return { entries, conflicts };
}

export const namesIn = (entries: readonly HostsEntry[]): readonly string[] => entries.flatMap(({ names }) => names);

/** What stands in the file from before: of ours if this run has not written it, and of the official client. */
export function leftoversIn(text: string, isOurs: boolean): readonly HostsLeftovers[] {
  const block = readBlock(text);
  const official = findOfficialSection(text);
  return [
    ...(block.state === 'none' || isOurs ? [] : [{ source: 'portside', names: namesIn(block.entries) } as const]),
    ...(official ? [{ source: 'official', names: namesIn(official.entries) } as const] : []),
  ];
}
