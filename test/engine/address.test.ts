import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { hashedPort } from '../../electron/engine/place.ts';
import { ID, plan, setUp, wish, type BenchOptions } from './bench.ts';
import { ask } from './client.ts';
import { cleanUp } from './clean-up.ts';
import { startEcho } from './upstream.ts';

const range = { first: '127.24.64.1', last: '127.24.64.254' };
const OTHER = 'acc/-/demo/service/api';

async function echoBench(options: Partial<BenchOptions> = {}) {
  const echo = await startEcho();
  const bench = await setUp({ range, ...options });
  bench.gateway.instances.set('pod-1', echo.at);
  return bench;
}

/** Another program on this computer. */
async function occupy(host: string, port: number): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(port, host, resolve);
  });
  cleanUp(
    () =>
      new Promise((resolve) => {
        server.close(resolve);
      }),
  );
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

test('ports of one target share its address, two targets with the same port have one each', async () => {
  const bench = await echoBench({
    ports: [
      { number: 5432, protocol: 'TCP' },
      { number: 8080, protocol: 'HTTP' },
    ],
  });
  expect(await bench.open()).toEqual([
    { host: '127.24.64.1', port: 5432 },
    { host: '127.24.64.1', port: 8080 },
  ]);
  expect(await bench.open(OTHER)).toEqual([
    { host: '127.24.64.2', port: 5432 },
    { host: '127.24.64.2', port: 8080 },
  ]);
  expect(bench.placed()).toEqual({ [ID]: '127.24.64.1', [OTHER]: '127.24.64.2' });
});

test('each instance of an addon has an address of its own, with the same port', async () => {
  const bench = await echoBench();
  const port = { number: 5432, protocol: 'TCP' };
  bench.route = () => ({
    plans: ['db-0', 'db-1'].map((instance) => ({ ...plan(bench.gateway, port, ['pod-1']), instance })),
  });
  expect(await bench.open()).toEqual([
    { host: '127.24.64.1', port: 5432 },
    { host: '127.24.64.2', port: 5432 },
  ]);
  expect(bench.placed()).toEqual({ [`${ID}@db-0`]: '127.24.64.1', [`${ID}@db-1`]: '127.24.64.2' });
  expect(Object.keys(bench.forward().tunnels)).toEqual([`${ID}:5432@db-0`, `${ID}:5432@db-1`]);
});

test('a target gets the address it had in the last run', async () => {
  const bench = await echoBench({ places: { [ID]: '127.24.64.77' } });
  expect(await bench.open()).toEqual([{ host: '127.24.64.77', port: 5432 }]);
  expect(bench.placed()).toEqual({});
});

test('a forward that is closed and opened again has the same address', async () => {
  const bench = await echoBench();
  await bench.open(OTHER);
  const before = await bench.open();
  bench.engine.reconcile([]);
  await bench.until(() => bench.forward().status.kind === 'off');
  bench.engine.reconcile([wish()]);
  await bench.until(() => bench.forward().tunnels[`${ID}:5432`]?.status.kind === 'open');
  expect(bench.tunnel(5432).status).toMatchObject({ address: before[0] });
});

test('a new target passes over addresses whose port is taken and says nothing', async () => {
  await occupy('127.24.64.1', 5432);
  await occupy('127.24.64.2', 5432);
  const bench = await echoBench();
  expect(await bench.open()).toEqual([{ host: '127.24.64.3', port: 5432 }]);
  expect(bench.tunnel(5432).status).not.toHaveProperty('notice');
});

test('a known target whose port is taken moves as a whole, says so, and keeps its home', async () => {
  await occupy('127.24.64.50', 5432);
  const ports = [
    { number: 5432, protocol: 'TCP' },
    { number: 8080, protocol: 'HTTP' },
  ];
  const bench = await echoBench({ ports, places: { [ID]: '127.24.64.50' } });
  expect(await bench.open()).toEqual([
    { host: '127.24.64.1', port: 5432 },
    { host: '127.24.64.1', port: 8080 },
  ]);
  expect(bench.tunnel(8080).status).toMatchObject({
    notice: { code: 'port-in-use', args: { address: '127.24.64.50:8080', moved: '127.24.64.1:8080' } },
  });
  expect(bench.placed()).toEqual({});
});

test('a program on all interfaces takes the port but not the forward', async () => {
  const port = await occupy('0.0.0.0', 0);
  const bench = await echoBench({ ports: [{ number: port, protocol: 'TCP' }] });
  const [address] = await bench.open();
  const other = 8000 + port <= 65_535 ? 8000 + port : hashedPort(`web.ns-demo.svc.cluster.local:${port}/TCP`);
  expect(address).toEqual({ host: '127.24.64.1', port: other });
  expect(bench.tunnel(port).status).toMatchObject({
    notice: { code: 'port-in-use', args: { address: `127.24.64.1:${port}`, moved: `127.24.64.1:${other}` } },
  });
  expect(await ask(address!, 'through')).toEqual({ answer: 'through', end: 'end' });
});

test('where the address does not exist, 127.0.0.1 serves at the port the official client would use', async () => {
  const bench = await echoBench({ range: { first: '10.254.253.1', last: '10.254.253.9' } });
  const port = hashedPort('web.ns-demo.svc.cluster.local:5432/TCP');
  expect(await bench.open()).toEqual([{ host: '127.0.0.1', port }]);
  expect(bench.placed()).toEqual({});
});

test('a port that appears while its forward is open gets the address of the others', async () => {
  const bench = await echoBench();
  await bench.open(OTHER);
  const [address] = await bench.open();
  const ports = [5432, 6379].map((number) => ({ number, protocol: 'TCP' }));
  bench.route = () => ({ plans: ports.map((port) => plan(bench.gateway, port, ['pod-1'])) });
  bench.engine.reconcile([wish(OTHER), wish(ID, { ports: [5432, 6379] })]);
  await bench.until(() => bench.forward().tunnels[`${ID}:6379`]?.status.kind === 'open');
  expect(bench.tunnel(6379).status).toMatchObject({ address: { host: address!.host, port: 6379 } });
});

test('TCP and UDP with the same number live side by side', async () => {
  const bench = await echoBench({
    ports: [
      { number: 5300, protocol: 'TCP' },
      { number: 5300, protocol: 'UDP' },
    ],
  });
  expect(await bench.open()).toEqual([
    { host: '127.24.64.1', port: 5300 },
    { host: '127.24.64.1', port: 5300 },
  ]);
  expect(Object.keys(bench.forward().tunnels)).toEqual([`${ID}:5300`, `${ID}:5300/udp`]);
});

test('two engines that start at the same time never get the same port, and none is moved', async () => {
  const benches = await Promise.all([echoBench(), echoBench()]);
  const addresses = (await Promise.all(benches.map((bench) => bench.open()))).flat();
  expect(addresses.map(({ port }) => port)).toEqual([5432, 5432]);
  expect(new Set(addresses.map(({ host }) => host)).size).toBe(2);
});

test('a port is bound without connecting to anything: no other program sees a probe', async () => {
  let probes = 0;
  const server = createServer((socket) => {
    probes += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => {
    server.listen(5432, '127.24.64.1', resolve);
  });
  cleanUp(
    () =>
      new Promise((resolve) => {
        server.close(resolve);
      }),
  );
  const bench = await echoBench();
  expect(await bench.open()).toEqual([{ host: '127.24.64.2', port: 5432 }]);
  expect(probes).toBe(0);
});
