import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { Failure } from '../../electron/contract/failure.ts';
import type { Route } from '../../electron/engine/face.ts';
import { ID, plan, PORT, setUp, wish, type Bench, type BenchOptions } from './bench.ts';
import { cleanUp } from './clean-up.ts';
import { ask, openClient, type Client } from './client.ts';
import { startEcho, startWorkload } from './upstream.ts';

const range = { first: '127.24.105.1', last: '127.24.105.254' };
const HOME = '127.24.105.9';
const address = { host: HOME, port: PORT };

/** A launch: the last run left this address, and the platform answers when it is let. */
async function launch(options: Partial<BenchOptions> = {}) {
  const echo = await startEcho();
  const bench = await setUp({ range, places: { [ID]: HOME }, expected: () => [address], ...options });
  bench.gateway.instances.set('pod-1', echo.at);
  const usual = bench.route;
  let answer: (route: Route | Promise<Route>) => void = () => {};
  bench.route = () => new Promise((resolve) => (answer = resolve));
  bench.engine.reconcile([wish()]);
  await bench.until(() => bench.resolved() === 1);
  const let_ = (route?: Route | Promise<Route>) => answer(route ?? usual(wish()));
  return { bench, echo, let: let_, usual };
}

const kindOf = (bench: Bench, port = PORT) => bench.forward().tunnels[`${ID}:${port}`]?.status.kind;
const refused = { answer: '', end: 'ECONNREFUSED' };

/** Connects as soon as somebody listens there. */
async function join(at = address): Promise<Client> {
  const client = openClient(at);
  const isRefused = await Promise.race([
    client.ended.then((end) => end === 'ECONNREFUSED'),
    new Promise<false>((resolve) => client.socket.once('connect', () => resolve(false))),
  ]);
  return isRefused ? join(at) : client;
}

test('who connects at launch waits for the platform and is served, and nothing is called open before the proof', async () => {
  const { bench, let: answer } = await launch();
  const client = await join();
  client.socket.end('early');
  expect(bench.forward()).toMatchObject({ status: { kind: 'starting' }, tunnels: {} });
  expect(bench.gateway.upgrades).toHaveLength(0);
  answer();
  expect(await client.ended).toBe('end');
  expect(client.received()).toBe('early');
  await bench.until(() => kindOf(bench) === 'open');
  expect(bench.tunnel(PORT).status).toMatchObject({ address });
});

test('an API that cannot be reached at launch costs who waits only time, and is asked soon again', async () => {
  const limits = { backoff: { firstMs: 60_000, capMs: 60_000 }, heldCapMs: 30 };
  const { bench, let: answer, usual } = await launch({ limits });
  bench.route = usual;
  answer(Promise.reject(new Failure('api-unreachable', { retriable: true })));
  await bench.until(() => bench.forward().status.kind === 'retrying');
  expect(bench.forward().status).toMatchObject({ problem: { code: 'api-unreachable' } });
  expect(await ask(address, 'patience')).toEqual({ answer: 'patience', end: 'end' });
});

test('a platform that says when to come again is not asked before, whoever waits', async () => {
  const limits = { backoff: { firstMs: 10, capMs: 10 }, heldCapMs: 10, heldMs: 100 };
  const { bench, let: answer } = await launch({ limits });
  answer(Promise.reject(new Failure('api-limited', { retriable: true, retryAfterMs: 60_000 })));
  await bench.until(() => bench.forward().status.kind === 'retrying');
  expect((await ask(address, 'x')).end).toBe('ECONNRESET');
  expect(bench.resolved()).toBe(1);
});

test('a port that is gone is closed, and who waited there is reset', async () => {
  const { bench, let: answer } = await launch();
  const client = await join();
  answer({ plans: [plan(bench.gateway, { number: 6379, protocol: 'TCP' }, ['pod-1'])] });
  expect(await client.ended).toBe('ECONNRESET');
  await bench.until(() => kindOf(bench, 6379) === 'open');
  expect(await ask(address, 'x')).toEqual(refused);
  expect(bench.tunnel(6379).status).toMatchObject({ address: { host: HOME, port: 6379 } });
});

test('a forward that cannot be opened closes what it listened at', async () => {
  const { bench, let: answer } = await launch();
  const client = await join();
  answer(Promise.reject(new Failure('no-ports', { args: { name: 'web' } })));
  expect(await client.ended).toBe('ECONNRESET');
  await bench.until(() => bench.forward().status.kind === 'failed');
  expect(await ask(address, 'x')).toEqual(refused);
});

test('a forward that is switched off before the platform has answered leaves nothing behind', async () => {
  const { bench } = await launch();
  const client = await join();
  bench.engine.reconcile([]);
  expect(await client.ended).toBe('ECONNRESET');
  await bench.until(() => bench.forward().status.kind === 'off');
  expect(await ask(address, 'x')).toEqual(refused);
});

test('who waits too long is reset, and the port goes on', async () => {
  const { let: answer } = await launch({ limits: { heldMs: 60 } });
  const client = await join();
  expect(await client.ended).toBe('ECONNRESET');
  const next = await join();
  answer();
  next.socket.end('next');
  await next.until('next');
});

test('no more wait than a forward may have connections', async () => {
  const { let: answer } = await launch({ limits: { connections: 2 } });
  const clients = [await join(), await join()];
  expect(await (await join()).ended).toBe('ECONNRESET');
  answer();
  for (const client of clients) {
    client.socket.write('x');
    await client.until('x');
  }
});

test('who has gone while it waited is not waited for', async () => {
  const { bench, let: answer } = await launch({ limits: { connections: 1 } });
  const gone = await join();
  gone.socket.resetAndDestroy();
  // Until that is noticed here, whoever comes is one too many.
  let next = await join();
  const isTurnedAway = () => Promise.race([next.ended, new Promise((resolve) => setTimeout(resolve, 50, false))]);
  while (await isTurnedAway()) next = await join();
  answer();
  next.socket.end('x');
  await next.until('x');
  await bench.until(() => kindOf(bench) === 'open');
});

test('requests that were sent while the platform took its time have their Host header changed too', async () => {
  const workload = await startWorkload((socket) =>
    socket.on('data', () => socket.end('HTTP/1.1 204 No Content\r\n\r\n')),
  );
  const { bench, let: answer } = await launch();
  bench.gateway.instances.set('pod-1', workload.at);
  const client = await join();
  client.socket.write('GET / HTTP/1.1\r\nHost: web\r\n\r\n');
  const http = plan(bench.gateway, { number: PORT, protocol: 'HTTP' }, ['pod-1']);
  answer({ plans: [{ ...http, rewrite: { names: ['web'], to: 'web.ns-demo.svc.cluster.local' } }] });
  await client.until('204');
  expect(workload.received().toString()).toContain('Host: web.ns-demo.svc.cluster.local\r\n');
});

test('a port that another program has taken meanwhile is told when it is bound, as ever', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => {
    other.listen(PORT, HOME, resolve);
  });
  cleanUp(async () => void other.close());
  const { bench, let: answer } = await launch();
  answer();
  await bench.until(() => kindOf(bench) === 'open');
  expect(bench.tunnel(PORT).status).toMatchObject({ notice: { code: 'port-in-use' } });
});

test('a forward that is to be served where another one was the last time gets the place', async () => {
  const other = 'acc/-/demo/service/other';
  const { bench, usual } = await launch();
  const client = await join();
  bench.route = ({ id }) => (id === other ? usual(wish(id)) : new Promise(() => {}));
  bench.engine.reconcile([wish(), wish(other, { local: { [PORT]: { host: HOME } } })]);
  expect(await client.ended).toBe('ECONNRESET');
  await bench.until(() => bench.forward(other).tunnels[`${other}:${PORT}`]?.status.kind === 'open');
  expect(bench.tunnel(PORT, other).status).toMatchObject({ address });
  expect(await ask(address, 'x')).toEqual({ answer: 'x', end: 'end' });
});

test('an address that others on the network could reach is not listened at', async () => {
  const { bench } = await launch({ expected: () => [{ host: '0.0.0.0', port: PORT }] });
  expect(await ask(address, 'x')).toEqual(refused);
  await bench.engine.close();
});
