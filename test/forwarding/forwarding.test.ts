import { once } from 'node:events';
import { createServer } from 'node:net';
import { ApiClientInMemoryContextProvider } from '@northflank/js-client';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { Forwarding, type PortForwardingInfo } from '../../electron/forwarding/forwarding.ts';
import { getJson } from '../conformance/clients.ts';
import { type Platform, startPlatform } from '../platform/start.ts';
import { freshForwarding, isReachable } from './fresh-forwarding.ts';

let platform: Platform;

beforeAll(async () => {
  platform = await startPlatform({ workloads: ['http', 'metrics', 'statsd', 'h2c', 'tcp-echo'] });
});
beforeEach(() => platform.control.reset());
afterAll(() => platform.close());

const addressRange = { first: '127.24.92.1', last: '127.24.92.250' };
const web = { projectId: 'storefront', serviceId: 'web' };
const fresh = (options: Parameters<typeof freshForwarding>[1] = {}) =>
  freshForwarding(platform, { addressRange, ...options });
const webPort = { portsFilter: [8080], ...web };

/** The first port, which must be open. */
async function first(results: Promise<{ data?: PortForwardingInfo }[]>): Promise<PortForwardingInfo> {
  const [result] = await results;
  if (!result?.data) throw new Error(JSON.stringify(result));
  return result.data;
}

function countEvents(forwarding: Forwarding): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const event of ['tunnel-open', 'tunnel-close', 'connection-error'] as const) {
    counts[event] = 0;
    forwarding.on(event, () => (counts[event] = (counts[event] ?? 0) + 1));
  }
  return counts;
}

test.each([
  ['is unknown', { ...web, serviceId: 'none' }, 'none does not exist'],
  [
    'has no instance',
    { projectId: 'data-platform', serviceId: 'nightly-export' },
    'Start or scale it at Northflank, then',
  ],
  ['has no such instance', { ...web, instanceId: 'web-gone' }, 'Instance web-gone of web has no running instance'],
  ['has no such port', { ...web, portsFilter: [1, 2] }, 'web has no port 1, 2.'],
  ['only builds', { projectId: 'billing', serviceId: 'image-builder' }, 'image-builder has no'],
])('a service that %s gives one entry with a sentence', async (_, parameters, sentence) => {
  expect(await fresh().forwardService(parameters)).toEqual([{ error: { message: expect.stringContaining(sentence) } }]);
});

test('a rejected token gives an entry per target, and a project that cannot be listed rejects', async () => {
  const forwarding = fresh({ token: 'nf-secret-token-of-nobody' });
  const message = expect.stringContaining('does not accept this API token') as string;
  expect(await forwarding.forwardService(web)).toEqual([{ error: { message } }]);
  const error = await forwarding.forwardProject({ projectId: 'storefront' }).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ message });
  expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('nf-secret');
});

test('a token that may not forward is told so', async () => {
  const [result] = await fresh({ token: platform.tokens.readOnly }).forwardAddon({
    projectId: 'storefront',
    addonId: 'cache',
  });
  expect(result?.error?.message).toContain('The token’s role may not do this');
});

test('without a current context nothing is asked for', async () => {
  const forwarding = new Forwarding(new ApiClientInMemoryContextProvider());
  await expect(forwarding.forwardService(web)).rejects.toThrow('There is no current context');
});

test('in a project each target answers for itself', async () => {
  await platform.control.addRule({ path: '/v1/port-forwarding/info/.*/services/search', status: 403 });
  const { services, addons } = await fresh().forwardProject({ projectId: 'storefront' });
  const words = (results: { data?: PortForwardingInfo; error?: { message: string } }[][]) =>
    results.map((all) =>
      all.map(({ data, error }) => (data ? `${data.id}:${data.port}` : error?.message.slice(0, 25))),
    );
  expect(words(services)).toEqual([
    ['web:8080', 'web:9090'],
    ['checkout-api:8080'],
    ['The token’s role may not '],
    ['statsd:8125'],
  ]);
  expect(words(addons)[2]).toEqual(['assets has no running ins']);
});

test('what can only be built, or has no port, is nothing in a project', async () => {
  const { services } = await fresh().forwardProject({ projectId: 'billing' });
  expect(services[2]).toEqual([]);
});

test('the team stands in every path', async () => {
  const forwarding = fresh({ token: platform.tokens.org });
  const { services } = await forwarding.forwardProject({ teamId: 'acme-labs', projectId: 'sandbox' });
  expect(services).toMatchObject([[{ data: { id: 'hello', port: 8080 } }]]);
  const { requests, tunnels } = await platform.control.stats();
  const paths = [...requests, ...tunnels].map(({ path }) => path);
  expect(paths.filter((path) => !path.includes('/teams/acme-labs/projects/sandbox/'))).toEqual([]);
});

test('a target that is forwarded twice is shared, and free after the second stop', async () => {
  const forwarding = fresh();
  const counts = countEvents(forwarding);
  const one = await first(forwarding.forwardService(webPort));
  const two = await first(forwarding.forwardService(webPort));
  expect(two).toEqual(one);
  await forwarding.stopServiceForwarding(web);
  expect(await isReachable(one)).toBe(true);
  await forwarding.stopServiceForwarding(web);
  expect(await isReachable(one)).toBe(false);
  expect(counts).toEqual({ 'tunnel-open': 1, 'tunnel-close': 1, 'connection-error': 0 });
});

test('of two programs in one, the first to finish does not end the second', async () => {
  const forwarding = fresh();
  let finish = (): void => {};
  const isFinished = new Promise<void>((resolve) => (finish = resolve));
  const long = forwarding.withServiceForwarding(webPort, async ([result]) => {
    await isFinished;
    return result?.data && (await isReachable(result.data));
  });
  const place = await forwarding.withServiceForwarding(webPort, ([result]) => Promise.resolve(result?.data));
  finish();
  expect(await long).toBe(true);
  expect(place && (await isReachable(place))).toBe(false);
});

test('one stop ends one of each different wish', async () => {
  const forwarding = fresh();
  const http = await first(forwarding.forwardService(webPort));
  const metrics = await first(forwarding.forwardService({ ...web, portsFilter: [9090] }));
  expect(metrics.address).toBe(http.address);
  await forwarding.stopServiceForwarding(web);
  expect([await isReachable(http), await isReachable(metrics)]).toEqual([false, false]);
});

test('a stop that names its ports leaves the others', async () => {
  const forwarding = fresh();
  const http = await first(forwarding.forwardService(webPort));
  const metrics = await first(forwarding.forwardService({ ...web, portsFilter: [9090] }));
  await forwarding.stopServiceForwarding({ ...web, portsFilter: [9090] });
  expect([await isReachable(http), await isReachable(metrics)]).toEqual([true, false]);
});

test('an instance that is asked for has an address of its own beside the service', async () => {
  const { pods } = await platform.control.inspect({ project: 'storefront', kind: 'service', id: 'web' });
  const forwarding = fresh();
  const any = await first(forwarding.forwardService(webPort));
  const one = await first(forwarding.forwardService({ ...webPort, instanceId: pods[1] ?? '' }));
  expect(one).toMatchObject({ port: 8080, instance: pods[1] });
  expect(one.address).not.toBe(any.address);
  expect(await getJson(one, '/json', `${one.address}:8080`)).toMatchObject({ instance: pods[1] });
});

test('after a stop everything works again, at the same address', async () => {
  const forwarding = fresh();
  const before = await first(forwarding.forwardService(webPort));
  await Promise.all([forwarding.stop(), forwarding.stop(), forwarding.stopServiceForwarding(web)]);
  expect(await isReachable(before)).toBe(false);
  expect(await first(forwarding.forwardService(webPort))).toEqual(before);
});

test('a stop during a start ends the start', async () => {
  await platform.control.addRule({ path: '/v1/port-forwarding/info/', hang: true });
  const forwarding = fresh();
  const starting = forwarding.forwardService(web);
  await platform.control.waitForRequests({ path: 'port-forwarding/info' });
  await forwarding.stop();
  expect(await starting).toEqual([{ error: { message: expect.stringContaining('not open') as string } }]);
});

test('a platform that does not answer in time gives an entry, and nothing stays', async () => {
  await platform.control.addRule({ path: '/v1/port-forwarding/info/', hang: true });
  const [result] = await fresh({ openTimeoutMs: 300 }).forwardService(web);
  expect(result?.error?.message).toContain('no answer in time');
});

test('a port whose gateway refuses stays bound, opens when it can, and is free after one stop', async () => {
  await platform.control.addRule({ path: '^/tunnel/', status: 503 });
  const forwarding = fresh();
  const opened = once(forwarding, 'tunnel-open') as Promise<[unknown, PortForwardingInfo]>;
  const refused = [{ error: { message: expect.stringContaining('The gateway answered 503') as string } }];
  expect(await forwarding.forwardService(webPort)).toEqual(refused);
  expect(await forwarding.forwardService(webPort)).toEqual(refused);
  await platform.control.clearFaults();
  const [, info] = await opened;
  expect(await getJson(info, '/json', 'web')).toMatchObject({ service: 'web' });
  await forwarding.stopServiceForwarding(web);
  expect(await isReachable(info)).toBe(false);
});

test('a failed target is tried again when it is asked for again', async () => {
  const forwarding = fresh();
  await platform.control.addRule({ path: '^/tunnel/.*/port/9090', status: 403 });
  const [, refused] = await forwarding.forwardService(web);
  expect(refused?.error?.message).toContain('may not do this');
  await platform.control.clearFaults();
  expect(await forwarding.forwardService(web)).toMatchObject([{ data: { port: 8080 } }, { data: { port: 9090 } }]);
});

test('a renewed token counts at the next connection', async () => {
  const context = new ApiClientInMemoryContextProvider();
  const token = await platform.control.issueToken({ name: 'old' });
  context.addContext({ name: 'test', host: platform.url, token });
  const forwarding = new Forwarding(context, { ca: platform.ca, addressRange });
  try {
    const place = await first(forwarding.forwardService(webPort));
    await platform.control.revokeToken(token);
    context.updateToken(await platform.control.issueToken({ name: 'new' }));
    expect(await getJson(place, '/json', 'web')).toMatchObject({ service: 'web' });
  } finally {
    await forwarding.stop();
  }
});

test('the forward stays with the context that it was started in', async () => {
  const context = new ApiClientInMemoryContextProvider();
  context.addContext({ name: 'first', host: platform.url, token: platform.tokens.team });
  const forwarding = new Forwarding(context, { ca: platform.ca, addressRange });
  try {
    const place = await first(forwarding.forwardService(webPort));
    context.addContext({ name: 'second', host: platform.url, token: 'nf-of-nobody' });
    expect(await getJson(place, '/json', 'web')).toMatchObject({ service: 'web' });
    expect(await forwarding.forwardService({ ...web, projectId: 'billing' })).toMatchObject([{ error: {} }]);
  } finally {
    await forwarding.stop();
  }
});

test('a port that had to move is told, with the reason', async () => {
  const address = '127.24.92.251';
  const squatter = createServer().listen(8080, address);
  await once(squatter, 'listening');
  try {
    const info = await first(fresh({ addressRange: { first: address, last: address } }).forwardService(webPort));
    expect(info).toMatchObject({ address, portRemote: 8080 });
    expect(info.port).not.toBe(8080);
    expect(info.notice).toBe(
      `${address}:8080 is taken by another program, so this port is served at ${address}:${info.port} instead.`,
    );
  } finally {
    squatter.close();
    await once(squatter, 'close');
  }
});

test('a restarted pod keeps its place', async () => {
  const forwarding = fresh();
  const place = await first(forwarding.forwardService(webPort));
  await platform.control.restart({ project: 'storefront', kind: 'service', id: 'web' });
  expect(await getJson(place, '/json', 'web')).toMatchObject({ service: 'web' });
});
