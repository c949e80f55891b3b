import { expect, test } from 'vitest';
import { trustAlso } from '../../electron/base/trust.ts';
import { openTo, plan, PORT, setUp } from './bench.ts';
import { ask, openClient } from './client.ts';
import { startEcho } from './upstream.ts';

const range = { first: '127.24.71.1', last: '127.24.71.254' };

test('a new connection finds its TLS connection ready, and the instance sees nothing before it', async () => {
  const echo = await startEcho();
  const { bench, address } = await openTo(echo, { range });
  // One for the proof, two kept ready.
  await bench.gateway.until(() => bench.gateway.handshakes() === 3);
  expect(echo.connections()).toBe(1);
  const before = bench.gateway.handshakes();
  await ask(address, 'x');
  expect(bench.gateway.upgrades).toHaveLength(2);
  expect(bench.gateway.upgrades[1]?.handshake).toBeLessThanOrEqual(before);
});

test('later TLS connections resume the session of the first', async () => {
  const { bench, address } = await openTo(await startEcho(), { range, limits: { warmSockets: 0 } });
  await ask(address, 'x');
  expect(bench.gateway.upgrades.at(-1)?.isResumed).toBe(true);
});

test('connections that the gateway closed while they waited cost nothing', async () => {
  const { bench, address } = await openTo(await startEcho(), { range });
  await bench.gateway.until(() => bench.gateway.handshakes() === 3);
  bench.gateway.dropIdle();
  expect(await ask(address, 'x')).toEqual({ answer: 'x', end: 'end' });
  expect(bench.tunnel(PORT).status.kind).toBe('open');
});

test('connections that wait are given up when they are old, and not renewed without demand', async () => {
  const { bench } = await openTo(await startEcho(), { range, limits: { warmMs: 50, warmForMs: 0 } });
  await bench.gateway.until(() => bench.gateway.sockets() === 0);
  const { bench: other } = await openTo(await startEcho(), { range, limits: { warmMs: 40, warmForMs: 60_000 } });
  await other.gateway.until(() => other.gateway.handshakes() >= 5);
});

test('one that is used is replaced later, out of the way of its connection, and the last one at once', async () => {
  const { bench, address } = await openTo(await startEcho(), { range, limits: { refillMs: 60_000 } });
  await bench.gateway.until(() => bench.gateway.handshakes() === 3);
  await ask(address, 'x');
  expect(bench.gateway.handshakes()).toBe(3);
  await ask(address, 'x');
  await bench.gateway.until(() => bench.gateway.handshakes() === 5);
});

test('the routine proofs of an idle port keep no connection ready', async () => {
  const limits = { warmMs: 40, warmForMs: 100, reverifyMs: 20, reverifies: 1, silentMs: 40 };
  const echo = await startEcho();
  const bench = await setUp({ range, limits });
  bench.gateway.instances.set('pod-1', echo.at);
  const one = plan(bench.gateway, { number: PORT, protocol: 'TCP' }, ['pod-1']);
  bench.route = () => ({ plans: [{ ...one, speaks: 'http' }] });
  await bench.open();
  const upgrades = () => bench.gateway.upgrades.length;
  // Beyond the time for which the first one keeps some.
  await bench.gateway.until(() => upgrades() >= 10);
  const before = { handshakes: bench.gateway.handshakes(), upgrades: upgrades() };
  await bench.gateway.until(() => upgrades() >= before.upgrades + 5);
  // Each proof makes its own connection and no other.
  const made = bench.gateway.handshakes() - before.handshakes;
  expect(made).toBeLessThanOrEqual(upgrades() - before.upgrades + 1);
});

test('a connection that was swallowed while it waited is not tried again after its time', async () => {
  const { bench, address } = await openTo(await startEcho(), { range, limits: { dialMs: 1000 } });
  await bench.gateway.until(() => bench.gateway.handshakes() >= 3);
  bench.gateway.freezeIdle();
  const client = openClient(address);
  client.socket.write('held');
  await bench.until(() => bench.tunnel(PORT).status.kind === 'retrying');
  await client.until('held');
  expect(bench.tunnel(PORT).status.kind).toBe('open');
});

test('an authority that is trusted no more is not by a session from before either', async () => {
  const bench = await setUp({ range });
  bench.gateway.instances.set('pod-1', (await startEcho()).at);
  bench.credentials = async () => ({ authorization: `Bearer ${bench.gateway.token}`, ca: [] });
  trustAlso(bench.gateway.ca);
  try {
    const [address] = await bench.open();
    expect((await ask(address!, 'x')).answer).toBe('x');
  } finally {
    trustAlso('');
  }
  bench.engine.check();
  await bench.until(() => bench.tunnel(PORT).status.kind === 'failed');
  expect(bench.tunnel(PORT).status).toMatchObject({ problem: { code: 'certificate-untrusted' } });
});
