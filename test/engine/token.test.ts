import { expect, test } from 'vitest';
import { Failure } from '../../electron/contract/failure.ts';
import { openTo, PORT, setUp, wish } from './bench.ts';
import { ask, openClient } from './client.ts';
import { startEcho } from './upstream.ts';

const range = { first: '127.24.68.1', last: '127.24.68.254' };

test('a renewed token counts for the next connection of an open forward', async () => {
  const { bench, address } = await openTo(await startEcho(), { range });
  bench.gateway.token = 'token-two';
  expect(await ask(address, 'x')).toEqual({ answer: 'x', end: 'end' });
  expect(bench.gateway.upgrades.at(-1)?.headers.authorization).toBe('Bearer token-two');
});

test('a token renewed while it was used is tried once more', async () => {
  const { bench, address } = await openTo(await startEcho(), { range });
  const { ca } = bench.gateway;
  bench.gateway.token = 'token-two';
  let current = 'token-one';
  bench.credentials = async () => {
    const authorization = `Bearer ${current}`;
    current = 'token-two';
    return { authorization, ca: [ca] };
  };
  expect(await ask(address, 'x')).toEqual({ answer: 'x', end: 'end' });
  expect(bench.tunnel(PORT).status.kind).toBe('open');
});

test('a rejected token fails the port, leaves its open connections alone, and is not tried again by itself', async () => {
  const { bench, address } = await openTo(await startEcho(), { range });
  const client = openClient(address);
  client.socket.write('one');
  await client.until('one');
  const { ca } = bench.gateway;
  bench.credentials = async () => ({ authorization: 'Bearer revoked', ca: [ca] });
  const before = bench.gateway.upgrades.length;
  expect((await ask(address, 'x')).end).toBe('ECONNRESET');
  expect(bench.tunnel(PORT).status).toEqual({ kind: 'failed', problem: { code: 'token-rejected' } });
  expect((await ask(address, 'x')).end).toBe('ECONNREFUSED');
  expect(bench.gateway.upgrades.length).toBe(before + 1);
  client.socket.write('two');
  await client.until('two');

  bench.credentials = async () => ({ authorization: `Bearer ${bench.gateway.token}`, ca: [ca] });
  bench.engine.retry();
  await bench.until(() => bench.tunnel(PORT).status.kind === 'open');
  expect(await ask(address, 'again')).toEqual({ answer: 'again', end: 'end' });
});

test('a forward of an account that is not signed in fails and opens after a retry', async () => {
  const bench = await setUp({ range });
  bench.gateway.instances.set('pod-1', (await startEcho()).at);
  const { route } = bench;
  bench.route = () => {
    throw new Failure('not-signed-in');
  };
  bench.engine.reconcile([wish()]);
  await bench.until(() => bench.forward().status.kind === 'failed');
  bench.route = route;
  bench.engine.retry([wish().id]);
  await bench.until(() => Object.values(bench.forward().tunnels)[0]?.status.kind === 'open');
});

test('the token stands in no observation, whatever the gateway says', async () => {
  const { bench, address } = await openTo(await startEcho(), { range, limits: { heldMs: 50 } });
  const body = JSON.stringify({ message: `denied for Bearer ${bench.gateway.token}` });
  bench.gateway.decide = () => ({ status: 500, body });
  await ask(address, 'x');
  const problem = JSON.stringify(bench.tunnel(PORT).status);
  expect(problem).toContain('denied for');
  expect(JSON.stringify(bench.seen)).not.toContain(bench.gateway.token);
});
