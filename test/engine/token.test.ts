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

const PROBLEM = { code: 'token-rejected' };

test('a rejected token is not tried again by itself, and leaves open connections alone', async () => {
  const { bench, address } = await openTo(await startEcho(), { range, limits: { heldMs: 20 } });
  const client = openClient(address);
  client.socket.write('one');
  await client.until('one');
  const { ca } = bench.gateway;
  bench.credentials = async () => ({ authorization: 'Bearer revoked', ca: [ca] });
  const before = bench.gateway.upgrades.length;
  // Held up to the bound, then told that nothing came.
  expect((await ask(address, 'x')).end).toBe('ECONNRESET');
  expect((await ask(address, 'x')).end).toBe('ECONNRESET');
  expect(bench.tunnel(PORT).status).toEqual({ kind: 'failed', address, problem: PROBLEM });
  expect(bench.gateway.upgrades.length).toBe(before + 1);
  client.socket.write('two');
  await client.until('two');

  bench.credentials = async () => ({ authorization: `Bearer ${bench.gateway.token}`, ca: [ca] });
  bench.engine.retry();
  await bench.until(() => bench.tunnel(PORT).status.kind === 'open');
  expect(await ask(address, 'again')).toEqual({ answer: 'again', end: 'end' });
});

test('connections made while the token is rejected are held, and pass once there is a new one', async () => {
  const { bench, address } = await openTo(await startEcho(), { range });
  const { ca } = bench.gateway;
  bench.credentials = async () => ({ authorization: 'Bearer revoked', ca: [ca] });
  const answers = [ask(address, 'first'), ask(address, 'second')];
  await bench.until(() => bench.tunnel(PORT).status.kind === 'failed');
  answers.push(ask(address, 'third'));
  bench.credentials = async () => ({ authorization: `Bearer ${bench.gateway.token}`, ca: [ca] });
  bench.engine.retry();
  const passed = ['first', 'second', 'third'].map((answer) => ({ answer, end: 'end' }));
  expect(await Promise.all(answers)).toEqual(passed);
  expect(bench.tunnel(PORT).status).toMatchObject({ kind: 'open', address });
});

test('a lookup that is rejected holds the ports that are open, and a retry opens them where they were', async () => {
  const { bench, address } = await openTo(await startEcho(), { range, limits: { suspectMs: 0 } });
  const { route } = bench;
  bench.route = () => {
    throw new Failure('token-rejected');
  };
  // Its instance is gone, so the platform is asked, and says no.
  bench.gateway.instances.clear();
  const held = ask(address, 'x');
  await bench.until(() => bench.forward().status.kind === 'failed');
  expect(bench.tunnel(PORT).status).toEqual({ kind: 'failed', address, problem: PROBLEM });
  bench.gateway.instances.set('pod-2', (await startEcho()).at);
  bench.route = route;
  bench.engine.retry();
  expect(await held).toEqual({ answer: 'x', end: 'end' });
  expect(bench.tunnel(PORT).status).toMatchObject({ kind: 'open', address });
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
