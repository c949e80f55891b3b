import { expect, test } from 'vitest';
import type { TunnelPlan } from '../../electron/engine/face.ts';
import { ID, openTo, plan, PORT, setUp } from './bench.ts';
import { openClient } from './client.ts';
import { startWorkload } from './upstream.ts';

const range = { first: '127.24.72.1', last: '127.24.72.254' };
const TUNNEL = `${ID}:${PORT}`;

function answering() {
  return startWorkload((socket) => {
    socket.on('data', () => socket.write('0123456789'));
    socket.on('end', () => socket.end());
  });
}

test('bytes are counted in both directions, rates fall back to zero, then all is silent', async () => {
  const { bench, address } = await openTo(await answering(), { range, limits: { sampleMs: 40 } });
  const client = openClient(address);
  client.socket.write('abc');
  await client.until('0123456789');
  await bench.until(() => bench.traffic()[TUNNEL]?.bytesIn === 10);
  expect(bench.traffic()[TUNNEL]).toMatchObject({ connections: 1, bytesIn: 10, bytesOut: 3 });
  expect(bench.traffic()[TUNNEL]?.rateIn).toBeGreaterThan(0);
  await bench.until(() => bench.traffic()[TUNNEL]?.rateIn === 0);
  const count = bench.seen.length;
  client.socket.destroy();
  await bench.until(() => bench.traffic()[TUNNEL]?.connections === 0);
  expect(bench.seen.length).toBe(count + 1);
});

test('samples come no more often than every quarter of a second, however busy a tunnel is', async () => {
  const workload = await startWorkload((socket) => {
    const timer = setInterval(() => socket.write('x'.repeat(1_000)), 1);
    socket.on('close', () => clearInterval(timer));
  });
  const { bench, address } = await openTo(workload, { range });
  const startedAt = performance.now();
  const client = openClient(address);
  const samples = () => bench.seen.filter(({ type }) => type === 'traffic').length;
  const before = samples();
  await bench.until(() => samples() >= before + 4);
  expect(performance.now() - startedAt).toBeGreaterThan(900);
  client.socket.destroy();
});

test('a tunnel that ends takes its counters with it', async () => {
  const { bench, address } = await openTo(await answering(), { range, limits: { sampleMs: 20 } });
  const client = openClient(address);
  client.socket.write('abc');
  await bench.until(() => (bench.traffic()[TUNNEL]?.bytesIn ?? 0) > 0);
  bench.engine.reconcile([]);
  await bench.until(() => bench.forward().status.kind === 'off' && bench.traffic()[TUNNEL] === undefined);
  expect(Object.keys(bench.traffic())).toEqual([TUNNEL]);
});

async function openHttp(change: Partial<TunnelPlan> = {}) {
  const workload = await answering();
  const bench = await setUp({ range, limits: { sampleMs: 40 } });
  bench.gateway.instances.set('pod-1', workload.at);
  const web = plan(bench.gateway, { number: PORT, protocol: 'HTTP' }, ['pod-1']);
  bench.route = () => ({ plans: [{ ...web, ...change }] });
  const [address] = await bench.open();
  return { bench, workload, client: openClient(address!) };
}

test('what the guard keeps back is not counted as sent', async () => {
  const { bench, client, workload } = await openHttp();
  client.socket.write('POST / HTTP/1.1\r\nHost: evil.example\r\nContent-Length: 400000\r\n\r\n');
  client.socket.end('x'.repeat(400_000));
  await client.ended;
  await bench.until(() => bench.traffic()[TUNNEL]?.connections === 0);
  expect(bench.traffic()[TUNNEL]).toMatchObject({ bytesIn: 0, bytesOut: 0 });
  expect(workload.receivedBytes()).toBe(0);
});

test('of a request whose Host was replaced those bytes are counted that were sent', async () => {
  const { bench, client, workload } = await openHttp({ rewrite: { names: ['web'], to: 'web.example.com' } });
  client.socket.write('GET / HTTP/1.1\r\nHost: web\r\n\r\n');
  await client.until('0123456789');
  client.socket.end();
  await bench.until(() => bench.traffic()[TUNNEL]?.connections === 0);
  expect(bench.traffic()[TUNNEL]?.bytesOut).toBe(workload.receivedBytes());
  expect(workload.received().toString()).toContain('Host: web.example.com');
});
