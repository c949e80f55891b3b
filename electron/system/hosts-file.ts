import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync } from 'node:fs';
import { open, readdir, readFile, realpath, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { sleep } from '../base/sleep.ts';
import { Failure } from '../contract/failure.ts';
import { backUp } from './hosts-backup.ts';
import { stripBlock } from './hosts-block.ts';
import { overwrite, type Texts } from './hosts-journal.ts';
import { holdLock } from './hosts-lock.ts';

export type HostsChange = {
  /** May be a symbolic link: then its target is written. */
  readonly path: string;
  /** Keeps the last three different states of what is not ours. For a process with more rights: one that only it may write. */
  readonly backupDirectory: string;
  /** The new text from the present one, latin1 so that any byte survives; called again if the file changed meanwhile. */
  readonly change: (text: string) => string | Promise<string>;
  /** What must be the same before and after: all but our block, unless the user asked for more to be taken out. */
  readonly foreignOf?: (text: string) => string;
  /** This one, unless a test says otherwise. */
  readonly platform?: NodeJS.Platform;
};

/**
 * `in-place`: the file is a mount point, has a second name, or lies where no file may be made beside it. On Windows always:
 * a new file would get the folder's access list instead of its own, and take the rights that somebody was given.
 */
export type HostsOutcome = 'unchanged' | 'replaced' | 'in-place';

const TRIES = 5;
const STALE_MS = 60_000;
/** A virus scanner opens what has just changed, and lets nobody else in meanwhile. */
const HELD_MS = 300;
/** Renaming over a mount point; a directory without write permission. */
const NO_REPLACE = new Set(['EBUSY', 'EXDEV', 'EACCES', 'EPERM', 'EROFS']);

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code ?? '';

export function readHosts(path: string): Promise<string> {
  return readFile(path, 'latin1');
}

/**
 * Writes the changed text as one step: whoever reads sees the old file or the new one, with mode and owner as they were.
 * Nothing is written when nothing would change. Rejects with the system's error (EACCES: it takes more rights), or with
 * a `Failure` (hosts-refused) when lines that are not ours would change or another program keeps changing the file.
 */
export async function changeHosts(asked: HostsChange): Promise<HostsOutcome> {
  const target = await realpath(asked.path);
  const text = await readHosts(target).catch((error: unknown) => {
    if (!isHeld(error)) throw error;
  });
  if (text !== undefined && (await asked.change(text)) === text) return 'unchanged';
  const giveBack = await holdLock(target);
  try {
    return await changeLocked(asked);
  } finally {
    await giveBack();
  }
}

const isHeld = (error: unknown) => codeOf(error) === 'EBUSY';

async function changeLocked(asked: HostsChange): Promise<HostsOutcome> {
  let held = 0;
  for (let tries = 0; tries < TRIES; tries += 1) {
    try {
      const outcome = await changeOnce(asked);
      if (outcome !== undefined) return outcome;
    } catch (error) {
      if (!isHeld(error)) throw error;
      held += 1;
      await sleep(HELD_MS);
    }
  }
  throw refused(held === TRIES ? 'another program holds it' : 'another program keeps changing it');
}

/** Undefined if another program changed it meanwhile. */
async function changeOnce(asked: HostsChange): Promise<HostsOutcome | undefined> {
  const { path, backupDirectory, change, foreignOf = stripBlock, platform = process.platform } = asked;
  const target = await realpath(path);
  const before = await readHosts(target);
  const after = await change(before);
  if (after === before) return 'unchanged';
  if (foreignOf(after) !== foreignOf(before)) throw refused('other lines than those of Portside would have changed');
  await backUp(stripBlock(before), backupDirectory);
  const outcome =
    platform === 'win32'
      ? overwritten(target, { before, after }, backupDirectory)
      : await write(target, { before, after }, backupDirectory);
  if (outcome !== undefined && (await readHosts(path)) !== after) throw refused('another program changed it back');
  return outcome;
}

export function refused(reason: string): Failure {
  return new Failure('hosts-refused', { args: { reason }, retriable: true });
}

/** Undefined if the file is not `before` any more: nothing was written then. */
function overwritten(target: string, texts: Texts, backupDirectory: string): HostsOutcome | undefined {
  return overwrite(target, texts, backupDirectory) ? 'in-place' : undefined;
}

/** The same, as one step where that can be. */
async function write(target: string, texts: Texts, backupDirectory: string): Promise<HostsOutcome | undefined> {
  const { before, after } = texts;
  const inPlace = () => overwritten(target, texts, backupDirectory);
  const { nlink } = await stat(target);
  if (nlink > 1) return inPlace();
  const beside = `.${basename(target)}.portside-`;
  const draft = join(dirname(target), beside + randomBytes(6).toString('hex'));
  try {
    await removeStale(dirname(target), beside);
    await writeDraft(draft, target, after);
    // No turn of the event loop between the look and the step, so that hardly anything fits in between.
    if (readFileSync(target, 'latin1') !== before) return undefined;
    renameSync(draft, target);
  } catch (error) {
    if (!NO_REPLACE.has(codeOf(error))) throw error;
    return inPlace();
  } finally {
    await rm(draft, { force: true });
  }
  await syncDirectory(dirname(target));
  return 'replaced';
}

/** A complete copy with the new text, on disk, with mode and owner of the file it is to replace. */
async function writeDraft(draft: string, target: string, text: string): Promise<void> {
  const { mode, uid, gid } = await stat(target);
  const handle = await open(draft, 'wx', 0o600);
  try {
    await handle.writeFile(text, 'latin1');
    const own = await handle.stat();
    if (own.uid !== uid || own.gid !== gid) await handle.chown(uid, gid);
    await handle.chmod(mode & 0o7777);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Drafts that a crash left behind. */
async function removeStale(directory: string, start: string): Promise<void> {
  for (const name of await readdir(directory)) {
    if (!name.startsWith(start)) continue;
    const path = join(directory, name);
    const found = await stat(path).catch(() => undefined);
    if (found && Date.now() - found.mtimeMs > STALE_MS) await rm(path, { force: true });
  }
}

/** Makes the new name survive a power cut, where directories can be opened. */
async function syncDirectory(directory: string): Promise<void> {
  try {
    const handle = await open(directory, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch {
    // Windows has no such thing.
  }
}
