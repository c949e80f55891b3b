import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { silentLog } from '../../electron/base/log.ts';
import { resourceKey, type Target } from '../../electron/contract/catalog.ts';
import type { LocalAddress, Tunnel } from '../../electron/contract/forward.ts';
import { openEngine } from '../../electron/engine/engine.ts';
import type { Engine } from '../../electron/engine/face.ts';
import { createApi, type Api } from '../../electron/northflank/api.ts';
import { createResolver } from '../../electron/northflank/endpoint.ts';
import { ask } from '../platform/probe.ts';
import { startPlatform, type Platform } from '../platform/start.ts';
import { createFacts } from '../support/gateway-facts.ts';

const range = { first: '127.24.84.1', last: '127.24.84.254' };

let platform: Platform;
let api: Api;
let engine: Engine | undefined;
let tunnels: Readonly<Record<string, Tunnel>> = {};
const facts = createFacts();

beforeAll(async () => {
  platform = await startPlatform({ workloads: ['postgres', 'redis', 'mariadb', 'http'] });
  const { url: host, ca, tokens } = platform;
  api = createApi({ host, ca, token: () => tokens.team, log: silentLog, userAgent: 'test' });
});

afterAll(async () => {
  api.close();
  await platform.close();
});

afterEach(async () => {
  await engine?.close();
  await platform.control.reset();
  tunnels = {};
});

type Wanted = Pick<Target, 'projectId' | 'kind' | 'resourceId'>;

/** Forwards it with an engine that asks the real workload; resolves once its ports are open. */
async function forward(wanted: Wanted): Promise<LocalAddress> {
  const target: Target = { accountId: 'acc', ...wanted };
  engine = openEngine(
    {
      resolve: createResolver({ apiOf: () => api }),
      credentials: async () => ({ authorization: `Bearer ${platform.tokens.team}`, ca: [platform.ca] }),
      report(observation) {
        if (observation.type === 'forward') tunnels = { ...tunnels, ...observation.tunnels };
        facts.check();
      },
      places: {},
    },
    { range, silentMs: 15_000, reverifyMs: 0 },
  );
  engine.reconcile([{ id: resourceKey(target), target, wish: { on: true } }]);
  const all = () => Object.values(tunnels);
  await facts.until(() => all().length > 0 && all().every(({ status }) => status.kind === 'open'));
  const [status] = all().map((tunnel) => tunnel.status);
  if (status?.kind !== 'open') throw new Error('not open');
  return status.address;
}

const isInstalled = (workload: 'postgres' | 'redis' | 'mariadb' | 'http') =>
  !(platform.missing as readonly string[]).includes(workload);

test.each([
  ['postgres', { projectId: 'storefront', kind: 'addon', resourceId: 'orders-db' }, 8, 1],
  ['postgres', { projectId: 'billing', kind: 'addon', resourceId: 'ledger-db' }, 8, 1],
  ['redis', { projectId: 'storefront', kind: 'addon', resourceId: 'cache' }, 14, 10],
  ['mariadb', { projectId: 'billing', kind: 'addon', resourceId: 'invoices-db' }, 0, 50],
  ['http', { projectId: 'storefront', kind: 'service', resourceId: 'checkout-api' }, 100, 17],
] as const)('%s answers the question (%j), and its connection is over', async (workload, wanted, mostUp, leastDown) => {
  if (!isInstalled(workload)) return;
  await forward(wanted);
  const path = `/${wanted.projectId}/${wanted.kind}s/${wanted.resourceId}/`;
  const [seen] = await platform.control.waitForTunnels({ path, open: false, upstreamOpen: false });
  expect(seen).toMatchObject({ closeCode: 1000 });
  expect(seen?.bytesDown).toBeGreaterThanOrEqual(leastDown);
  expect(seen?.bytesUp).toBeLessThanOrEqual(workload === 'http' ? 200 : mostUp);
  // What was said was understood: nothing is told of, and nothing was asked twice.
  expect(Object.values(tunnels).filter(({ status }) => 'notice' in status)).toEqual([]);
  const { tunnels: all } = await platform.control.stats();
  expect(all.filter((each) => each.path.includes(path))).toHaveLength(Object.keys(tunnels).length);
});

test('MariaDB has no session of ours, and lets programs in', async () => {
  if (!isInstalled('mariadb')) return;
  const { host, port } = await forward({ projectId: 'billing', kind: 'addon', resourceId: 'invoices-db' });
  await platform.control.waitForTunnels({ path: '/invoices-db/', open: false, upstreamOpen: false });
  const answer = await ask(platform, '/v1/projects/billing/addons/invoices-db/credentials');
  const { secrets } = (answer.json as { data: { secrets: Record<string, string> } }).data;
  const login = { user: secrets['ADMIN_USERNAME'] ?? '', password: secrets['ADMIN_PASSWORD'] ?? '' };
  const client = await createConnection({ host, port, ...login });
  const users = async () => {
    const [rows] = await client.query<RowDataPacket[]>('SELECT user FROM information_schema.processlist');
    return rows;
  };
  // The server's thread for our greeting ends a moment after its connection.
  await expect.poll(users, { timeout: 10_000 }).toEqual([{ user: login.user }]);
  await client.end();
});
