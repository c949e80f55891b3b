import type { LocalAddress } from '../contract/forward.ts';
import { machinePlaces } from './helper-places.ts';
import { connectedIn, connectedInLsof, pidConnectedInNetstat, type Holder } from './port-lists.ts';
import { holderOnLinux, holderOnWindows, readText, runProgram, type RunProgram } from './port-owner.ts';

type Parts = {
  readonly platform?: NodeJS.Platform;
  readonly ask?: RunProgram;
  /** Milliseconds of a clock that never goes back. */
  readonly now?: () => number;
};

/** Looking costs a walk through all processes: so many at once, and one more each second. */
const MOST_LOOKS = 5;
const LOOK_MS = 1000;

async function onLinux(peer: LocalAddress, signal: AbortSignal): Promise<Holder | undefined> {
  // At once, since the program may be gone in a moment; the walk after it takes longer.
  const tables = await Promise.all([readText('/proc/net/tcp'), readText('/proc/net/tcp6')]);
  const [held] = tables.flatMap((table) => connectedIn(table, peer));
  return held && holderOnLinux(held, signal);
}

async function onMac({ host, port }: LocalAddress, signal: AbortSignal, ask: RunProgram) {
  const at = host.includes(':') ? `[${host}]` : host;
  const args = ['-nP', '+c0', `-iTCP@${at}:${port}`, '-sTCP:ESTABLISHED', '-Fpcn'];
  return connectedInLsof(await ask('/usr/sbin/lsof', args, signal), { host, port });
}

async function onWindows(peer: LocalAddress, signal: AbortSignal, ask: RunProgram): Promise<Holder | undefined> {
  const { systemDirectory } = machinePlaces();
  const pid = pidConnectedInNetstat(await ask(`${systemDirectory}\\netstat.exe`, ['-ano', '-p', 'TCP'], signal), peer);
  return pid === undefined ? undefined : holderOnWindows(pid, signal, ask);
}

/**
 * Which program's end of a local connection this is. Undefined where nobody can say, where it is this program itself, and
 * where many came at once: whom one would have to look for longer than they are there is not looked for.
 */
export function createPeerPrograms({
  platform = process.platform,
  ask = runProgram,
  now = () => performance.now(),
}: Parts = {}) {
  const closing = new AbortController();
  let left = MOST_LOOKS;
  let filledAt = now();

  function mayLook(): boolean {
    const more = Math.floor((now() - filledAt) / LOOK_MS);
    left = Math.min(MOST_LOOKS, left + more);
    filledAt += more * LOOK_MS;
    if (left === 0) return false;
    left -= 1;
    return true;
  }

  async function look(peer: LocalAddress): Promise<Holder | undefined> {
    const { signal } = closing;
    const found =
      platform === 'linux'
        ? await onLinux(peer, signal)
        : platform === 'darwin'
          ? await onMac(peer, signal, ask)
          : platform === 'win32'
            ? await onWindows(peer, signal, ask)
            : undefined;
    return found?.pid === process.pid ? undefined : found;
  }

  return {
    programAt: (peer: LocalAddress): Promise<Holder | undefined> =>
      mayLook() ? look(peer).catch(() => undefined) : Promise.resolve(undefined),
    close: (): void => closing.abort(new Error('closing')),
  };
}
