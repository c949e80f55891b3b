import { readFileSync } from 'node:fs';
import { applyBlock, readBlock, stripBlock } from './hosts-block.ts';
import { changeHosts, refused, type HostsChange, type HostsOutcome } from './hosts-file.ts';
import { stripOfficial } from './hosts-official.ts';
import { overwrite } from './hosts-journal.ts';
import { livingOwners } from './hosts-owners.ts';
import { ownersIn, type HostsEntry } from './hosts-scan.ts';

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

/**
 * Takes the owner's block out without a turn of the event loop, for a system that gives no more time than that. Blocks of all
 * others stay: who of them lives cannot be asked so quickly. Throws the system's error.
 */
export function stripNow({ path, backupDirectory, owner }: Omit<BlockChange, 'to'>): void {
  const before = readFileSync(path, 'latin1');
  const after = stripBlock(before, new Set(ownersIn(before).filter((each) => each !== owner)));
  if (after !== before) overwrite(path, { before, after }, backupDirectory);
}
