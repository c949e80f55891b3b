import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { ServiceSpec, Topology } from '../platform/spec.ts';
import { type Platform, startPlatform } from '../platform/start.ts';
import { topology as usual } from '../platform/topology.ts';
import { askUdp, countOrders, type Credentials, getJson } from './clients.ts';
import { startJsClient, type JsClient } from './js-client.ts';
import type { Forwarded } from './js-client-process.ts';

/**
 * The proof that the platform under all our tests is a faithful one: Northflank's own client, unchanged, lists and
 * forwards with it.
 */
let platform: Platform;
let client: JsClient;

const crowd: readonly ServiceSpec[] = Array.from({ length: 120 }, (_, index) => ({
  id: `service-${index}`,
  name: `Service ${index}`,
  type: 'deployment',
  instances: 1,
  ports: [],
}));
const topology: Topology = {
  ...usual,
  teams: usual.teams.map((team) => ({
    ...team,
    projects: [
      ...team.projects,
      { id: 'crowd', name: 'crowd', region: 'europe-west', namespace: 'ns-crowd', services: crowd, addons: [] },
    ],
  })),
};

beforeAll(async () => {
  platform = await startPlatform({ topology });
});
beforeEach(async () => {
  await platform.control.reset();
  client = await startJsClient(platform);
});
afterEach(async () => await client.close());
afterAll(async () => await platform.close());

type Named = readonly { readonly id: string }[];

test('it lists projects, and all services over several pages', async () => {
  const projects = await client.tell<Named>({ what: 'projects' });
  expect(projects.map((project) => project.id)).toEqual([
    'storefront',
    'billing',
    'data-platform',
    'internal-tools',
    'crowd',
  ]);
  const services = await client.tell<Named>({ what: 'services', project: 'crowd' });
  expect(services.map((service) => service.id)).toEqual(crowd.map((service) => service.id));
  const addons = await client.tell<Named>({ what: 'addons', project: 'storefront', perPage: 1 });
  expect(addons.map((addon) => addon.id)).toEqual(['orders-db', 'cache', 'assets']);
  const { requests } = await platform.control.stats();
  expect(requests.filter((request) => request.path.includes('crowd/services'))).toHaveLength(3);
  expect(requests.filter((request) => request.path.includes('storefront/addons'))).toHaveLength(3);
});

test('it reads one service and the credentials of an addon', async () => {
  expect(await client.tell({ what: 'service', project: 'storefront', id: 'web' })).toMatchObject({
    deployment: { instances: 2 },
    ports: [{ internalPort: 8080 }, { internalPort: 9090 }],
  });
  expect(await client.tell({ what: 'credentials', project: 'storefront', id: 'orders-db' })).toMatchObject({
    envs: { HOST: 'primary.orders-db--k2xq.addon.code.run' },
  });
});

test('it understands the errors', async () => {
  await expect(client.tell({ what: 'service', project: 'storefront', id: 'none' })).rejects.toThrow(
    'Service not found',
  );
  await expect(client.tell({ what: 'forward-service', project: 'storefront', id: 'none' })).rejects.toThrow(
    '{"error":{"status":404,"message":"Service not found","id":"not-found"}}',
  );
});

test('it forwards HTTP, and rewrites the short name that the service does not know', async () => {
  const [http, metrics] = await client.tell<Forwarded[]>({ what: 'forward-service', project: 'storefront', id: 'web' });
  expect(http).toMatchObject({ portRemote: 8080, protocol: 'HTTP' });
  expect(http?.hostnames).toEqual(['web.ns-8zy2mcjh9zn2.svc.cluster.local', 'web', 'http.web']);
  expect(metrics).toMatchObject({ portRemote: 9090, address: http?.address });
  const answer = await getJson(http as Forwarded, '/json', 'web:8080');
  expect(answer).toMatchObject({ service: 'web', host: 'web.ns-8zy2mcjh9zn2.svc.cluster.local:8080' });
});

test('it forwards to the instance that is asked for, directly', async () => {
  const { pods } = await platform.control.inspect({ project: 'storefront', kind: 'service', id: 'web' });
  const instance = pods[1] ?? '';
  const order = { what: 'forward-service', project: 'storefront', id: 'web', instance } as const;
  const [http] = await client.tell<Forwarded[]>(order);
  const own = await getJson(http as Forwarded, '/json', `${http?.address}:${http?.port}`);
  expect(own['instance']).toBe(instance);
  await platform.control.waitForTunnels({ path: 'directConnect=true', pod: instance });
});

test('it forwards PostgreSQL: a query over TLS under the name of the addon', async () => {
  const credentials = await client.tell<Credentials>({ what: 'credentials', project: 'storefront', id: 'orders-db' });
  const [place] = await client.tell<Forwarded[]>({ what: 'forward-addon', project: 'storefront', id: 'orders-db' });
  expect(place?.hostnames).toEqual(['primary.orders-db--k2xq.addon.code.run']);
  expect(await countOrders(place as Forwarded, credentials, platform.ca)).toBe('6');
});

test('it forwards every instance of a replicated addon by itself', async () => {
  const places = await client.tell<Forwarded[]>({ what: 'forward-addon', project: 'data-platform', id: 'events-db' });
  expect(places.map((place) => place.hostnames[0])).toEqual([
    'events-db-0.events-db--k2xq.addon.code.run',
    'events-db-1.events-db--k2xq.addon.code.run',
    'events-db-2.events-db--k2xq.addon.code.run',
  ]);
  expect(new Set(places.map((place) => place.address)).size).toBe(3);
});

test('it forwards UDP', async () => {
  const [place] = await client.tell<Forwarded[]>({ what: 'forward-service', project: 'storefront', id: 'statsd' });
  expect(place).toMatchObject({ protocol: 'UDP', portRemote: 8125 });
  expect(await askUdp(place as Forwarded, 'orders:5|c')).toBe('orders=5');
});

test('it forwards a whole project, what is paused or empty included', async () => {
  expect(await client.tell({ what: 'forward-project', project: 'internal-tools' })).toEqual({ services: 2, addons: 0 });
  expect(await client.tell({ what: 'forward-project', project: 'storefront' })).toEqual({ services: 4, addons: 3 });
  await client.tell({ what: 'stop' });
});
