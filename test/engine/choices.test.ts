import { createServer, type AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { Failure } from '../../electron/contract/failure.ts';
import { hashedPort } from '../../electron/engine/place.ts';
import { ID, plan, setUp, wish, type Bench } from './bench.ts';
import { ask, openClient } from './client.ts';
import { cleanUp } from './clean-up.ts';
import { startEcho } from './upstream.ts';

const range = { first: '127.24.104.1', last: '127.24.104.254' };
const ports = [
  { number: 5432, protocol: 'TCP' },
  { number: 8080, protocol: 'TCP' },
];
type Local = NonNullable<ReturnType<typeof wish>['wish']['local']>;

async function echoBench(): Promise<Bench> {
  const echo = await startEcho();
  const bench = await setUp({ range, ports });
  bench.gateway.instances.set('pod-1', echo.at);
  return bench;
}

const choose = (bench: Bench, local: Local) => bench.engine.reconcile([wish(ID, { local })]);
const statusOf = (bench: Bench, port: number) => bench.forward().tunnels[`${ID}:${port}`]?.status;
const addressOf = (bench: Bench, port: number) => {
  const status = statusOf(bench, port);
  return status?.kind === 'open' ? status.address : undefined;
};
const untilAt = (bench: Bench, port: number, address: { readonly host: string; readonly port: number }) =>
  bench.until(() => JSON.stringify(addressOf(bench, port)) === JSON.stringify(address));
const untilFailed = (bench: Bench, port: number) => bench.until(() => statusOf(bench, port)?.kind === 'failed');

/** One that no program has at the moment. */
async function freePort(host: string): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, host, resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Another program on this computer. */
async function occupy(host: string, port: number): Promise<() => Promise<void>> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(port, host, resolve);
  });
  const leave = () => new Promise<void>((resolve) => void server.close(() => resolve()));
  cleanUp(leave);
  return leave;
}

test('a chosen port is served at the target’s own address, with the other ports as they are', async () => {
  const bench = await echoBench();
  choose(bench, { 5432: { port: 15_432 } });
  await untilAt(bench, 5432, { host: '127.24.104.1', port: 15_432 });
  await untilAt(bench, 8080, { host: '127.24.104.1', port: 8080 });
  expect(await ask({ host: '127.24.104.1', port: 15_432 }, 'hello')).toEqual({ answer: 'hello', end: 'end' });
});

test('a chosen address is served for that port alone, and the target keeps its own', async () => {
  const bench = await echoBench();
  choose(bench, { 5432: { host: '127.24.104.200' } });
  await untilAt(bench, 5432, { host: '127.24.104.200', port: 5432 });
  await untilAt(bench, 8080, { host: '127.24.104.1', port: 8080 });
  expect(bench.placed()).toEqual({ [ID]: '127.24.104.1' });
});

test('IPv6 loopback can be chosen', async () => {
  const port = await freePort('::1');
  const bench = await echoBench();
  choose(bench, { 5432: { host: '::1', port } });
  await untilAt(bench, 5432, { host: '::1', port });
  expect(await ask({ host: '::1', port }, 'hello')).toEqual({ answer: 'hello', end: 'end' });
});

test('a choice that changes opens this port alone anew: a connection through another one goes on', async () => {
  const bench = await echoBench();
  await bench.open();
  const resolved = bench.resolved();
  const other = openClient({ host: '127.24.104.1', port: 8080 });
  other.socket.write('one');
  await other.until('one');
  const before = statusOf(bench, 8080);

  choose(bench, { 5432: { host: '127.24.104.201', port: 9001 } });
  await untilAt(bench, 5432, { host: '127.24.104.201', port: 9001 });
  choose(bench, { 5432: { port: 9002 } });
  await untilAt(bench, 5432, { host: '127.24.104.1', port: 9002 });
  choose(bench, {});
  await untilAt(bench, 5432, { host: '127.24.104.1', port: 5432 });

  expect(statusOf(bench, 8080)).toBe(before);
  other.socket.write('two');
  await other.until('onetwo');
  other.socket.destroy();
  // Only where it is served has changed, so the platform was not asked for what it serves.
  expect(bench.resolved()).toBe(resolved);
});

test('choices that follow each other at once end with the last one', async () => {
  const bench = await echoBench();
  await bench.open();
  for (const port of [9101, 9102, 9103]) choose(bench, { 5432: { port }, 8080: { host: '127.24.104.202', port } });
  await untilAt(bench, 5432, { host: '127.24.104.1', port: 9103 });
  await untilAt(bench, 8080, { host: '127.24.104.202', port: 9103 });
  expect(Object.keys(bench.forward().tunnels)).toHaveLength(2);
});

test('a choice that changes together with the wished ports leaves only those', async () => {
  const bench = await echoBench();
  await bench.open();
  bench.route = ({ wish: { ports: only } }) => ({
    plans: ports
      .filter(({ number }) => !only || only.includes(number))
      .map((port) => plan(bench.gateway, port, ['pod-1'])),
  });
  bench.engine.reconcile([wish(ID, { ports: [5432], local: { 5432: { port: 9201 }, 8080: { port: 9202 } } })]);
  await untilAt(bench, 5432, { host: '127.24.104.1', port: 9201 });
  await bench.until(() => Object.keys(bench.forward().tunnels).length === 1);
});

describe('a choice that cannot be had is told and never changed', () => {
  test('where another program has the port, until it is free and tried again', async () => {
    const leave = await occupy('127.24.104.210', 9301);
    const bench = await echoBench();
    choose(bench, { 5432: { host: '127.24.104.210', port: 9301 } });
    await untilFailed(bench, 5432);
    const problem = { code: 'port-in-use', args: { address: '127.24.104.210:9301' } };
    expect(statusOf(bench, 5432)).toEqual({ kind: 'failed', problem });
    await untilAt(bench, 8080, { host: '127.24.104.1', port: 8080 });

    await leave();
    bench.engine.retry([ID]);
    await untilAt(bench, 5432, { host: '127.24.104.210', port: 9301 });
  });

  test('where the program has it at the target’s own address: its other ports do not move for it', async () => {
    const bench = await setUp({ range, ports, places: { [ID]: '127.24.104.9' } });
    bench.gateway.instances.set('pod-1', (await startEcho()).at);
    await occupy('127.24.104.9', 9302);
    choose(bench, { 5432: { port: 9302 } });
    await untilFailed(bench, 5432);
    await untilAt(bench, 8080, { host: '127.24.104.9', port: 8080 });
  });

  test('where two ports are to have the same place', async () => {
    const bench = await echoBench();
    const place = { host: '127.24.104.211', port: 9303 };
    choose(bench, { 5432: place, 8080: place });
    await bench.until(() => {
      const kinds = new Set([5432, 8080].map((port) => statusOf(bench, port)?.kind));
      return kinds.size === 2 && kinds.has('failed') && kinds.has('open');
    });
  });

  test('where the address is not this computer’s alone', async () => {
    const bench = await echoBench();
    choose(bench, { 5432: { host: '0.0.0.0' } });
    await untilFailed(bench, 5432);
    const problem = { code: 'address-missing', args: { address: '0.0.0.0:5432' } };
    expect(statusOf(bench, 5432)).toEqual({ kind: 'failed', problem });
  });
});

test('where the system has no address but 127.0.0.1, a chosen port is the one that is bound there', async () => {
  const port = await freePort('127.0.0.1');
  const echo = await startEcho();
  const bench = await setUp({ range: { first: '198.51.100.1', last: '198.51.100.9' }, ports });
  bench.gateway.instances.set('pod-1', echo.at);
  choose(bench, { 5432: { port } });
  await untilAt(bench, 5432, { host: '127.0.0.1', port });
  const name = 'web.ns-demo.svc.cluster.local:8080/TCP';
  await untilAt(bench, 8080, { host: '127.0.0.1', port: hashedPort(name) });
});

test('the instances that the platform lists are told, also where the wished one is not among them', async () => {
  const bench = await echoBench();
  const list = ['pod-1', 'pod-2'];
  const route = bench.route;
  bench.listed = () => list;
  await bench.open();
  expect(bench.forward().instances).toEqual(['pod-1', 'pod-2']);

  list.splice(0, 1, 'pod-3');
  bench.route = () => Promise.reject(new Failure('no-instance', { retriable: true }));
  bench.engine.reconcile([wish(ID, { instance: 'pod-1' })]);
  await bench.until(() => bench.forward().status.kind === 'retrying');
  expect(bench.forward().instances).toEqual(['pod-3', 'pod-2']);

  bench.route = route;
  bench.engine.reconcile([]);
  await bench.until(() => bench.forward().status.kind === 'off');
  expect(bench.forward().instances).toBeUndefined();
});
