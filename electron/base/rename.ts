import { renameSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { sleep } from './sleep.ts';

/** As Windows says that another program has one of the two files open: a virus scanner, a backup, an index for searching. */
const HELD: ReadonlySet<unknown> = new Set(['EPERM', 'EACCES', 'EBUSY']);
const PAUSES_MS = [10, 20, 40, 80, 160];

type Renaming<Act> = { readonly platform?: NodeJS.Platform; readonly act?: Act };

const isHeld = (error: unknown, platform: NodeJS.Platform) =>
  platform === 'win32' && HELD.has((error as NodeJS.ErrnoException).code);

/** Puts a file in the place of another; on Windows again and again where somebody has it open for a moment. */
export async function renameFirmly(
  from: string,
  to: string,
  { platform = process.platform, act = rename }: Renaming<(from: string, to: string) => Promise<void>> = {},
): Promise<void> {
  for (const pauseMs of PAUSES_MS) {
    try {
      return await act(from, to);
    } catch (error) {
      if (!isHeld(error, platform)) throw error;
      await sleep(pauseMs);
    }
  }
  return act(from, to);
}

/** The same at once: nothing else happens meanwhile, for a third of a second at most. */
export function renameFirmlySync(
  from: string,
  to: string,
  { platform = process.platform, act = renameSync }: Renaming<(from: string, to: string) => void> = {},
): void {
  for (const pauseMs of PAUSES_MS) {
    try {
      return act(from, to);
    } catch (error) {
      if (!isHeld(error, platform)) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs);
    }
  }
  return act(from, to);
}
