import { getFile, HOSTS } from 'hostile';
import { readBlock, type HostsEntry } from './hosts-block.ts';
import { readHosts } from './hosts-file.ts';

/** The hosts file of this system. */
export const hostsPath: string = HOSTS;

/**
 * Lines of others that give one of these names an address already. Such a line wins over ours where it stands before our
 * block, and programs then go somewhere else than to the forward. Rejects with the system's error.
 */
export async function whoElseMaps(names: readonly string[], path: string = hostsPath): Promise<readonly HostsEntry[]> {
  const own = new Set(
    readBlock(await readHosts(path)).entries.flatMap((entry) => entry.names.map((name) => `${entry.address} ${name}`)),
  );
  const wanted = new Set(names.map((name) => name.toLowerCase()));
  const found: HostsEntry[] = [];
  // The sync form: the other one ends the process when the file is missing.
  for (const [address, rest] of getFile(path, false)) {
    const clashing = rest
      .split(/\s+/)
      .filter((name) => wanted.has(name.toLowerCase()) && !own.has(`${address} ${name}`));
    if (clashing.length > 0) found.push({ address, names: clashing });
  }
  return found;
}
