import { execFile } from 'node:child_process';
import { readdir, readFile, readlink } from 'node:fs/promises';
import type { LocalAddress } from '../contract/forward.ts';
import { machinePlaces } from './helper-places.ts';
import {
  heldIn,
  holderInLsof,
  pidInNetstat,
  programInTasklist,
  type Held,
  type Holder,
  type Transport,
} from './port-lists.ts';

/** Who listens at an address. Of another user's program only whose it is may be known, or nothing. */
export type PortOwner = { readonly pid?: number; readonly program?: string; readonly uid?: number };

/** Output of a program without a shell; empty where it fails, as `lsof` does when it finds nothing. */
export type RunProgram = (file: string, args: readonly string[], signal: AbortSignal) => Promise<string>;

export const runProgram: RunProgram = (file, args, signal) =>
  new Promise((resolve) => {
    execFile(file, args, { signal, windowsHide: true, timeout: 10_000 }, (_, stdout) => resolve(stdout));
  });

export const readText = (file: string) => readFile(file, 'utf8').catch(() => '');

/** Process ids whose files this user may not list are passed over: they belong to others. */
async function processWith(inode: string, signal: AbortSignal): Promise<number | undefined> {
  const wanted = `socket:[${inode}]`;
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  for (const pid of pids) {
    signal.throwIfAborted();
    const folder = `/proc/${pid}/fd`;
    const files = await readdir(folder).catch(() => []);
    const links = await Promise.all(files.map((file) => readlink(`${folder}/${file}`).catch(() => '')));
    if (links.includes(wanted)) return Number(pid);
  }
  return undefined;
}

/** Whose socket it is; undefined where it is another user's, or gone. */
export async function holderOnLinux({ inode }: Held, signal: AbortSignal): Promise<Holder | undefined> {
  const pid = await processWith(inode, signal);
  if (pid === undefined) return undefined;
  const program = (await readText(`/proc/${pid}/comm`)).trim();
  return { pid, ...(program && { program }) };
}

export async function holderOnWindows(pid: number, signal: AbortSignal, ask: RunProgram): Promise<Holder> {
  const { systemDirectory } = machinePlaces();
  const list = await ask(`${systemDirectory}\\tasklist.exe`, ['/FI', `PID eq ${pid}`, '/FO', 'CSV', '/NH'], signal);
  const program = programInTasklist(list);
  return { pid, ...(program !== undefined && { program }) };
}

async function onLinux(
  address: LocalAddress,
  transport: Transport,
  signal: AbortSignal,
): Promise<PortOwner | undefined> {
  const tables = await Promise.all([readText(`/proc/net/${transport}`), readText(`/proc/net/${transport}6`)]);
  const [held] = tables.flatMap((table): Held[] => heldIn(table, address, transport));
  if (!held) return undefined;
  return (await holderOnLinux(held, signal)) ?? { uid: held.uid };
}

/** `+c0`: names of programs in whole, not their first nine letters. */
async function onMac(address: LocalAddress, transport: Transport, signal: AbortSignal, ask: RunProgram) {
  const which = transport === 'tcp' ? [`-iTCP:${address.port}`, '-sTCP:LISTEN'] : [`-iUDP:${address.port}`];
  return holderInLsof(await ask('/usr/sbin/lsof', ['-nP', '+c0', ...which, '-Fpcn'], signal), address);
}

async function onWindows(address: LocalAddress, transport: Transport, signal: AbortSignal, ask: RunProgram) {
  const { systemDirectory } = machinePlaces();
  const pid = pidInNetstat(await ask(`${systemDirectory}\\netstat.exe`, ['-ano'], signal), address, transport);
  return pid === undefined ? undefined : holderOnWindows(pid, signal, ask);
}

/** Which program keeps this address from others; undefined where nobody does, or this user may not know of it at all. */
export function ownerOfPort(
  address: LocalAddress,
  transport: Transport,
  signal: AbortSignal,
  {
    platform = process.platform,
    ask = runProgram,
  }: { readonly platform?: NodeJS.Platform; readonly ask?: RunProgram } = {},
): Promise<PortOwner | undefined> {
  if (platform === 'linux') return onLinux(address, transport, signal);
  if (platform === 'darwin') return onMac(address, transport, signal, ask);
  if (platform === 'win32') return onWindows(address, transport, signal, ask);
  return Promise.resolve(undefined);
}

/** For a terminal: shows the owner where that takes more rights than this program has. */
export function ownerLine({ port }: LocalAddress, transport: Transport, platform: NodeJS.Platform): string {
  if (platform === 'win32') return `netstat -abno | findstr :${port}`;
  if (platform === 'darwin') return `sudo lsof -nP -i${transport.toUpperCase()}:${port}`;
  return `sudo ss -lnp${transport === 'tcp' ? 't' : 'u'} 'sport = :${port}'`;
}
