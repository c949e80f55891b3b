import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { renameFirmly } from '../base/rename.ts';

const KEPT = 3;

/** `hosts.backup-1` is the newest. */
export function backupPath(directory: string, number: number): string {
  return join(directory, `hosts.backup-${number}`);
}

/**
 * Keeps this text (latin1) unless the newest backup already says the same: so three backups are three different states
 * of the user's own lines, however often our block changed. Rejects with the system's error.
 */
export async function backUp(text: string, directory: string): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o755 });
  if ((await readIfThere(backupPath(directory, 1))) === text) return;
  const draft = backupPath(directory, 0);
  await rm(draft, { force: true });
  const handle = await open(draft, 'wx', 0o644);
  try {
    await handle.writeFile(text, 'latin1');
    await handle.sync();
  } finally {
    await handle.close();
  }
  for (let number = KEPT - 1; number >= 0; number -= 1) {
    await renameFirmly(backupPath(directory, number), backupPath(directory, number + 1)).catch((error: unknown) => {
      // There are fewer than three yet.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || number === 0) throw error;
    });
  }
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'latin1');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
