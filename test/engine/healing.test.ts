import { expect, test } from 'vitest';
import { Failure } from '../../electron/contract/failure.ts';
import { ID, plan, PORT, setUp, wish, type BenchOptions } from './bench.ts';
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

test('many connections that find their pod gone ask the platform once', async () => {
  const { bench, echo } = await echoBench();
  const [address] = await bench.open();
  bench.gateway.instances.clear();
  bench.gateway.instances.set('pod-2', echo.at);
  const answers = await Promise.all(Array.from({ length: 12 }, (_, index) => ask(address!, `${index}`)));
  expect(answers.map(({ answer }) => answer)).toEqual(answers.map((_, index) => `${index}`));
  expect(bench.resolved()).toBe(2);
});

test('links that are lost one after the other have the platform asked once in a while', async () => {
  const { bench } = await echoBench({ limits: { suspectMs: 60_000 } });
  const [address] = await bench.open();
  for (let count = 0; count < 3; count += 1) {
    const client = openClient(address!);
    client.socket.write('x');
    await client.until('x');
    bench.gateway.drop();
    expect(await client.ended).toBe('ECONNRESET');
    await bench.until(() => bench.resolved() === 2);
  }
  expect((await ask(address!, 'after')).answer).toBe('after');
  expect(bench.resolved()).toBe(2);
});

test('one instance that is gone costs nothing while another one lives', async () => {
  const { bench, echo } = await echoBench();
  bench.gateway.instances.set('pod-2', echo.at);
  const [address] = await bench.open();
  bench.gateway.instances.delete('pod-1');
  bench.route = () => new Promise(() => {});
  for (let count = 0; count < 4; count += 1) expect((await ask(address!, 'x')).answer).toBe('x');
  expect(bench.tunnel(PORT).status.kind).toBe('open');
});

test('a lookup for one port heals the others that wait', async () => {
  const ports = [5432, 6379].map((number) => ({ number, protocol: 'TCP' }));
  const { bench, echo } = await echoBench({ ports, limits: { backoff: { firstMs: 60_000, capMs: 60_000 } } });
  await bench.open();
  bench.gateway.instances.clear();
  bench.gateway.instances.set('pod-2', echo.at);
  const { route } = bench;
  bench.route = () => {
    throw new Failure('api-unreachable', { retriable: true });
  };
  bench.engine.check();
  await bench.until(() => ports.every(({ number }) => bench.tunnel(number).status.kind === 'retrying'));
  bench.route = route;
  const client = openClient({ host: '127.24.61.1', port: 6379 });
  await bench.until(() => ports.every(({ number }) => bench.tunnel(number).status.kind === 'open'));
  client.socket.destroy();
});

test('a tunnel that was lost makes the platform be asked, so that the next connection goes to a living pod', async () => {
  const { bench, echo } = await echoBench();
  const [address] = await bench.open();
  const client = openClient(address!);
  client.socket.write('x');
  await client.until('x');
  bench.gateway.instances.clear();
  bench.gateway.instances.set('pod-2', echo.at);
  bench.gateway.drop();
  await client.ended;
  await bench.until(() => bench.resolved() === 2);
  const before = bench.gateway.upgrades.length;
  await ask(address!, 'y');
  expect(bench.gateway.upgrades.slice(before).map(({ instance }) => instance)).toEqual(['pod-2']);
});

test('a port fails with the reason once its resource is gone, and a retry opens it again', async () => {
  const { bench, echo } = await echoBench();
  const [address] = await bench.open();
  bench.gateway.instances.clear();
  const { route } = bench;
  bench.route = () => {
    throw new Failure('resource-gone', { args: { name: 'web' } });
  };
  expect((await ask(address!, 'x')).end).toBe('ECONNRESET');
  expect(bench.forward().status).toEqual({ kind: 'failed', problem: { code: 'resource-gone', args: { name: 'web' } } });
  expect(bench.tunnel(PORT).status).toMatchObject({ kind: 'failed', problem: { code: 'resource-gone' } });
  bench.gateway.instances.set('pod-9', echo.at);
  bench.route = route;
  bench.engine.retry();
  await bench.until(() => bench.tunnel(PORT).status.kind === 'open');
  expect(bench.tunnel(PORT).status).toMatchObject({ address });
});

test('the first lookup is repeated until it succeeds', async () => {
  const { bench } = await echoBench();
  const { route } = bench;
  let failures = 3;
  bench.route = (forward) => {
    if (failures-- > 0) throw new Failure('api-unreachable', { retriable: true });
    return route(forward);
  };
  await bench.open();
  const attempts = bench.seen.flatMap((each) =>
    each.type === 'forward' && each.status.kind === 'retrying' ? [each.status.attempt] : [],
  );
  expect(attempts).toEqual([1, 2, 3]);
});

test('a bug in the lookup is a failure of that forward alone', async () => {
  const { bench } = await echoBench();
  const { route } = bench;
  bench.route = (forward) => {
    if (forward.id === ID) throw new TypeError('x is not a function');
    return route(forward);
  };
  await bench.open('acc/-/demo/service/api');
  bench.engine.reconcile([wish(), wish('acc/-/demo/service/api')]);
  await bench.until(() => bench.forward().status.kind === 'failed');
  expect(bench.forward().status).toMatchObject({ problem: { code: 'unexpected' } });
  expect(bench.forward('acc/-/demo/service/api').status.kind).toBe('open');
});

test('a port that the platform stops listing is kept for a while, then closed', async () => {
  const ports = [5432, 6379].map((number) => ({ number, protocol: 'TCP' }));
  const { bench } = await echoBench({ ports, limits: { goneMs: 60 } });
  const [address] = await bench.open();
  const client = openClient(address!);
  client.socket.write('x');
  await client.until('x');
  bench.route = () => ({ plans: [plan(bench.gateway, ports[0]!, ['pod-1'])] });
  bench.gateway.decide = ({ port }) => (port === 6379 ? { status: 404 } : undefined);
  // The other port's loss has the platform asked.
  bench.gateway.drop();
  await bench.until(() => bench.forward().tunnels[`${ID}:6379`]?.status.kind === 'retrying');
  expect(bench.tunnel(6379).status).toMatchObject({ address: { port: 6379 } });
  await bench.until(() => !bench.forward().tunnels[`${ID}:6379`]);
  expect(bench.tunnel(5432).status.kind).toBe('open');
});

test('a pod that dies under a connection is noticed before the next one comes', async () => {
  const { bench, echo } = await echoBench();
  const [address] = await bench.open();
  const client = openClient(address!);
  client.socket.write('x');
  await client.until('x');
  bench.gateway.instances.clear();
  bench.route = () => {
    throw new Failure('no-instance', { retriable: true });
  };
  bench.gateway.drop();
  await bench.until(() => bench.tunnel(PORT).status.kind === 'retrying');
  expect(bench.tunnel(PORT).status).toMatchObject({ address, problem: { code: 'no-instance' } });
  bench.gateway.instances.set('pod-2', echo.at);
  bench.route = () => ({ plans: [plan(bench.gateway, { number: PORT, protocol: 'TCP' }, ['pod-2'])] });
  await bench.until(() => bench.tunnel(PORT).status.kind === 'open');
});
