import type { Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import type { TunnelPlan } from '../../electron/engine/face.ts';
import type { Limits } from '../../electron/engine/limits.ts';
import type { Problem } from '../../electron/contract/problem.ts';
import { ID, PORT, setUp, wish, type Bench } from './bench.ts';
import { openClient } from './client.ts';
import { startWorkload, type Workload } from './upstream.ts';

const range = { first: '127.24.82.1', last: '127.24.82.254' };
const SILENT: Problem = { code: 'endpoint-silent', args: { seconds: 1 } };

type Speaks = NonNullable<TunnelPlan['speaks']>;

type Given = { readonly limits?: Partial<Limits>; readonly speaks?: Speaks };

/** A forward whose plan says what the workload speaks. */
async function openTo(workload: Workload, { limits = {}, speaks = 'redis' }: Given): Promise<Bench> {
  const bench = await setUp({ range, limits: { silentMs: 60, reverifyMs: 0, ...limits } });
  bench.gateway.instances.set('pod-1', workload.at);
  const plain = bench.route;
  bench.route = async (forward) => {
    const { plans } = await plain(forward);
    return { plans: plans.map((plan) => ({ ...plan, speaks })) };
  };
  await bench.open();
  return bench;
}

const notice = (bench: Bench): Problem | undefined => {
  const { status } = bench.tunnel(PORT);
  return status.kind === 'open' ? status.notice : undefined;
};

/** Ends when the other side does. */
const start = (onSocket: (socket: Socket) => void) =>
  startWorkload((socket) => {
    socket.on('end', () => socket.end());
    onSocket(socket);
  });
const answering = (answer: string) => (socket: Socket) => socket.once('data', () => socket.write(answer));
const silent = () => {};

test('a workload that answers is asked once, in its protocol, and left at once', async () => {
  const workload = await start(answering('+PONG\r\n'));
  const bench = await openTo(workload, { limits: { silentMs: 10_000 } });
  await workload.until(() => workload.connections() === 1 && workload.sockets.size === 0);
  await bench.gateway.until(() => bench.gateway.closeCodes.length === 1);
  expect(workload.received().toString()).toBe('*1\r\n$4\r\nPING\r\n');
  expect(bench.gateway.closeCodes).toEqual([1000]);
  expect(bench.gateway.upgrades).toHaveLength(1);
  expect(notice(bench)).toBeUndefined();
});

test('one that speaks first is listened to', async () => {
  const workload = await start((socket) => socket.write('\x4a\0\0\0\x0a8.0.37\0', 'latin1'));
  const bench = await openTo(workload, { speaks: 'mysql', limits: { silentMs: 10_000 } });
  await workload.until(() => workload.connections() === 1 && workload.sockets.size === 0);
  expect(workload.receivedBytes()).toBe(0);
  expect(notice(bench)).toBeUndefined();
});

test('one that accepts and says nothing is open at once, and told of later', async () => {
  const workload = await start(silent);
  const bench = await openTo(workload, {});
  expect(notice(bench)).toBeUndefined();
  await bench.until(() => notice(bench) !== undefined);
  expect(notice(bench)).toEqual(SILENT);
  await workload.until(() => workload.sockets.size === 0);
  // The words did not cost the tunnel anything: `since`, address and round trip are those of the first moment.
  const [first, last] = [bench.seen.find(isOpen), bench.seen.findLast(isOpen)].map(statusIn);
  expect({ ...last, notice: undefined }).toEqual({ ...first, notice: undefined });
});

function isOpen(observation: Bench['seen'][0]): boolean {
  return statusIn(observation)?.kind === 'open';
}

function statusIn(observation: Bench['seen'][0] | undefined) {
  return observation?.type === 'forward' ? Object.values(observation.tunnels)[0]?.status : undefined;
}

test.each([
  ['speaks something else', answering('HTTP/1.1 400 Bad Request\r\n\r\n')],
  ['sends noise without end', (socket: Socket) => void socket.write(Buffer.alloc(200_000, 43))],
  ['stops in the middle of its answer', answering('-NOA'), 2000],
  ['ends in order without a word', (socket: Socket) => void socket.once('data', () => socket.end())],
  ['ends before it is asked', (socket: Socket) => void socket.end()],
])('one that %s is somebody, and nothing is said', async (_, onSocket, silentMs = 10_000) => {
  const workload = await start(onSocket);
  const bench = await openTo(workload, { limits: { silentMs } });
  await workload.until(() => workload.connections() === 1 && workload.sockets.size === 0);
  await bench.gateway.until(() => bench.gateway.open() === 0);
  expect(bench.seen.some((each) => isOpen(each) && 'notice' in (statusIn(each) ?? {}))).toBe(false);
});

describe('a silent one', () => {
  test('that answers a program is silent no more', async () => {
    const workload = await start((socket) =>
      socket.on('data', (chunk) => {
        if (chunk.toString() === 'hello') socket.write('here');
      }),
    );
    const bench = await openTo(workload, {});
    await bench.until(() => notice(bench) !== undefined);
    const { status } = bench.tunnel(PORT);
    if (status.kind !== 'open') throw new Error('not open');
    const client = openClient(status.address);
    client.socket.write('hello');
    await client.until('here');
    await bench.until(() => notice(bench) === undefined);
    client.socket.destroy();
  });

  test('is asked again by a retry, and the word goes when it answers', async () => {
    let isUp = false;
    const workload = await start((socket) => isUp && answering('+PONG\r\n')(socket));
    // The answer has this long, and nobody asks a third time.
    const bench = await openTo(workload, { limits: { silentMs: 1000 } });
    await bench.until(() => notice(bench) !== undefined);
    isUp = true;
    bench.engine.retry([ID]);
    await bench.until(() => notice(bench) === undefined);
    expect(workload.connections()).toBe(2);
  });

  test('is asked by one handshake at a time', async () => {
    const workload = await start(silent);
    const bench = await openTo(workload, { limits: { silentMs: 1500 } });
    bench.engine.check();
    // The handshake of the check proves the gateway, while the workload is still being waited for.
    await workload.until(() => workload.connections() === 2 && workload.sockets.size === 1);
    await bench.until(() => notice(bench) !== undefined);
    expect(workload.received().toString()).toBe('*1\r\n$4\r\nPING\r\n');
  });

  test('is left when the forward is switched off meanwhile', async () => {
    const workload = await start(silent);
    const bench = await openTo(workload, { limits: { silentMs: 60_000 } });
    await workload.until(() => workload.sockets.size === 1);
    bench.engine.reconcile([]);
    await bench.until(() => bench.forward().status.kind === 'off');
    await workload.until(() => workload.sockets.size === 0);
  });
});

test('one that is lost after the gateway has answered is told of, and the platform asked once', async () => {
  const workload = await start(silent);
  const bench = await setUp({ range, limits: { silentMs: 5_000, reverifyMs: 0, suspectMs: 60_000 } });
  bench.gateway.instances.set('pod-1', workload.at);
  bench.gateway.serve = (websocket) => websocket.on('ping', () => websocket.close(1011));
  const plain = bench.route;
  bench.route = async (forward) => {
    const { plans } = await plain(forward);
    return { plans: plans.map((plan) => ({ ...plan, speaks: 'http' as const })) };
  };
  bench.engine.reconcile([wish()]);
  await bench.until(
    () => bench.resolved() > 0 && bench.forward().status.kind === 'open' && notice(bench) !== undefined,
  );
  await bench.gateway.until(() => bench.gateway.upgrades.length === 2);
  expect(notice(bench)?.code).toBe('endpoint-silent');
  expect(bench.resolved()).toBe(2);
});

describe('an idle tunnel', () => {
  const soon = { reverifyMs: 80, reverifies: 4 };

  test('is verified again and again, as long as nobody uses it', async () => {
    const workload = await start(answering('+PONG\r\n'));
    const bench = await openTo(workload, { limits: soon });
    await workload.until(() => workload.connections() === 3);
    await bench.until(() => bench.tunnel(PORT).status.kind === 'open');
    const times = bench.seen.filter(isOpen).map((each) => {
      const status = statusIn(each);
      return status?.kind === 'open' ? status.verifiedAt : 0;
    });
    const [first = 0, second = 0] = [...new Set(times)];
    expect(second - first).toBeGreaterThanOrEqual(soon.reverifyMs);
  });

  test('that has lost its far end is found out', async () => {
    const workload = await start(answering('+PONG\r\n'));
    const bench = await openTo(workload, { limits: soon });
    bench.gateway.instances.clear();
    await bench.until(() => bench.tunnel(PORT).status.kind === 'retrying');
  });

  test.each<[string, Given]>([
    ['is left alone where that is switched off', { limits: { ...soon, reverifyMs: 0 } }],
    ['is left alone where each connection is an error to the workload', { limits: soon, speaks: 'mysql' }],
  ])('%s', async (_, given) => {
    const workload = await start((socket) => socket.write('\x4a\0\0\0\x0a8.0.37\0', 'latin1'));
    const bench = await openTo(workload, given);
    const other = await openTo(await start(answering('+PONG\r\n')), { limits: soon });
    await other.gateway.until(() => other.gateway.upgrades.length === 4);
    expect(bench.gateway.upgrades).toHaveLength(1);
  });

  test('is one of few that are verified in a time, however many there are', async () => {
    const workload = await start(answering('+PONG\r\n'));
    const bench = await setUp({
      range,
      ports: [1, 2, 3, 4, 5, 6].map((number) => ({ number: 9000 + number, protocol: 'TCP' })),
      limits: { silentMs: 60, reverifyMs: 100, reverifies: 1 },
    });
    bench.gateway.instances.set('pod-1', workload.at);
    const plain = bench.route;
    bench.route = async (forward) => {
      const { plans } = await plain(forward);
      return { plans: plans.map((plan) => ({ ...plan, speaks: 'redis' as const })) };
    };
    const startedAt = Date.now();
    await bench.open();
    await bench.gateway.until(() => bench.gateway.upgrades.length === 12);
    expect(Date.now() - startedAt).toBeGreaterThanOrEqual(5 * 100);
    // Each in its turn: after the first six each port has come once more.
    const ports = bench.gateway.upgrades.slice(6).map(({ port }) => port);
    expect(new Set(ports).size).toBe(6);
  });
});

test('a tunnel in use is verified by its own bytes and by nothing else', async () => {
  const workload = await start((socket) =>
    socket.on('data', (chunk) => socket.write(chunk.includes('PING') ? '+PONG\r\n' : chunk)),
  );
  const bench = await openTo(workload, { limits: { reverifyMs: 500, reverifies: 50, verifiedMs: 0 } });
  const { status } = bench.tunnel(PORT);
  if (status.kind !== 'open') throw new Error('not open');
  const client = openClient(status.address);
  client.socket.on('data', (chunk) => client.socket.write(chunk));
  client.socket.write('around and around');
  const since = Date.now() + 1200;
  await bench.until(() => {
    const now = bench.tunnel(PORT).status;
    return now.kind === 'open' && now.verifiedAt > since;
  });
  // The first proof and the client's own tunnel.
  expect(bench.gateway.upgrades).toHaveLength(2);
  client.socket.destroy();
});
