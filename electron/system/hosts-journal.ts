import { closeSync, fsyncSync, ftruncateSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { holdLock } from './hosts-lock.ts';

export type Texts = { readonly before: string; readonly after: string };

const journalIn = (directory: string): string => join(directory, 'hosts.journal');

/** Writes the text (latin1) into the open file, and makes sure that it is on the disk. */
function put(descriptor: number, text: string): void {
  const bytes = Buffer.from(text, 'latin1');
  for (let at = 0; at < bytes.length;) at += writeSync(descriptor, bytes, at, bytes.length - at, at);
  ftruncateSync(descriptor, bytes.length);
  fsyncSync(descriptor);
}

function within<T>(path: string, flags: string, act: (descriptor: number) => T): T {
  const descriptor = openSync(path, flags, 0o600);
  try {
    return act(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Writes a file that cannot be replaced in one step: as short as can be, without a turn of the event loop, and written down
 * before, so that what a power cut leaves of it can be mended. A disk that is full gets the old text back. False if the file
 * does not say `before` any more.
 */
export function overwrite(target: string, texts: Texts, directory: string): boolean {
  const { before, after } = texts;
  return within(target, 'r+', (descriptor) => {
    if (readFileSync(descriptor, 'latin1') !== before) return false;
    const journal = journalIn(directory);
    rmSync(journal, { force: true });
    within(journal, 'wx', (own) => put(own, Buffer.from(JSON.stringify(texts)).toString('latin1')));
    try {
      put(descriptor, after);
    } catch (error) {
      put(descriptor, before);
      throw error;
    } finally {
      rmSync(journal, { force: true });
    }
    return true;
  });
}

/** Whether this is what a write of `after` over `before` leaves that was cut off: the beginning of one, the rest of the other. */
function isTorn(now: string, before: string, after: string): boolean {
  let same = 0;
  while (same < after.length && now[same] === after[same]) same += 1;
  return now !== before && now !== after && now.slice(same) === before.slice(same);
}

/**
 * Gives the file back the text of before if the last write in place was cut off and nobody has changed it since. True if so.
 * Rejects with the system's error.
 */
export async function mendTorn(path: string, directory: string): Promise<boolean> {
  const journal = journalIn(directory);
  const noted = await readFile(journal, 'utf8').catch(() => undefined);
  if (noted === undefined) return false;
  const target = await realpath(path);
  const giveBack = await holdLock(target);
  try {
    const texts = parse(noted);
    const isMended =
      texts !== undefined &&
      within(target, 'r+', (descriptor) => {
        if (!isTorn(readFileSync(descriptor, 'latin1'), texts.before, texts.after)) return false;
        put(descriptor, texts.before);
        return true;
      });
    rmSync(journal, { force: true });
    return isMended;
  } finally {
    await giveBack();
  }
}

/** Undefined for a journal that was cut off itself: the file was not touched yet then. */
function parse(noted: string): Texts | undefined {
  try {
    const { before, after } = JSON.parse(noted) as Partial<Record<keyof Texts, unknown>>;
    return typeof before === 'string' && typeof after === 'string' ? { before, after } : undefined;
  } catch {
    return undefined;
  }
}
