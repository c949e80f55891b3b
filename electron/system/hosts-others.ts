import { getFile, HOSTS } from 'hostile';
import { readBlock, type HostsEntry, type Own } from './hosts-block.ts';
import { readHosts } from './hosts-file.ts';

/** The hosts file of this system. */
export const hostsPath: string = HOSTS;

/** A line of others, or of another Portside that runs. */
export type OtherEntry = HostsEntry & { readonly isPortside: boolean };

const pairsOf = (entries: readonly HostsEntry[]) =>
  entries.flatMap(({ address, names }) => names.map((name) => `${address} ${name}`));

/**
 * Lines of others that give one of these names an address already. Such a line wins over ours where it stands before our
 * block, and programs then go somewhere else than to the forward. Of two Portsides that took a name at the same time the
 * one has it whose block stands first. Rejects with the system's error.
 */
export async function whoElseMaps(
  names: readonly string[],
  { owner, living }: Own,
  path: string = hostsPath,
): Promise<readonly OtherEntry[]> {
  const read = readBlock(await readHosts(path), living);
  const mine = read.blocks.find((block) => block.owner === owner);
  const held = new Set(mine?.entries.flatMap((entry) => entry.names));
  const theirs = read.living.flatMap(({ start, entries }) =>
    entries.map(({ address, names: all }) => ({
      address,
      names: mine && mine.start < start ? all.filter((name) => !held.has(name)) : all,
    })),
  );
  const ours = new Set(pairsOf([...read.entries, ...read.living.flatMap(({ entries }) => entries)]));
  const wanted = new Set(names.map((name) => name.toLowerCase()));
  const found: OtherEntry[] = [];
  // The sync form: the other one ends the process when the file is missing.
  const lines = getFile(path, false).map(([address, rest]) => ({
    address,
    names: rest.split(/\s+/).filter((name) => !ours.has(`${address} ${name}`)),
    isPortside: false,
  }));
  for (const entry of [...lines, ...theirs.map((each) => ({ ...each, isPortside: true }))]) {
    const clashing = entry.names.filter((name) => wanted.has(name.toLowerCase()));
    if (clashing.length > 0) found.push({ ...entry, names: clashing });
  }
  return found;
}
