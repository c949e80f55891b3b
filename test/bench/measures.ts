import type { Remote } from './calls.ts';
import type { Sunk } from './far/main.ts';
import { PORTS } from './far/ports.ts';
import type { Readings, Subject } from './figures.ts';
import type { Mark, Reached, Times } from './load.ts';
import type { Address, Addresses, Many, Usage } from './near/client.ts';

/** One program under test with its ports. `client` is absent where nothing stands between load and workload. */
export type Stand = {
  readonly subject: Subject;
  readonly client?: Remote;
  readonly near: Addresses;
  readonly distant: Addresses;
};

export type Bench = {
  readonly far: Remote;
  readonly load: Remote;
  /** How long each figure is looked at. */
  readonly windowMs: number;
};

export type Measure = {
  readonly name: string;
  /** Needs a program that has done nothing before; measured once, not in each round. */
  readonly isFresh?: boolean;
  readonly run: (bench: Bench, stand: Stand) => Promise<Readings>;
};

const WARM_MS = 300;
const MIB = 2 ** 20;

export const pause = (ms: number) =>
  new Promise<void>((resolve) => {
    setTimeout(resolve, ms);
  });

async function until(fact: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 20_000;
  while (!(await fact())) {
    if (performance.now() > deadline) throw new Error('no bytes within 20 s');
    await pause(20);
  }
}

function at(addresses: Addresses, port: number): Address {
  const address = addresses[port];
  if (!address) throw new Error(`no local address for port ${port}`);
  return address;
}

const usage = ({ client }: Stand) => client?.call<Usage>('usage');

/** Rates between two moments: bytes as the receiving end counts them, CPU of the program under test. */
async function bulk(
  bench: Bench,
  stand: Stand,
  { direction, connections }: { readonly direction: 'down' | 'up'; readonly connections: number },
): Promise<Readings> {
  const { far, load, windowMs } = bench;
  const mark = () => (direction === 'down' ? load.call<Mark>('mark') : far.call<Sunk>('sunk'));
  const address = at(stand.near, direction === 'down' ? PORTS.source : PORTS.sink);
  const before = await mark();
  await load.call(direction === 'down' ? 'download' : 'upload', { address, connections });
  // A local connection stands before its far end does.
  await until(async () => (await mark()).bytes > before.bytes + connections * MIB);
  await pause(WARM_MS);
  if (connections > 1) await stand.client?.call('watchLoop');
  const [first, cpuFirst] = await Promise.all([mark(), usage(stand)]);
  await pause(windowMs);
  const [last, cpuLast] = await Promise.all([mark(), usage(stand)]);
  const loopMs = connections > 1 ? await stand.client?.call<number>('loopDelay') : undefined;
  await load.call('stop');
  await pause(100);
  const id = `${direction}-${connections}`;
  const megabytesPerSecond = (last.bytes - first.bytes) / 1000 / (last.atMs - first.atMs);
  if (!cpuFirst || !cpuLast) return { [id]: megabytesPerSecond };
  // Both rates come from their own clocks, so that a late answer does not bend them.
  const cpuShare = (cpuLast.cpuMs - cpuFirst.cpuMs) / (cpuLast.atMs - cpuFirst.atMs);
  return {
    [id]: megabytesPerSecond,
    [`cpu-${id}`]: (cpuShare * 1000) / megabytesPerSecond,
    [`busy-${id}`]: cpuShare,
    ...(loopMs !== undefined && { [`loop-${direction}`]: loopMs }),
  };
}

async function pingPong({ load, windowMs }: Bench, stand: Stand, bytes: number): Promise<Times> {
  return await load.call<Times>('pingPong', { address: at(stand.near, PORTS.echo), bytes, forMs: windowMs * 0.6 });
}

async function beside(bench: Bench, stand: Stand): Promise<Readings> {
  await bench.load.call('download', { address: at(stand.near, PORTS.source), connections: 1 });
  await pause(WARM_MS);
  const { p50Ms, p99Ms } = await pingPong({ ...bench, windowMs: bench.windowMs * 2 }, stand, 1);
  await bench.load.call('stop');
  await pause(100);
  return { 'ping-bulk': p50Ms, 'ping-bulk-p99': p99Ms };
}

async function memoryOf({ client }: Stand): Promise<number> {
  await client?.call('collect');
  return (await client?.call<Usage>('usage'))?.rssBytes ?? NaN;
}

const FIRST_CONNECTIONS = 20;
const IDLE_CONNECTIONS = 1000;

async function idle({ load }: Bench, stand: Stand): Promise<Readings> {
  const address = at(stand.near, PORTS.echo);
  // What the first connections make (code, pools) is not theirs. The engine allows 1,024 connections to one forward.
  await load.call('idle', { address, connections: FIRST_CONNECTIONS });
  const before = await memoryOf(stand);
  await load.call('idle', { address, connections: FIRST_CONNECTIONS + IDLE_CONNECTIONS });
  await pause(500);
  const after = await memoryOf(stand);
  await load.call('endIdle');
  return { idle: (after - before) / 1000 / IDLE_CONNECTIONS };
}

const STALLED_BYTES = 1024 * MIB;

/** The most that a program's memory grew while it was watched. */
async function growth(stand: Stand, act: () => Promise<unknown>): Promise<number> {
  const before = await memoryOf(stand);
  let most = before;
  await act();
  for (let time = 0; time < 15; time += 1) {
    await pause(100);
    most = Math.max(most, (await usage(stand))?.rssBytes ?? NaN);
  }
  return (most - before) / 1e6;
}

async function stalled({ load }: Bench, stand: Stand): Promise<Readings> {
  const down = await growth(stand, () =>
    load.call('demand', { address: at(stand.near, PORTS.source), bytes: STALLED_BYTES }),
  );
  await load.call('stop');
  const up = await growth(stand, () => load.call('upload', { address: at(stand.near, PORTS.stalled), connections: 1 }));
  await load.call('stop');
  return { 'stalled-down': down, 'stalled-up': up };
}

export const MEASURES: readonly Measure[] = [
  { name: 'down-1', run: (bench, stand) => bulk(bench, stand, { direction: 'down', connections: 1 }) },
  { name: 'up-1', run: (bench, stand) => bulk(bench, stand, { direction: 'up', connections: 1 }) },
  { name: 'down-8', run: (bench, stand) => bulk(bench, stand, { direction: 'down', connections: 8 }) },
  { name: 'up-8', run: (bench, stand) => bulk(bench, stand, { direction: 'up', connections: 8 }) },
  {
    name: 'ping',
    async run(bench, stand) {
      const one = await pingPong(bench, stand, 1);
      const thousand = await pingPong(bench, stand, 1000);
      return {
        'ping-1': one.p50Ms * 1000,
        'ping-1-p99': one.p99Ms * 1000,
        'ping-1k': thousand.p50Ms * 1000,
        'ping-1k-p99': thousand.p99Ms * 1000,
      };
    },
  },
  { name: 'ping-bulk', run: beside },
  {
    name: 'connect-near',
    async run({ load }, stand) {
      const { p50Ms } = await load.call<Times>('connectTimes', { address: at(stand.near, PORTS.echo), times: 30 });
      return { 'connect-near': p50Ms };
    },
  },
  {
    name: 'rate',
    run: async ({ load, windowMs }, stand) => ({
      rate: await load.call<number>('connectRate', { address: at(stand.near, PORTS.echo), forMs: windowMs }),
    }),
  },
  {
    name: 'connect-far',
    async run({ load }, stand) {
      if (!stand.distant[PORTS.echo]) return {};
      const { p50Ms } = await load.call<Times>('connectTimes', { address: at(stand.distant, PORTS.echo), times: 7 });
      return { 'connect-far': p50Ms };
    },
  },
  { name: 'idle', isFresh: true, run: async (bench, stand) => (stand.client ? await idle(bench, stand) : {}) },
  { name: 'stalled', isFresh: true, run: async (bench, stand) => (stand.client ? await stalled(bench, stand) : {}) },
  {
    name: 'many',
    isFresh: true,
    async run(_, { client }) {
      const many = await client?.call<Many | undefined>('forwardMany');
      if (!many) return {};
      return { many: many.listenMs, ...(many.provedMs !== undefined && { 'many-proved': many.provedMs }) };
    },
  },
  {
    name: 'launch',
    isFresh: true,
    async run({ load }, { client }) {
      const startedAt = performance.now();
      const addresses = await client?.call<Address[] | undefined>('launch');
      if (!addresses) return {};
      const knownMs = performance.now() - startedAt;
      const { acceptedMs, answeredMs } = await load.call<Reached>('reach', { addresses });
      return { launch: knownMs + acceptedMs, 'launch-answered': knownMs + answeredMs };
    },
  },
];
