import { expect, test } from 'vitest';
import type { ProxyResolver } from '../../electron/base/proxy.ts';
import { openEngine } from '../../electron/engine/engine.ts';
import type { EngineParts } from '../../electron/engine/face.ts';
import type { Limits } from '../../electron/engine/limits.ts';
import { makeForward, type Forward } from '../../electron/contract/forward.ts';
import { createAuthority } from '../platform/certificates.ts';
import { startConnectProxy, type ConnectProxy, type ConnectProxyOptions } from '../support/connect-proxy.ts';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { createFacts } from '../support/gateway-facts.ts';
import { ID, plan, PORT, wish } from './bench.ts';
import { cleanUp } from './clean-up.ts';
import { ask, openClient } from './client.ts';
import { startEcho } from './upstream.ts';

const range = { first: '127.24.81.1', last: '127.24.81.254' };

type Setting = {
  readonly proxy?: ProxyResolver;
  readonly limits?: Partial<Limits>;
  readonly ca?: readonly string[];
  /** Of the account alone. */
  readonly own?: string;
};

/** An engine with a proxy between it and a real gateway. */
async function setUp(gateway: TestGateway, { proxy, limits = {}, ca = [gateway.ca], own }: Setting) {
  gateway.instances.set('pod-1', (await startEcho()).at);
  const facts = createFacts();
  let forward: Forward = makeForward(wish().target, ID);
  const credentials: EngineParts['credentials'] = async () => ({
    authorization: `Bearer ${gateway.token}`,
    ca,
    ...(own !== undefined && { proxy: own }),
  });
  const engine = openEngine(
    {
      resolve: async () => ({ plans: [plan(gateway, { number: PORT, protocol: 'TCP' }, ['pod-1'])] }),
      credentials,
      report(observation) {
        if (observation.type === 'forward') forward = { ...forward, ...observation };
        facts.check();
      },
      places: {},
      proxy,
    },
    { range, backoff: { firstMs: 10, capMs: 40 }, suspectMs: 0, quietMs: 100, ...limits },
  );
  cleanUp(engine.close);
  const status = () => Object.values(forward.tunnels)[0]?.status;
  engine.reconcile([wish()]);
  return {
    engine,
    status,
    until: facts.until,
    address: async () => {
      await facts.until(() => status()?.kind === 'open');
      const now = status();
      if (now?.kind !== 'open') throw new Error('not open');
      return now.address;
    },
    problem: async () => {
      await facts.until(() => 'problem' in (status() ?? {}));
      const now = status();
      return now && 'problem' in now ? now : undefined;
    },
  };
}

async function startGatewayHere(): Promise<TestGateway> {
  const gateway = await startGateway();
  cleanUp(gateway.close);
  return gateway;
}

async function startProxy(options?: ConnectProxyOptions): Promise<ConnectProxy> {
  const proxy = await startConnectProxy(options);
  cleanUp(proxy.close);
  return proxy;
}

test('tunnels go through the proxy, with bytes both ways and connections kept ready', async () => {
  const gateway = await startGatewayHere();
  const proxy = await startProxy({ login: 'ann:s3cret-word' });
  const { address } = await setUp(gateway, { proxy: async () => proxy.target });
  const at = await address();
  expect(await ask(at, 'x'.repeat(300_000))).toMatchObject({ answer: 'x'.repeat(300_000), end: 'end' });
  await gateway.until(() => gateway.handshakes() >= 3);
  expect(await ask(at, 'again')).toEqual({ answer: 'again', end: 'end' });
  expect(proxy.connects.length).toBeGreaterThanOrEqual(gateway.handshakes());
  expect(new Set(proxy.connects.map(({ target }) => target))).toEqual(new Set([`localhost:${gateway.port}`]));
  expect(JSON.stringify(proxy.connects)).not.toMatch(new RegExp(`${gateway.token}|tunnel|pod-1`));
});

test('the TLS session with the gateway is resumed through the proxy', async () => {
  const gateway = await startGatewayHere();
  const proxy = await startProxy();
  const { address } = await setUp(gateway, { proxy: async () => proxy.target, limits: { warmSockets: 0 } });
  await ask(await address(), 'x');
  expect(gateway.upgrades.map(({ isResumed }) => isResumed)).toEqual([false, true]);
});

test('a proxy that speaks TLS carries tunnels as well', async () => {
  const gateway = await startGatewayHere();
  const authority = await createAuthority();
  const proxy = await startProxy({ certificate: await authority.issue(['localhost']) });
  const ca = [gateway.ca, authority.ca];
  const { address } = await setUp(gateway, { proxy: async () => proxy.target, ca });
  const text = 'y'.repeat(200_000);
  expect((await ask(await address(), text)).answer).toBe(text);
  expect(proxy.connects.length).toBeGreaterThan(0);
});

test('the resolver is asked for the gateway alone, and may say that there is no proxy', async () => {
  const gateway = await startGatewayHere();
  const asked = new Set<string>();
  const { address } = await setUp(gateway, { proxy: async (url) => void asked.add(url) });
  expect((await ask(await address(), 'direct')).answer).toBe('direct');
  expect([...asked]).toEqual([`https://localhost:${gateway.port}/`]);
});

test('a proxy that wants a login fails the port with words, and a changed network tries again', async () => {
  const gateway = await startGatewayHere();
  const proxy = await startProxy({ login: 'ann:s3cret-word' });
  const { authorization: _, ...stranger } = proxy.target;
  let target = stranger as typeof proxy.target;
  const { engine, address, problem } = await setUp(gateway, { proxy: async () => target });
  expect(await problem()).toMatchObject({
    kind: 'failed',
    problem: {
      code: 'proxy-failed',
      args: { proxy: `localhost:${proxy.port}`, reason: 'it wants a user name and password' },
    },
  });
  target = proxy.target;
  engine.check();
  expect((await ask(await address(), 'let in')).answer).toBe('let in');
});

test('a proxy that is away for a while is tried until it is back, and who waits is served', async () => {
  const gateway = await startGatewayHere();
  const proxy = await startProxy();
  const { address, status, until } = await setUp(gateway, {
    proxy: async () => proxy.target,
    limits: { warmSockets: 0 },
  });
  const at = await address();
  proxy.answer = (socket) => socket.end('HTTP/1.1 503 Busy\r\n\r\n');
  const client = openClient(at);
  client.socket.write('held');
  await until(() => status()?.kind === 'retrying');
  expect(status()).toMatchObject({
    problem: { code: 'proxy-failed', args: { reason: `it answered 503 for localhost:${gateway.port}` } },
  });
  proxy.answer = undefined;
  await client.until('held');
  expect(status()?.kind).toBe('open');
  client.socket.destroy();
});

test('a proxy that says nothing is given up in time, and nothing is left when the engine closes meanwhile', async () => {
  const gateway = await startGatewayHere();
  const proxy = await startProxy();
  proxy.answer = () => {};
  const { engine, problem } = await setUp(gateway, { proxy: async () => proxy.target, limits: { dialMs: 100 } });
  expect(await problem()).toMatchObject({
    problem: { code: 'proxy-failed', args: { proxy: `localhost:${proxy.port}`, reason: 'it took too long' } },
  });
  const before = proxy.connects.length;
  await proxy.until(() => proxy.connects.length > before);
  await engine.close();
  await proxy.until(() => proxy.open() === 0);
});

test('a certificate from in between fails the port with the name of who made it', async () => {
  const gateway = await startGatewayHere();
  const { problem } = await setUp(gateway, { ca: [] });
  expect(await problem()).toMatchObject({
    kind: 'failed',
    problem: { code: 'certificate-untrusted', args: { host: 'localhost', issuer: 'localhost' } },
  });
});

test('an account’s own proxy is taken instead of the one for all, with its password', async () => {
  const forAll = await startConnectProxy();
  const own = await startConnectProxy({ login: 'ann:s3cret-word' });
  cleanUp(forAll.close);
  cleanUp(own.close);
  const gateway = await startGateway();
  cleanUp(gateway.close);
  const bench = await setUp(gateway, {
    proxy: async () => forAll.target,
    own: `http://ann:s3cret-word@127.0.0.1:${own.port}`,
  });
  expect(await ask(await bench.address(), 'x')).toEqual({ answer: 'x', end: 'end' });
  expect(own.connects.length).toBeGreaterThan(0);
  expect(forAll.connects).toEqual([]);
});

test('an account’s proxy that is no address fails its ports, without repeating it', async () => {
  const gateway = await startGateway();
  cleanUp(gateway.close);
  const bench = await setUp(gateway, { own: 'socks5://ann:s3cret-word@proxy' });
  const args = { proxy: 'given at sign-in', reason: 'SOCKS5 proxies are not supported, only HTTP and HTTPS ones' };
  expect(await bench.problem()).toMatchObject({ problem: { code: 'proxy-failed', args } });
});
