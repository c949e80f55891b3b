import { chown, cp, mkdtemp, realpath, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Database servers refuse to run as root. On all systems that have a root, `nobody` has this id. */
const NOBODY = 65_534;

type Identity = { readonly uid?: number; readonly gid?: number };

/** Who runs workloads: ourselves, or `nobody` where we are root. */
export function workloadIdentity(): Identity {
  return process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
}

/** The system's directory for temporary files, unless it is ours alone and workloads run as somebody else. */
export async function reachableTemp(): Promise<string> {
  const usual = await realpath(tmpdir());
  return workloadIdentity().uid === undefined || (await isReachable(usual)) ? usual : '/tmp';
}

/** An empty directory that belongs to the workload's user alone. */
export async function makeWorkloadDir(parent: string, name: string): Promise<string> {
  const path = await mkdtemp(join(parent, `${name}-`));
  await giveAway(path);
  return path;
}

/** A file that only the workload's user can read, whatever the umask. */
export async function writeWorkloadFile(path: string, content: string): Promise<void> {
  await writeFile(path, content, { mode: 0o600 });
  await giveAway(path);
}

async function giveAway(path: string): Promise<void> {
  const { uid, gid } = workloadIdentity();
  if (uid !== undefined && gid !== undefined) await chown(path, uid, gid);
}

/** The directory itself, or a copy below `tempDir` if another user could not get to it (a checkout in root's home). */
export async function reachableCopy(directory: string, tempDir: string): Promise<string> {
  const real = await realpath(directory);
  if (workloadIdentity().uid === undefined || (await isReachable(real))) return real;
  const copy = await mkdtemp(join(tempDir, 'programs-'));
  await cp(real, copy, { recursive: true, verbatimSymlinks: true });
  const { uid, gid } = workloadIdentity();
  if (uid !== undefined && gid !== undefined) await chown(copy, uid, gid);
  return copy;
}

async function isReachable(path: string): Promise<boolean> {
  for (let at = path; ; at = dirname(at)) {
    // The search bit for others.
    // oxlint-disable-next-line no-bitwise
    if (((await stat(at)).mode & 0o001) === 0) return false;
    if (at === dirname(at)) return true;
  }
}
