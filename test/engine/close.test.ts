import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { Failure } from '../../electron/contract/failure.ts';
import type { Observation } from '../../electron/engine/face.ts';
import { ID, openTo, PORT, setUp, wish } from './bench.ts';
import { openClient } from './client.ts';
import { startEcho, startWorkload } from './upstream.ts';

const range = { first: '127.24.66.1', last: '127.24.66.254' };
const OTHER = 'acc/-/demo/service/api';

const kinds = (seen: readonly Observation[]) =>
  seen.flatMap((each) => (each.type === 'forward' && each.id === ID ? [each.status.kind] : []));

/** Whether a program can bind what the forward had. */
async function isFree(host: string, port: number): Promise<boolean> {
  const socket = connect({ host, port });
  return new Promise((resolve) => {
    socket.on('connect', () => resolve(false)).on('error', () => resolve(true));
  }).finally(() => socket.destroy()) as Promise<boolean>;
}

test('switching off while the platform is asked leaves nothing and asks no more', async () => {
  const bench = await setUp({ range });
  let wasAborted = false;
  bench.route = () =>
    new Promise((_, reject) => {
      // Answers only to the signal that the engine gives.
      bench.onAbort = (reason) => {
        wasAborted = true;
        reject(reason);
      };
    });
  bench.engine.reconcile([wish()]);
  await bench.until(() => bench.forward().status.kind === 'starting');
  bench.engine.reconcile([]);
  await bench.until(() => bench.forward().status.kind === 'off');
  expect(wasAborted).toBe(true);
  expect(kinds(bench.seen)).toEqual(['starting', 'closing', 'off']);
});

test('switching off while an upgrade is not answered leaves nothing', async () => {
  const bench = await setUp({ range });
  bench.gateway.instances.set('pod-1', () => ({ host: '127.0.0.1', port: 1 }));
  bench.gateway.decide = () => 'hang';
  bench.engine.reconcile([wish()]);
  await bench.gateway.until(() => bench.gateway.upgrades.length === 1);
  bench.engine.reconcile([]);
  await bench.until(() => bench.forward().status.kind === 'off');
  await bench.engine.close();
  await bench.gateway.until(() => bench.gateway.sockets() === 0);
});

test('switching off while it waits for its next try leaves nothing', async () => {
  const bench = await setUp({ range, limits: { backoff: { firstMs: 60_000, capMs: 60_000 } } });
  bench.route = () => {
    throw new Failure('no-instance', { retriable: true });
  };
  bench.engine.reconcile([wish()]);
  await bench.until(() => bench.forward().status.kind === 'retrying');
  bench.engine.reconcile([]);
  await bench.until(() => bench.forward().status.kind === 'off');
  expect(kinds(bench.seen)).toEqual(['starting', 'retrying', 'closing', 'off']);
});

test('switching off does not wait for a token or a lookup that never comes', async () => {
  const { bench, address } = await openTo(await startEcho(), { range, limits: { idleMs: 20 } });
  bench.credentials = () => new Promise(() => {});
  const client = openClient(address);
  await bench.until(() => bench.traffic()[`${ID}:${PORT}`]?.connections === 1);
  bench.engine.reconcile([]);
  expect(await client.ended).toBe('ECONNRESET');
  await bench.until(() => bench.forward().status.kind === 'off');

  const { bench: other, address: there } = await openTo(await startEcho(), { range, limits: { idleMs: 20 } });
  other.gateway.instances.clear();
  other.route = () => new Promise(() => {});
  const waiting = openClient(there);
  waiting.socket.write('x');
  await other.gateway.until(() => other.gateway.upgrades.length === 2);
  other.engine.reconcile([]);
  expect(await waiting.ended).toBe('ECONNRESET');
  await other.until(() => other.forward().status.kind === 'off');
});

test('the port is free at once, an idle connection is cut before the grace ends', async () => {
  const { bench, address } = await openTo(await startEcho(), { range, limits: { graceMs: 30_000, idleMs: 50 } });
  const client = openClient(address);
  client.socket.write('x');
  await client.until('x');
  bench.engine.reconcile([]);
  expect(bench.forward().status).toEqual({ kind: 'closing', connections: 1 });
  expect(await isFree(address.host, address.port)).toBe(true);
  expect(await client.ended).toBe('ECONNRESET');
  await bench.until(() => bench.forward().status.kind === 'off');
});

test('a connection that moves bytes may finish within the grace', async () => {
  const workload = await startWorkload((socket) => {
    let count = 0;
    const timer = setInterval(() => {
      count += 1;
      socket.write(`${count};`);
      if (count < 20) return;
      clearInterval(timer);
      socket.end();
    }, 20);
    socket.on('close', () => clearInterval(timer));
  });
  const { bench, address } = await openTo(workload, { range, limits: { graceMs: 10_000, idleMs: 200 } });
  const client = openClient(address);
  await client.until('3;');
  await bench.engine.close();
  expect(await client.ended).toBe('end');
  expect(client.received()).toMatch(/;20;$/);
});

test('a connection that never stops is cut when the grace is over', async () => {
  const workload = await startWorkload((socket) => {
    const timer = setInterval(() => socket.write('more'), 5);
    socket.on('close', () => clearInterval(timer));
  });
  const { bench, address } = await openTo(workload, { range, limits: { graceMs: 150, idleMs: 10_000 } });
  const client = openClient(address);
  await client.until('more');
  await bench.engine.close();
  expect(await client.ended).toBe('ECONNRESET');
  await workload.until(() => workload.sockets.size === 0);
});

test('closing twice at once is closing once', async () => {
  const { bench } = await openTo(await startEcho(), { range });
  const first = bench.engine.close();
  expect(bench.engine.close()).toBe(first);
  await first;
  expect(kinds(bench.seen).filter((kind) => kind === 'off')).toEqual(['off']);
  bench.engine.reconcile([wish()]);
  bench.engine.retry();
  expect(kinds(bench.seen).at(-1)).toBe('off');
});

test('closing does not wait for a gateway that never answers a close frame', async () => {
  const { bench, address } = await openTo(await startEcho(), { range, limits: { closeMs: 50, idleMs: 20 } });
  const client = openClient(address);
  client.socket.write('x');
  await client.until('x');
  bench.gateway.freeze();
  const before = performance.now();
  await bench.engine.close();
  expect(performance.now() - before).toBeLessThan(1_000);
});

test('switching one forward off does not touch another one', async () => {
  const { bench, address } = await openTo(await startEcho(), { range });
  await bench.open(OTHER);
  const client = openClient(address);
  client.socket.write('one');
  await client.until('one');
  const before = bench.forward();
  bench.engine.reconcile([wish()]);
  await bench.until(() => bench.forward(OTHER).status.kind === 'off');
  client.socket.write('two');
  await client.until('two');
  expect(bench.forward()).toBe(before);
});

test('the same wish again changes nothing and asks nothing', async () => {
  const { bench } = await openTo(await startEcho(), { range });
  const count = bench.seen.length;
  bench.engine.reconcile([wish()]);
  bench.engine.reconcile([wish()]);
  expect(bench.seen.length).toBe(count);
  expect(bench.resolved()).toBe(1);
});

test('a wish that comes back while its forward closes is served afterwards', async () => {
  const { bench, address } = await openTo(await startEcho(), { range });
  bench.engine.reconcile([]);
  bench.engine.reconcile([wish()]);
  bench.engine.reconcile([]);
  bench.engine.reconcile([wish()]);
  await bench.until(
    () => bench.forward().tunnels[`${ID}:${PORT}`]?.status.kind === 'open' && kinds(bench.seen).includes('off'),
  );
  expect(bench.tunnel(PORT).status).toMatchObject({ address });
  expect(kinds(bench.seen).filter((kind) => kind === 'off')).toEqual(['off']);
});

test('a changed choice of ports closes what is no longer wished and leaves the rest open', async () => {
  const echo = await startEcho();
  const ports = [5432, 6379].map((number) => ({ number, protocol: 'TCP' }));
  const { bench, address } = await openTo(echo, { range, ports });
  const client = openClient(address);
  client.socket.write('one');
  await client.until('one');
  const all = bench.route;
  bench.route = async (forward) => ({ plans: (await all(forward)).plans.slice(0, 1) });
  bench.engine.reconcile([wish(ID, { ports: [5432] })]);
  await bench.until(() => Object.keys(bench.forward().tunnels).length === 1);
  client.socket.write('two');
  await client.until('two');
  expect(await isFree(address.host, 6379)).toBe(true);
});

test('a download that is cut in full flow never looks complete', async () => {
  const piece = Buffer.alloc(4096, 'x');
  const workload = await startWorkload((socket) => {
    const more = () => {
      if (!socket.destroyed) setImmediate(() => socket.write(piece, more));
    };
    more();
  });
  const { bench, address } = await openTo(workload, { range, limits: { graceMs: 20, idleMs: 10_000 } });
  const clients = Array.from({ length: 20 }, () => openClient(address));
  await Promise.all(clients.map((client) => client.until('x')));
  await bench.engine.close();
  // A reset that came with the last bytes would be an ordinary end for a program on libuv, such as this one.
  expect(await Promise.all(clients.map((client) => client.ended))).toEqual(Array(20).fill('ECONNRESET'));
});

test('a cut does not wait long for a program that reads nothing', async () => {
  const bytes = 32 * 1024 * 1024;
  const workload = await startWorkload((socket) => void socket.write(Buffer.alloc(bytes)));
  const limits = { graceMs: 20, closeMs: 50, lingerMs: 60_000, highWaterBytes: 2 * bytes };
  const { bench, address } = await openTo(workload, { range, limits });
  const client = openClient(address);
  client.socket.pause();
  // More than the system takes: the rest waits here, and the far end is not told to wait.
  await bench.until(() => bench.traffic()[`${ID}:${PORT}`]?.bytesIn === bytes);
  await bench.engine.close();
  client.socket.destroy();
});

test.each(['far end', 'user'])('an upload that the %s breaks off is not taken to its end', async (who) => {
  const bytes = 64 * 1024 * 1024;
  const limits = { resetMs: 1_000, graceMs: 20, idleMs: 10_000 };
  const { bench, address } = await openTo(await startWorkload(() => {}), { range, limits });
  let received = 0;
  const arrived = new Promise<void>((resolve) => {
    bench.gateway.serve = (websocket) =>
      websocket.on('message', (message) => {
        received += (message as Buffer).length;
        if (received < 1_000_000) return;
        resolve();
        if (who === 'far end') websocket.close(1011);
      });
  });
  const client = openClient(address);
  let isAllTaken = false;
  client.socket.end(Buffer.alloc(bytes), () => (isAllTaken = !client.socket.errored));
  await arrived;
  if (who === 'user') await bench.engine.close();
  expect(await client.ended).toBe('ECONNRESET');
  expect(isAllTaken).toBe(false);
});
