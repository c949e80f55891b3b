import { constants } from 'node:fs';
import { lstat, open } from 'node:fs/promises';
import { posix, win32 } from 'node:path';
import { channelPath, isSecret, SECRET_FILE } from './elevation-plan.ts';
import { isPlainPath } from './prompts.ts';

/** The helper does not start from this: its message says why. */
class SecretError extends Error {
  override name = 'SecretError';
}

const FOR_OTHERS = 0o077;

/**
 * Reads the secret of this directory, once: the file is empty afterwards. Whoever made directory, secret and channel must be
 * one and the same user, the one who asked for the permission, and nobody else may have had a hand in them. Links are not
 * followed, since this process may read what that user may not. Windows keeps others out by the folder's access list.
 * Rejects with a `SecretError` or the system's error.
 */
export async function takeSecret(
  directory: string,
  { platform, askedBy }: { readonly platform: NodeJS.Platform; readonly askedBy: number | undefined },
): Promise<string> {
  if (!isPlainPath(directory, platform)) throw new SecretError('not a plain path');
  const isWindows = platform === 'win32';
  const folder = await lstat(directory);
  if (!folder.isDirectory()) throw new SecretError('not a directory');
  if (!isWindows && (folder.mode & FOR_OTHERS) !== 0) throw new SecretError('others may look into the directory');
  if (!isWindows && askedBy !== undefined && folder.uid !== askedBy)
    throw new SecretError('the directory is not of the user who asked');

  const file = (isWindows ? win32 : posix).join(directory, SECRET_FILE);
  const handle = await open(file, constants.O_RDWR | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  try {
    const found = await handle.stat();
    if (!found.isFile() || found.nlink !== 1) throw new SecretError('the secret is not a file of its own');
    if (!isWindows && (found.uid !== folder.uid || (found.mode & FOR_OTHERS) !== 0))
      throw new SecretError('others may read the secret');
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(65), 0, 65, 0);
    const secret = buffer.toString('latin1', 0, bytesRead);
    if (!isSecret(secret)) throw new SecretError('not a secret');
    if (!isWindows) await checkChannel(channelPath(directory, platform), folder.uid);
    // Not removed by its name: in a folder of that user, this process could be led to remove one elsewhere.
    await handle.truncate(0);
    return secret;
  } finally {
    await handle.close();
  }
}

async function checkChannel(path: string, uid: number): Promise<void> {
  const found = await lstat(path);
  if (!found.isSocket() || found.uid !== uid) throw new SecretError('the channel is not of the user who asked');
}

/** The user who asked for the rights, where the system says: pkexec and sudo do, the others do not. */
export function whoAsked(env: NodeJS.ProcessEnv): number | undefined {
  const uid = env['PKEXEC_UID'] ?? env['SUDO_UID'];
  return uid !== undefined && /^\d{1,10}$/.test(uid) ? Number(uid) : undefined;
}
