import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { unavailable } from './prompts.ts';

const OTHERS_WRITE = 0o002;
const STICKY = 0o1000;

type Launchers = {
  /** What will run with more rights: the executable, its archive or folder, a wrapper. */
  readonly paths: readonly string[];
  /** Packages belong to root or to who installed them; a working copy may belong to anybody. */
  readonly isPackaged: boolean;
};

/**
 * Refuses to ask for rights for a program that another user of this computer could have replaced: neither it nor any folder
 * above it may be writable by all (folders like /tmp, where each may only touch what is theirs, are fine), and a packaged
 * one belongs to root or to this user. What this same user could replace is no defence: they are the one who is asked.
 * Windows has access lists instead of modes, which Node does not show; there the place of installation has to do.
 * Rejects with a `Failure`.
 */
export async function checkLaunchers(
  { paths, isPackaged }: Launchers,
  { platform, uid }: { readonly platform: NodeJS.Platform; readonly uid: number | undefined },
): Promise<void> {
  if (platform === 'win32') return;
  for (const path of paths) {
    for (let at = path, below = ''; at !== below; below = at, at = dirname(at)) {
      const found = await stat(at).catch(() => undefined);
      if (!found) throw unavailable(`${at} cannot be looked at`);
      const isShared = (found.mode & OTHERS_WRITE) !== 0 && !(found.isDirectory() && (found.mode & STICKY) !== 0);
      if (isShared) throw unavailable(`every user of this computer can change ${at}`);
      if (isPackaged && at === path && found.uid !== 0 && found.uid !== uid)
        throw unavailable(`${at} belongs to another user`);
    }
  }
}
