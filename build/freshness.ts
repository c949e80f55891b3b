import { readdirSync, statSync } from 'node:fs';
import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/**
 * True if nothing below `sources` changed after the stamp was written. Folders count with their own time too, which
 * moves when a file in them is made, renamed or deleted.
 */
export function isFresh(stamp: string, sources: string[]): boolean {
  const builtAt = statSync(stamp, { throwIfNoEntry: false })?.mtimeMs;
  return builtAt !== undefined && sources.every((source) => newestMs(source) < builtAt);
}

/** Dates the stamp back to when the build began: what changed while it ran is not in it. */
export async function writeStamp(stamp: string, beganAt: Date): Promise<void> {
  await mkdir(dirname(stamp), { recursive: true });
  await writeFile(stamp, '');
  await utimes(stamp, beganAt, beganAt);
}

function newestMs(path: string): number {
  const entry = statSync(path, { throwIfNoEntry: false });
  if (entry === undefined) return 0;
  if (!entry.isDirectory()) return entry.mtimeMs;
  return Math.max(entry.mtimeMs, ...readdirSync(path).map((name) => newestMs(join(path, name))));
}
