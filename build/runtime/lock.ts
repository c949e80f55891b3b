import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const RETRY_MS = 200;

/**
 * Runs a job while no other process holds the same lock file. The file holds the owner's process id; the lock of a
 * process that is gone is taken over. It saves work twice done, no more: what the job publishes must be renamed into
 * place, since two processes that find the same dead owner may both go on.
 */
export async function withLock<T>(file: string, job: () => Promise<T>): Promise<T> {
  await mkdir(dirname(file), { recursive: true });
  while (!(await take(file))) await sleep(RETRY_MS);
  try {
    return await job();
  } finally {
    await rm(file, { force: true });
  }
}

async function take(file: string): Promise<boolean> {
  try {
    await writeFile(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    if (await ownerIsGone(file)) await rm(file, { force: true });
    return false;
  }
}

async function ownerIsGone(file: string): Promise<boolean> {
  const owner = Number(await readFile(file, 'utf8').catch(() => '0'));
  if (!Number.isInteger(owner) || owner <= 0) {
    // The owner may be between making the file and writing its id into it.
    const made = await stat(file).catch(() => undefined);
    return made !== undefined && Date.now() - made.mtimeMs > 5_000;
  }
  try {
    process.kill(owner, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
