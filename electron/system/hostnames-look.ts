import type { NameConflict, WantedNames } from '../contract/hostnames.ts';
import { namesIn, planBlock } from './hostnames-plan.ts';
import { applyBlock, readBlock, sayTheSame, type BlocksRead, type HostsEntry } from './hosts-block.ts';
import { readHosts } from './hosts-file.ts';
import { whoElseMaps } from './hosts-others.ts';
import { livingOwners } from './hosts-owners.ts';

export type Seen = {
  readonly wished: boolean;
  readonly text: string;
  readonly owner: string;
  readonly blocks: BlocksRead;
  /** What the block of this owner says. */
  readonly mine: readonly HostsEntry[];
  /** What it is to say. */
  readonly entries: readonly HostsEntry[];
  readonly conflicts: readonly NameConflict[];
  /** The file says what it is to say. */
  readonly isRight: boolean;
};

/** Compares what is wanted with what the hosts file says now. Rejects with the system's error. */
export async function look({
  wanted: { wished, ...names },
  path,
  owner,
  mayWrite,
}: {
  readonly wanted: WantedNames & { readonly wished: boolean };
  readonly path: string;
  readonly owner: string;
  readonly mayWrite: boolean;
}): Promise<Seen> {
  const text = await readHosts(path);
  const own = { owner, living: await livingOwners(text, owner) };
  const others = names.entries.length > 0 ? await whoElseMaps(namesIn(names.entries), own, path) : [];
  const { entries: free, conflicts } = planBlock(names, others);
  const entries = wished ? free : [];
  const blocks = readBlock(text, own.living);
  // What a run that has ended left is as good, where nothing else could be written.
  const isThere = !mayWrite && blocks.state === 'whole' && sayTheSame(blocks.entries, entries);
  return {
    wished,
    text,
    owner,
    blocks,
    mine: blocks.blocks.flatMap((block) => (block.owner === owner ? block.entries : [])),
    entries,
    conflicts,
    isRight: isThere || applyBlock(text, entries, own) === text,
  };
}
