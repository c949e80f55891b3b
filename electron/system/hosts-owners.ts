import { execFile } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { ownersIn } from './hosts-scan.ts';

/**
 * Whose block of the hosts file it is: the process that wrote it (the helper where there is one), by its id and the time
 * when it began, since ids are given anew, and a number within it. `<pid>.<start>.<number>`.
 */
type OwnerParts = {
  readonly platform?: NodeJS.Platform;
  /** When this process began, comparable with itself only. Empty: it has ended. Undefined: the system does not say. */
  readonly startOf?: (pid: number, platform: NodeJS.Platform) => Promise<string | undefined>;
};

/** In place of a start that the system did not say when the block was written: it may say it later, to others. */
const UNKNOWN = '0';

/** A new owner in this process. By chance, not counted: the library may be loaded twice. */
export async function newOwner({ platform = process.platform, startOf = startOfProcess }: OwnerParts = {}) {
  const start = await startOf(process.pid, platform);
  return `${process.pid}.${start || UNKNOWN}.${randomInt(1_000_000)}`;
}

/** Of the owners of blocks in this text those that still run, without this one. */
export async function livingOwners(text: string, own: string, parts: OwnerParts = {}): Promise<ReadonlySet<string>> {
  const living = new Set<string>();
  for (const owner of ownersIn(text)) if (owner !== own && (await isLiving(owner, parts))) living.add(owner);
  return living;
}

/** Where the system does not say when a process began, one of that id is believed to be the owner: nothing of it is lost. */
async function isLiving(
  owner: string,
  { platform = process.platform, startOf = startOfProcess }: OwnerParts,
): Promise<boolean> {
  const [id, start] = owner.split('.');
  const pid = Number(id);
  const found = await startOf(pid, platform);
  if (found === '') return false;
  if (found !== undefined && start !== UNKNOWN) return found === start;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function startOfProcess(pid: number, platform: NodeJS.Platform): Promise<string | undefined> {
  if (platform === 'linux') return await startOnLinux(pid);
  const [file, args] = startCommand(pid, platform);
  return startFrom(await said(file, args), platform);
}

/** Ticks since the boot, and which boot. A process that only waits to be collected has ended. */
async function startOnLinux(pid: number): Promise<string | undefined> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'latin1');
    const [state = '', ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if ('ZX'.includes(state)) return '';
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'latin1');
    return `${boot.slice(0, 8)}${Number(fields[18]).toString(36)}`;
  } catch {
    return undefined;
  }
}

/** Programs by full path and without a shell; the id is a number. */
export function startCommand(pid: number, platform: NodeJS.Platform): readonly [string, readonly string[]] {
  if (platform === 'win32') {
    const query = `(Get-CimInstance Win32_Process -Filter 'ProcessId=${pid}').CreationDate.ToFileTimeUtc()`;
    const shell = 'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe';
    return [shell, ['-NoProfile', '-NonInteractive', '-Command', query]];
  }
  return ['/bin/ps', ['-o', 'lstart=', '-p', String(pid)]];
}

export function startFrom(output: string, platform: NodeJS.Platform): string | undefined {
  const text = output.trim();
  if (platform === 'win32') return /^\d{1,19}$/.test(text) ? text : undefined;
  const time = Date.parse(`${text} UTC`);
  return Number.isNaN(time) ? undefined : (time / 1000).toString(36);
}

function said(file: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    const options = { timeout: 5000, env: { LC_ALL: 'C', TZ: 'UTC', SystemRoot: 'C:\\Windows' }, windowsHide: true };
    execFile(file, [...args], options, (_, stdout) => resolve(stdout));
  });
}
