import { closeSync, fsyncSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { open, realpath, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { renameFirmly, renameFirmlySync } from '../base/rename.ts';

const isCode = (error: unknown, ...codes: string[]) =>
  error instanceof Error && 'code' in error && codes.includes(String(error.code));

const besideOf = (file: string) => path.join(path.dirname(file), `.portside-${process.pid}-${Date.now()}.part`);

/**
 * The same for a file of our own, at once. A single `write` may take less than it was given when the disk is nearly full,
 * and says so by a number alone; these go on until all is written or the disk refuses.
 */
export function writeWholeSync(file: string, data: string, mode: number): void {
  const beside = besideOf(file);
  const descriptor = openSync(beside, 'wx', mode);
  try {
    try {
      writeFileSync(descriptor, data);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameFirmlySync(beside, file);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}

/** Beside the file, so that one call puts it in its place; what could not be finished leaves nothing. */
async function replace(file: string, data: string | Uint8Array, mode: number): Promise<void> {
  const beside = besideOf(file);
  const handle = await open(beside, 'wx', mode);
  try {
    try {
      await handle.writeFile(data);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await renameFirmly(beside, file);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}

/**
 * Writes a file where the user has chosen it: whole, or not at all, so that what stood there before outlives a full disk.
 * Where the folder may not be changed but the file may, it is written in place, as anything that is no ordinary file.
 */
export async function writeWhole(file: string, data: string | Uint8Array): Promise<void> {
  const before = await stat(file).catch((error: unknown) => {
    if (isCode(error, 'ENOENT')) return undefined;
    throw error;
  });
  if (before && !before.isFile()) return writeFile(file, data);
  // A link stays one.
  const target = before ? await realpath(file) : file;
  try {
    await replace(target, data, before ? before.mode & 0o777 : 0o666);
  } catch (error) {
    if (!before || !isCode(error, 'EACCES', 'EPERM', 'EROFS')) throw error;
    await writeFile(file, data);
  }
}

const WORDS: Readonly<Record<string, string>> = {
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'nothing can be written on this disk',
  ENOSPC: 'the disk is full',
  EDQUOT: 'this user may store no more there',
  EISDIR: 'a folder has this name',
  ENOENT: 'the folder is not there any more',
  ENOTDIR: 'the folder is not there any more',
  ENAMETOOLONG: 'the name is too long',
  EIO: 'the disk has failed',
};

/** Why a file could not be written, as it stands in `file-unwritable`. */
export function whyNotWritten(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const code = 'code' in error ? String(error.code) : '';
  return WORDS[code] ?? (code || error.message);
}
