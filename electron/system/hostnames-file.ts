import { open } from 'node:fs/promises';
import { Failure } from '../contract/failure.ts';
import { problem, type Problem } from '../contract/problem.ts';
import type { Helper } from './elevation-helper.ts';
import { changeBlock, type BlockChange } from './hosts-change.ts';
import type { HostsEntry } from './hosts-scan.ts';

type HostsFile = {
  /** Whether this process may write it; asked of the system each time. */
  readonly isWritable: () => Promise<boolean>;
  /** Through the helper, or directly without one. Rejects with a `Failure` or the system's error. */
  readonly apply: (entries: readonly HostsEntry[], helper: Helper | undefined) => Promise<void>;
  /** Takes out our block and what the official client left. */
  readonly repair: (helper: Helper | undefined) => Promise<void>;
};

const NO_RIGHTS = new Set(['EACCES', 'EPERM', 'EROFS']);

/** Whether the system said that this takes more rights. */
export function isForbidden(error: unknown): boolean {
  return NO_RIGHTS.has((error as NodeJS.ErrnoException | undefined)?.code ?? '');
}

/** What to say of an error with the file. */
export function refusalOf(error: unknown): Problem {
  if (error instanceof Failure) return error.problem;
  return problem('hosts-refused', { reason: (error as NodeJS.ErrnoException).code ?? String(error) });
}

export function openHostsFile({
  path,
  backupDirectory,
  owner,
  onWritten,
}: {
  readonly path: string;
  /** For what this process writes itself; the helper has one of its own. */
  readonly backupDirectory: string;
  /** Of the block that this process writes itself. */
  readonly owner: () => Promise<string>;
  /** Written by this process; the helper sees to what follows by itself. */
  readonly onWritten: () => Promise<void>;
}): HostsFile {
  const write = async (to: BlockChange['to']): Promise<void> => {
    const outcome = await changeBlock({ path, backupDirectory, owner: await owner(), to });
    if (outcome !== 'unchanged') await onWritten();
  };
  return {
    // Opened as for writing, since Windows says nothing else; nothing is written.
    isWritable: async () => {
      try {
        await (await open(path, 'r+')).close();
        return true;
      } catch (error) {
        // Rights are looked at first: one that another program holds could be written otherwise.
        return (error as NodeJS.ErrnoException).code === 'EBUSY';
      }
    },
    apply: (entries, helper) => (helper ? helper.apply(entries) : write(entries)),
    repair: (helper) => (helper ? helper.repair() : write('repaired')),
  };
}
