import { once } from 'node:events';
import { expect, test } from 'vitest';
import { retryAfterMs } from '../../electron/engine/dial-failure.ts';
import { ID, openTo, PORT } from './bench.ts';
import { ask, openClient } from './client.ts';
import { startEcho, startWorkload } from './upstream.ts';

const range = { first: '127.24.69.1', last: '127.24.69.254' };

test('connections beyond the limit of a forward are reset, the others stay, and places are given back', async () => {
  const { address } = await openTo(await startEcho(), { range, limits: { connections: 3 } });
  const clients = Array.from({ length: 3 }, () => openClient(address));
  for (const client of clients) client.socket.write('x');
  await Promise.all(clients.map((client) => client.until('x')));
  expect((await ask(address, 'too many')).end).toBe('ECONNRESET');
  clients[0]?.socket.resetAndDestroy();
  clients[1]?.socket.write('y');
  await clients[1]?.until('xy');
  expect(await ask(address, 'room')).toEqual({ answer: 'room', end: 'end' });
});

test('a held connection is reset when its time is over, and the port stays bound', async () => {
  const { bench, address } = await openTo(await startEcho(), { range, limits: { heldMs: 80 } });
  bench.gateway.decide = () => ({ status: 503 });
  expect(await ask(address, 'x')).toEqual({ answer: '', end: 'ECONNRESET' });
  expect(bench.tunnel(PORT).status).toMatchObject({ kind: 'retrying', address });
});

/** Lets everything happen that can happen without outside help. */
async function settle(measure: () => number): Promise<number> {
  let last = -1;
  for (let quietTurns = 0; quietTurns < 100; quietTurns += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    if (measure() !== last) quietTurns = 0;
    last = measure();
  }
  return last;
}

test('a held connection is read no further than its buffer', async () => {
  const { bench, address } = await openTo(await startEcho(), { range });
  let open: () => void = () => {};
  bench.gateway.decide = () => new Promise((resolve) => (open = () => resolve(undefined)));
  const client = openClient(address);
  client.socket.write(Buffer.alloc(64 * 1024 * 1024, 'b'));
  await bench.gateway.until(() => bench.gateway.upgrades.length === 2);
  expect(await settle(() => client.socket.writableLength)).toBeGreaterThan(0);
  open();
  await once(client.socket, 'drain');
  client.socket.destroy();
});

test('a stopped local reader stops the far sender', async () => {
  let sent = 0;
  const chunk = Buffer.alloc(1024 * 1024);
  const workload = await startWorkload((socket) => {
    const send = () => {
      while (sent < 1024 && socket.write(chunk)) sent += 1;
    };
    socket.on('drain', () => {
      sent += 1;
      send();
    });
    socket.once('data', send);
    socket.on('end', () => socket.end());
  });
  const { address } = await openTo(workload, { range });
  const client = openClient(address);
  client.socket.write('send');
  await once(client.socket, 'data');
  client.socket.pause();
  expect(await settle(() => sent)).toBeLessThan(64);
  client.socket.destroy();
  await workload.until(() => workload.sockets.size === 0);
});

test('of too many half-closed connections the oldest gives way', async () => {
  const workload = await startWorkload(() => {});
  const { bench, address } = await openTo(workload, { range, limits: { halfClosed: 2, replyMs: 60_000, idleMs: 20 } });
  const clients = Array.from({ length: 3 }, (_, index) => {
    const client = openClient(address);
    client.socket.end(`client ${index}`);
    return client;
  });
  expect(await Promise.race(clients.map((client) => client.ended))).toBe('end');
  expect(workload.receivedBytes()).toBe(24);
  await bench.engine.close();
});

test('half-closed connections that come at the same time make room one after the other, until no more are left than may wait', async () => {
  const workload = await startWorkload(() => {});
  const { bench, address } = await openTo(workload, { range, limits: { halfClosed: 2, replyMs: 60_000, idleMs: 20 } });
  const clients = Array.from({ length: 12 }, () => openClient(address));
  await Promise.all(clients.map(({ socket }) => once(socket, 'connect')));
  for (const { socket } of clients) socket.end('x');
  let left = clients.length;
  await new Promise<void>((resolve) => {
    for (const { ended } of clients) void ended.then(() => (left -= 1) === 2 && resolve());
  });
  await bench.until(() => bench.traffic()[`${ID}:${PORT}`]?.connections === 2);
  await bench.engine.close();
});

test('an upgrade that is not answered fails in time and says so', async () => {
  const { bench, address } = await openTo(await startEcho(), { range, limits: { dialMs: 60, heldMs: 100 } });
  bench.gateway.decide = () => 'hang';
  expect((await ask(address, 'x')).end).toBe('ECONNRESET');
  expect(bench.tunnel(PORT).status).toMatchObject({
    kind: 'retrying',
    problem: { code: 'endpoint-unreachable', args: { reason: 'no answer in time' } },
  });
});

test.each([
  ['7', 7_000],
  ['99999999', 3_600_000],
  ['Sat, 28 Nov 2026 12:00:10 GMT', 10_000],
  ['Sat, 28 Nov 2026 11:00:00 GMT', 0],
  ['soon', undefined],
  [undefined, undefined],
])('a gateway that says to come again after %s is taken at its word, within an hour', (value, waitMs) => {
  expect(retryAfterMs(value, Date.parse('2026-11-28T12:00:00Z'))).toBe(waitMs);
});

test('the time the gateway asks for is waited for', async () => {
  const { bench } = await openTo(await startEcho(), { range });
  bench.gateway.decide = () => ({ status: 429, headers: { 'retry-after': '7' } });
  bench.engine.check();
  await bench.until(() => bench.tunnel(PORT).status.kind === 'retrying');
  const { status } = bench.tunnel(PORT);
  expect(status).toMatchObject({ problem: { code: 'api-limited', args: { seconds: 7 } } });
  if (status.kind === 'retrying') expect(status.dueAt - Date.now()).toBeGreaterThan(6_000);
});
