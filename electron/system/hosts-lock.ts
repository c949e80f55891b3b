import { open, readFile, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { sleep } from '../base/sleep.ts';

const STALE_MS = 10_000;
const TRIES = 150;
const PAUSE_MS = 20;

/**
 * One of our programs at a time changes the file: of two that read it at once and then both wrote, one would lose its lines,
 * and two helpers that end together would leave one block behind. A lock that cannot be had, since nothing may be made
 * beside the file or its holder hangs, stops nobody. Resolves with what gives it back.
 */
export async function holdLock(target: string): Promise<() => Promise<void>> {
  const path = join(dirname(target), `.${basename(target)}.portside-lock`);
  const giveBack = () => rm(path, { force: true }).catch(() => {});
  for (let tries = 0; tries < TRIES; tries += 1) {
    try {
      const handle = await open(path, 'wx', 0o644);
      try {
        await handle.writeFile(String(process.pid));
      } finally {
        await handle.close();
      }
      return giveBack;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') return async () => {};
    }
    if (await isStale(path)) await giveBack();
    else await sleep(PAUSE_MS);
  }
  return async () => {};
}

async function isStale(path: string): Promise<boolean> {
  try {
    const { mtimeMs } = await stat(path);
    if (Math.abs(Date.now() - mtimeMs) > STALE_MS) return true;
    const holder = Number(await readFile(path, 'latin1'));
    // Made a moment ago, and not written yet.
    if (!Number.isSafeInteger(holder) || holder <= 0) return false;
    process.kill(holder, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
