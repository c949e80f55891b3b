import { applyBlock, readBlock, stripBlock } from './hosts-block.ts';
import { changeHosts, refused, type HostsChange, type HostsOutcome } from './hosts-file.ts';
import { stripOfficial } from './hosts-official.ts';
import { livingOwners } from './hosts-owners.ts';
import type { HostsEntry } from './hosts-scan.ts';

export type BlockChange = Pick<HostsChange, 'path' | 'backupDirectory' | 'platform'> & {
  readonly owner: string;
  /** What the owner's block is to say; `repaired`: neither it nor what the official client left is to be there. */
  readonly to: readonly HostsEntry[] | 'repaired';
};

/**
 * Changes what is ours in the file: the block of this owner, and those of programs that have ended, which go. Blocks of
 * others that run say afterwards what they said before, or nothing is written.
 */
export function changeBlock({ owner, to, ...where }: BlockChange): Promise<HostsOutcome> {
  const isRepair = to === 'repaired';
  return changeHosts({
    ...where,
    change: async (text) => {
      const living = await livingOwners(text, owner);
      const after = isRepair ? stripOfficial(stripBlock(text, living)) : applyBlock(text, to, { owner, living });
      const others = (each: string) =>
        JSON.stringify(readBlock(each, living).living.map(({ owner: whose, entries }) => [whose, entries]));
      if (others(after) !== others(text)) throw refused('lines of another Portside would have changed');
      return after;
    },
    ...(isRepair && { foreignOf: (text: string) => stripOfficial(stripBlock(text)) }),
  });
}
