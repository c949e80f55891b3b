import { applyBlock as applyFor } from '../../electron/system/hosts-block.ts';
import type { HostsEntry, Own } from '../../electron/system/hosts-scan.ts';

/** A program that writes, alone. */
export const OWN: Own = { owner: '4711.0000abcd1.1', living: new Set() };
export const BEGIN = `# Portside begin ${OWN.owner}`;

export const applyBlock = (text: string, entries: readonly HostsEntry[], own = OWN): string =>
  applyFor(text, entries, own);

/** The same text whoever owns the blocks in it: which process that is differs from run to run. */
export const anonymous = (text: string): string => text.replaceAll(/^(# Portside begin) \S+$/gm, '$1');
