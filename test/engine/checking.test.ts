import { expect, test } from 'vitest';
import type { Limits } from '../../electron/engine/limits.ts';
import { PORT, setUp } from './bench.ts';
import { ask, openClient } from './client.ts';
import { startEcho } from './upstream.ts';

const range = { first: '127.24.103.1', last: '127.24.103.254' };

async function openEcho(limits: Partial<Limits> = {}) {
  const echo = await startEcho();
  const bench = await setUp({ range, limits });
  bench.gateway.instances.set('pod-1', echo.at);
  const [address] = await bench.open();
  return { bench, address: address! };
}

test('after a change of network a port is not called open without a proof newer than the change', async () => {
  const { bench, address } = await openEcho();
  const before = bench.seen.length;
  const dialled = bench.gateway.upgrades.length;
  bench.engine.check();
  expect(bench.tunnel(PORT).status).toMatchObject({ kind: 'open', address, checking: true });
  const { status } = bench.tunnel(PORT);
  await bench.until(() => bench.seen.length > before && bench.tunnel(PORT).status !== status);
  expect(bench.tunnel(PORT).status).toMatchObject({ kind: 'open', address });
  expect(bench.tunnel(PORT).status).not.toHaveProperty('checking');
  expect(bench.gateway.upgrades.length).toBeGreaterThan(dialled);
});

test('a port that is being checked still serves, and what it serves is the proof', async () => {
  const { bench, address } = await openEcho();
  // The check itself hangs in the old network.
  let held = 1;
  bench.gateway.decide = () => (held-- > 0 ? 'hang' : undefined);
  bench.engine.check();
  expect(await ask(address, 'still here')).toEqual({ answer: 'still here', end: 'end' });
  await bench.until(() => !('checking' in bench.tunnel(PORT).status));
});

test('a try that hangs in the network before is given up for one in the new network', async () => {
  const { bench } = await openEcho();
  let isOld = true;
  bench.gateway.decide = () => (isOld ? 'hang' : undefined);
  bench.engine.check();
  const hanging = bench.gateway.upgrades.length + 1;
  await bench.gateway.until(() => bench.gateway.upgrades.length >= hanging);
  isOld = false;
  const beganAt = performance.now();
  bench.engine.check();
  await bench.until(() => !('checking' in bench.tunnel(PORT).status));
  expect(bench.tunnel(PORT).status.kind).toBe('open');
  expect(performance.now() - beganAt).toBeLessThan(2000);
});

test('bytes that came before a change of network are no proof after it', async () => {
  const { bench, address } = await openEcho({ reverifyMs: 400, reverifies: 4, dialMs: 500 });
  const client = openClient(address);
  client.socket.write('x');
  await client.until('x');
  bench.gateway.decide = () => 'hang';
  bench.engine.check();
  const from = bench.seen.length;
  await bench.until(() => bench.tunnel(PORT).status.kind === 'retrying');
  const since = bench.seen.slice(from).flatMap((each) => (each.type === 'forward' ? Object.values(each.tunnels) : []));
  expect(since.filter(({ status }) => status.kind === 'open' && !status.checking)).toEqual([]);
  client.socket.destroy();
});

test('bytes prove a port as of the moment when they came', async () => {
  const { bench, address } = await openEcho({ reverifyMs: 300, reverifies: 1, verifiedMs: 1 });
  const verifiedAt = () => {
    const { status } = bench.tunnel(PORT);
    return status.kind === 'open' ? status.verifiedAt : 0;
  };
  const client = openClient(address);
  client.socket.write('0;');
  await client.until('0;');
  // The handshake of this connection was a proof too; what counts comes later than that.
  const before = verifiedAt();
  for (let count = 1, askedAt = 0; askedAt < before + 2; count += 1) {
    askedAt = Date.now();
    client.socket.write(`${count};`);
    await client.until(`${count};`);
  }
  const cameBefore = Date.now();
  await bench.until(() => verifiedAt() !== before);
  expect(verifiedAt()).toBeLessThanOrEqual(cameBefore);
  client.socket.destroy();
});
