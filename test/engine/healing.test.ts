import { expect, test } from 'vitest';
import { Failure } from '../../electron/contract/failure.ts';
import { plan, PORT, setUp, type BenchOptions } from './bench.ts';
import { ask, openClient } from './client.ts';
import { startEcho } from './upstream.ts';

const range = { first: '127.24.61.1', last: '127.24.61.254' };

async function echoBench(options: Partial<BenchOptions> = {}) {
  const echo = await startEcho();
  const bench = await setUp({ range, ...options });
  bench.gateway.instances.set('pod-1', echo.at);
  return { bench, echo };
}

test('a pod restart does not end a forward', async () => {
  const { bench, echo } = await echoBench();
  const [address] = await bench.open();
  bench.gateway.instances.clear();
  bench.gateway.instances.set('pod-2', echo.at);
  expect(await ask(address!, 'after')).toEqual({ answer: 'after', end: 'end' });
  expect(bench.resolved()).toBe(2);
  expect(bench.tunnel(PORT).status).toMatchObject({ kind: 'open', address });
});

test('a connection made while no pod runs is held and served by the next pod', async () => {
  const { bench, echo } = await echoBench();
  const [address] = await bench.open();
  const { instances } = bench.gateway;
  instances.clear();
  bench.route = () => {
    throw new Failure('no-instance', { retriable: true });
  };
  const answer = ask(address!, 'patience');
  await bench.until(() => bench.tunnel(PORT).status.kind === 'retrying');
  expect(bench.tunnel(PORT).status).toMatchObject({ address, problem: { code: 'no-instance' } });
  instances.set('pod-2', echo.at);
  bench.route = () => ({ plans: [plan(bench.gateway, { number: PORT, protocol: 'TCP' }, ['pod-2'])] });
  expect(await answer).toEqual({ answer: 'patience', end: 'end' });
  expect(bench.tunnel(PORT).status.kind).toBe('open');
});

test('one refused upgrade costs the local connection nothing', async () => {
  const { bench } = await echoBench();
  const [address] = await bench.open();
  let refusals = 1;
  bench.gateway.decide = () => (refusals-- > 0 ? { status: 503 } : undefined);
  expect(await ask(address!, 'again')).toEqual({ answer: 'again', end: 'end' });
});

test('connections go to all instances in turn', async () => {
  const { bench, echo } = await echoBench();
  bench.gateway.instances.set('pod-2', echo.at).set('pod-3', echo.at);
  const [address] = await bench.open();
  const before = bench.gateway.upgrades.length;
  for (let count = 0; count < 6; count += 1) await ask(address!, 'x');
  const used = bench.gateway.upgrades.slice(before).map(({ instance }) => instance);
  expect(used.toSorted()).toEqual(['pod-1', 'pod-1', 'pod-2', 'pod-2', 'pod-3', 'pod-3']);
});

test('a tunnel that breaks in the middle ends in a reset, a complete one in a FIN', async () => {
  const { bench } = await echoBench();
  const [address] = await bench.open();
  for (const [end, code] of [
    ['end', 1000],
    ['ECONNRESET', 1011],
  ] as const) {
    const client = openClient(address!);
    client.socket.write('part');
    await client.until('part');
    bench.gateway.closeAll(code);
    expect(await client.ended).toBe(end);
  }
  const client = openClient(address!);
  client.socket.write('part');
  await client.until('part');
  bench.gateway.drop();
  expect(await client.ended).toBe('ECONNRESET');
});
