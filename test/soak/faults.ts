import type { Platform } from '../platform/start.ts';
import type { DropHow } from '../platform/control/protocol.ts';
import { CAST, pause, type Member } from './cast.ts';
import type { Random } from './random.ts';
import type { Subject } from './subject.ts';

export type FaultKit = { readonly platform: Platform; readonly subject: Subject; readonly random: Random };

/** One thing done to the platform. */
export type Injected = {
  readonly detail: string;
  /** Whom it concerns; absent means everyone. */
  readonly member?: Member;
  readonly how?: DropHow;
  /** What lasts is taken back after so long, or earlier when the faults end. */
  readonly lasts?: { readonly ms: number; readonly undo: () => Promise<unknown> };
};

export type FaultName = keyof typeof FAULTS;

const DROPS: readonly DropHow[] = ['close-1000', 'close-1001', 'close-1011', 'kill', 'blackhole', 'half-open'];
const INFO = '^/v1/port-forwarding/info/';
const TUNNEL = '^/tunnel/';
/** Several instances at the start; these are scaled. */
const SCALED = { web: 2, 'tcp-echo': 1, ingest: 1 } as const;

const SERVICES = Object.keys(SCALED) as (keyof typeof SCALED)[];
const ALL = Object.keys(CAST) as Member[];

async function drop({ platform, random }: FaultKit, how: DropHow): Promise<Injected> {
  const member = random.next() < 0.25 ? undefined : random.pick(ALL);
  const path = member && `/${CAST[member].kind}s/${CAST[member].id}/`;
  const count = await platform.control.dropTunnels(path === undefined ? {} : { path }, how);
  return { detail: `${how}, ${count} tunnels of ${member ?? 'all'}`, how, ...(member && { member }) };
}

/** An answer instead of the true one, a few times; `what` is refused so. */
async function refuse(
  { platform, random }: FaultKit,
  path: string,
  what: string,
  statuses: readonly number[],
): Promise<Injected> {
  const times = random.between(1, 6);
  const manner = random.between(0, statuses.length + 2);
  const status = statuses[manner];
  const { addRule } = platform.control;
  if (status !== undefined) {
    const wait = random.pick([undefined, '1', '2']);
    await addRule({ path, status, times, ...(wait !== undefined && { headers: { 'retry-after': wait } }) });
    return { detail: `${what}: ${times} × ${status}${wait === undefined ? '' : ` with Retry-After ${wait}`}` };
  }
  if (manner === statuses.length) {
    await addRule({ path, reset: true, times });
    return { detail: `${what}: ${times} × reset` };
  }
  if (manner === statuses.length + 1) {
    await addRule({ path, hang: true, times: Math.min(times, 2) });
    return { detail: `${what}: ${Math.min(times, 2)} × no answer` };
  }
  const delayMs = random.between(500, 4_000);
  await addRule({ path, delayMs, times });
  return { detail: `${what}: ${times} × answered after ${delayMs} ms` };
}

/** Tokens are swapped one at a time. */
let isSwapping = false;

async function swapToken({ platform, subject, random }: FaultKit, isLate: boolean): Promise<Injected> {
  if (isSwapping) return { detail: 'another rotation is under way' };
  isSwapping = true;
  try {
    const old = tokenOf(platform);
    const next = await platform.control.issueToken();
    current.set(platform, next);
    if (!isLate) {
      await subject.setToken(next, false);
      await pause(random.between(500, 2_000));
      await platform.control.revokeToken(old);
      return { detail: 'new token known before the old one was revoked' };
    }
    const lateMs = random.between(300, 4_000);
    await platform.control.revokeToken(old);
    await pause(lateMs);
    await subject.setToken(next, true);
    return { detail: `revoked, new token known ${lateMs} ms later` };
  } finally {
    isSwapping = false;
  }
}

const current = new WeakMap<Platform, string>();
const tokenOf = (platform: Platform) => current.get(platform) ?? platform.tokens.team;

/** Every way of troubling the platform, and the process itself, by name, and how often it is chosen. */
export const FAULTS = {
  restart: {
    weight: 4,
    async run({ platform, random }: FaultKit): Promise<Injected> {
      const member = random.pick(ALL);
      const keepNames = random.next() < 0.2;
      await platform.control.restart(CAST[member], { keepNames });
      return { detail: `${member}${keepNames ? ', names kept' : ''}`, member };
    },
  },
  scale: {
    weight: 3,
    async run({ platform, random }: FaultKit): Promise<Injected> {
      const member = random.pick(SERVICES);
      const instances = random.between(0, 4);
      await platform.control.scale(CAST[member], instances);
      const undo = () => platform.control.scale(CAST[member], SCALED[member]);
      return { detail: `${member} to ${instances}`, member, lasts: { ms: random.between(1_000, 8_000), undo } };
    },
  },
  'paused resource': {
    weight: 1,
    async run({ platform, random }: FaultKit): Promise<Injected> {
      const member = random.pick(ALL);
      await platform.control.setState(CAST[member], 'paused');
      const undo = () => platform.control.setState(CAST[member], 'running');
      return { detail: member, member, lasts: { ms: random.between(1_000, 5_000), undo } };
    },
  },
  'tunnels closed': {
    weight: 5,
    run: (kit: FaultKit) => drop(kit, kit.random.pick(DROPS.slice(0, 3))),
  },
  'tunnels killed': { weight: 3, run: (kit: FaultKit) => drop(kit, 'kill') },
  'tunnels silent': { weight: 3, run: (kit: FaultKit) => drop(kit, kit.random.pick(DROPS.slice(4))) },
  'token rotated': { weight: 2, run: (kit: FaultKit) => swapToken(kit, false) },
  'token late': { weight: 2, run: (kit: FaultKit) => swapToken(kit, true) },
  latency: {
    weight: 3,
    async run({ platform, random }: FaultKit): Promise<Injected> {
      const oneWayMs = random.between(20, 500);
      await platform.control.setLatency(oneWayMs);
      const undo = () => platform.control.setLatency(0);
      return { detail: `${oneWayMs} ms one way`, lasts: { ms: random.between(2_000, 8_000), undo } };
    },
  },
  bandwidth: {
    weight: 2,
    async run({ platform, random }: FaultKit): Promise<Injected> {
      const bytesPerSecond = random.between(100, 2_000) * 1024;
      await platform.control.setBandwidth(bytesPerSecond);
      const undo = () => platform.control.setBandwidth(0);
      const detail = `${Math.round(bytesPerSecond / 1024)} KiB/s per connection and direction`;
      return { detail, lasts: { ms: random.between(2_000, 8_000), undo } };
    },
  },
  'API trouble': {
    weight: 3,
    run: (kit: FaultKit) => refuse(kit, INFO, 'lookups', [429, 500, 502, 503]),
  },
  'gateway trouble': {
    weight: 3,
    run: (kit: FaultKit) => refuse(kit, TUNNEL, 'upgrades', [429, 500, 502, 503]),
  },
  outage: {
    weight: 2,
    async run({ platform, random }: FaultKit): Promise<Injected> {
      const dropOpen = random.next() < 0.5;
      await platform.control.stopListening({ dropOpen });
      const undo = () => platform.control.resumeListening();
      const detail = `nothing listens${dropOpen ? ', what was open is reset' : ''}`;
      return { detail, lasts: { ms: random.between(1_000, 7_000), undo } };
    },
  },
  'process asleep': {
    weight: 1,
    async run({ subject, random }: FaultKit): Promise<Injected> {
      const ms = random.between(500, 6_000);
      process.kill(subject.pid, 'SIGSTOP');
      await pause(ms);
      process.kill(subject.pid, 'SIGCONT');
      return { detail: `stopped for ${ms} ms, as by a lid that is closed` };
    },
  },
  'network changed': {
    weight: 1,
    async run({ subject }: FaultKit): Promise<Injected> {
      await subject.check?.();
      return { detail: subject.check ? 'all links were asked' : 'not here' };
    },
  },
} satisfies Readonly<Record<string, { readonly weight: number; readonly run: (kit: FaultKit) => Promise<Injected> }>>;

export const FAULT_NAMES = Object.keys(FAULTS) as FaultName[];

/** By weight. */
export function chooseFault(random: Random, names: readonly FaultName[]): FaultName {
  return random.pick(names.flatMap((name) => Array.from({ length: FAULTS[name].weight }, () => name)));
}
