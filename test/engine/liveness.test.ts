import { expect, test } from 'vitest';
import { openTo, PORT } from './bench.ts';
import { ask, openClient } from './client.ts';
import { startEcho, startWorkload } from './upstream.ts';

const range = { first: '127.24.67.1', last: '127.24.67.254' };
const quick = { tickMs: 20, pingTicks: 2, pongTicks: 3 };

test('a silent link is pinged, and stays while its pongs come', async () => {
  const { bench, address } = await openTo(await startEcho(), { range, limits: quick });
  const client = openClient(address);
  client.socket.write('x');
  await client.until('x');
  const before = bench.gateway.pings();
  await bench.gateway.until(() => bench.gateway.pings() >= before + 3);
  client.socket.write('y');
  await client.until('xy');
});

test('a link that the network has swallowed resets its local connection', async () => {
  const { bench, address } = await openTo(await startEcho(), { range, limits: quick });
  const client = openClient(address);
  client.socket.write('x');
  await client.until('x');
  bench.gateway.freeze();
  expect(await client.ended).toBe('ECONNRESET');
  expect(await ask(address, 'next')).toEqual({ answer: 'next', end: 'end' });
});

test('a busy link is not pinged', async () => {
  const workload = await startWorkload((socket) => {
    const timer = setInterval(() => socket.write('.'), 10);
    socket.on('close', () => clearInterval(timer));
  });
  // A second of silence, which a starved machine does not make of dots that are due every 10 ms; the link lives for longer.
  const { bench, address } = await openTo(workload, { range, limits: { ...quick, tickMs: 40, pingTicks: 25 } });
  const before = bench.gateway.pings();
  const client = openClient(address);
  await client.until('.'.repeat(150));
  expect(bench.gateway.pings()).toBe(before);
  client.socket.destroy();
});

test('a reader that stops for long keeps its link', async () => {
  const bytes = Buffer.alloc(24 * 1024 * 1024, 'z');
  const workload = await startWorkload((socket) => socket.once('data', () => socket.end(bytes)));
  const { bench, address } = await openTo(workload, { range, limits: quick });
  const idle = openClient(address);
  const client = openClient(address);
  client.socket.write('send');
  await client.until('z');
  client.socket.pause();
  // The idle link beside it is pinged many times over.
  const before = bench.gateway.pings();
  await bench.gateway.until(() => bench.gateway.pings() > before + 5);
  client.socket.resume();
  expect(await client.ended).toBe('end');
  expect(client.received().length).toBe(bytes.length);
  idle.socket.destroy();
});

test('a far side that stops reading for long keeps its link', async () => {
  const workload = await startWorkload((socket) => socket.pause());
  const { bench, address } = await openTo(workload, { range, limits: quick });
  const client = openClient(address);
  client.socket.write(Buffer.alloc(64 * 1024 * 1024));
  const idle = openClient(address);
  await workload.until(() => workload.connections() === 3);
  // The idle link beside it is pinged many times over.
  const before = bench.gateway.pings();
  await bench.gateway.until(() => bench.gateway.pings() > before + 5);
  expect(client.socket.destroyed).toBe(false);
  for (const socket of workload.sockets) socket.resume();
  await workload.until(() => workload.receivedBytes() === 64 * 1024 * 1024);
  for (const { socket } of [client, idle]) socket.destroy();
});

test('after a change of network every link has to answer at once, and dead ones are replaced', async () => {
  const { bench, address } = await openTo(await startEcho(), { range, limits: { checkMs: 100 } });
  const client = openClient(address);
  client.socket.write('x');
  await client.until('x');
  bench.gateway.freeze();
  bench.engine.check();
  expect(await client.ended).toBe('ECONNRESET');
  expect(bench.tunnel(PORT).status.kind).toBe('open');
  expect(await ask(address, 'next')).toEqual({ answer: 'next', end: 'end' });
});

test('a check proves ports without connections too', async () => {
  const { bench } = await openTo(await startEcho(), { range });
  const before = bench.tunnel(PORT).status;
  bench.engine.check();
  await bench.until(() => bench.tunnel(PORT).status !== before);
  expect(bench.tunnel(PORT).status).toMatchObject({ kind: 'open' });
  bench.gateway.decide = () => ({ status: 503 });
  bench.engine.check();
  await bench.until(() => bench.tunnel(PORT).status.kind === 'retrying');
  bench.gateway.decide = () => undefined;
  await bench.until(() => bench.tunnel(PORT).status.kind === 'open');
});

test('a check ends the wait for the next try', async () => {
  const limits = { backoff: { firstMs: 60_000, capMs: 60_000 } };
  const { bench } = await openTo(await startEcho(), { range, limits });
  bench.gateway.decide = () => ({ status: 503 });
  bench.engine.check();
  await bench.until(() => bench.tunnel(PORT).status.kind === 'retrying');
  bench.gateway.decide = () => undefined;
  bench.engine.check();
  await bench.until(() => bench.tunnel(PORT).status.kind === 'open');
});
