import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { ask } from './probe.ts';
import type { ServiceSpec, Topology } from './spec.ts';
import { type Platform, startPlatform } from './start.ts';
import { topology as usual } from './topology.ts';

let platform: Platform;

/** The usual world, and a project with 230 services to page through. */
const crowd: readonly ServiceSpec[] = Array.from({ length: 230 }, (_, index) => ({
  id: `service-${index}`,
  name: `Service ${index}`,
  type: 'deployment',
  instances: 1,
  ports: [],
}));
const topology: Topology = {
  ...usual,
  teams: usual.teams.map((team, index) =>
    index > 0
      ? team
      : {
          ...team,
          projects: [
            ...team.projects,
            { id: 'crowd', name: 'crowd', region: 'europe-west', namespace: 'ns-crowd', services: crowd, addons: [] },
          ],
        },
  ),
};

type Page = {
  readonly data: { readonly services: readonly { readonly id: string }[] };
  readonly pagination: { readonly hasNextPage: boolean; readonly cursor?: string; readonly count: number };
};

beforeAll(async () => {
  platform = await startPlatform({ topology, workloads: [] });
});
beforeEach(async () => await platform.control.reset());
afterAll(async () => await platform.close());

async function data(path: string, token?: string): Promise<Record<string, unknown>> {
  const answer = await ask(platform, path, token === undefined ? {} : { token });
  expect(answer.status).toBe(200);
  return (answer.json as { data: Record<string, unknown> }).data;
}

test('the identity of a token names its kind, its entity and its scope', async () => {
  expect(await data('/v1/auth')).toMatchObject({ tokenKind: 'api', entityType: 'team', entityId: 'acme' });
  expect(await data('/v1/auth', platform.tokens.org)).toMatchObject({ entityType: 'org', entityId: 'acme-group' });
  const claims = JSON.parse(Buffer.from(platform.tokens.org.split('.')[1] ?? '', 'base64url').toString()) as object;
  expect(claims).toMatchObject({ entityType: 'org' });
});

test('a page holds 50 items unless told otherwise and hands on a cursor until the last one', async () => {
  const ids: string[] = [];
  const counts: number[] = [];
  for (let cursor: string | undefined = ''; cursor !== undefined;) {
    const query = cursor === '' ? '' : `?cursor=${encodeURIComponent(cursor)}`;
    const answer = await ask(platform, `/v1/projects/crowd/services${query}`);
    const page = answer.json as Page;
    ids.push(...page.data.services.map((service) => service.id));
    counts.push(page.pagination.count);
    expect(page.pagination.hasNextPage).toBe(page.pagination.cursor !== undefined);
    cursor = page.pagination.cursor;
  }
  expect(counts).toEqual([50, 50, 50, 50, 30]);
  expect(ids).toEqual(crowd.map((service) => service.id));
});

test('pages can be asked for by number and by size', async () => {
  const answer = await ask(platform, '/v1/projects/crowd/services?per_page=100&page=3');
  const page = answer.json as Page;
  expect(page.pagination).toEqual({ hasNextPage: false, count: 30 });
  expect(page.data.services[0]?.id).toBe('service-200');
});

test.each(['per_page=101', 'per_page=0', 'page=x', 'cursor=nonsense'])('%s is a bad request', async (query) => {
  const answer = await ask(platform, `/v1/projects/crowd/services?${query}`);
  expect(answer.status).toBe(400);
  expect(answer.json).toMatchObject({ error: { status: 400, id: 'bad-request' } });
});

test('every answer to a token says what is left of its hour', async () => {
  const token = await platform.control.issueToken();
  const first = await ask(platform, '/v1/projects', { token });
  const second = await ask(platform, '/v1/nowhere', { token });
  expect(first.headers).toMatchObject({ 'x-ratelimit-limit': '1000', 'x-ratelimit-remaining': '999' });
  expect(second.headers['x-ratelimit-remaining']).toBe('998');
  expect(Number(second.headers['x-ratelimit-reset'])).toBeGreaterThan(3590);
});

test('a token over its limit gets 429 with the time to wait', async () => {
  await platform.control.setRateLimit(1, 60);
  const token = await platform.control.issueToken();
  expect((await ask(platform, '/v1/projects', { token })).status).toBe(200);
  const answer = await ask(platform, '/v1/projects', { token });
  expect(answer.status).toBe(429);
  expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
});

test('errors have the envelope of the platform', async () => {
  expect((await ask(platform, '/v1/projects/none/services')).json).toEqual({
    error: { status: 404, message: 'Project not found', id: 'not-found' },
  });
  expect((await ask(platform, '/v1/projects/storefront/services/none')).json).toEqual({
    error: { status: 404, message: 'Service not found', id: 'not-found' },
  });
  expect((await ask(platform, '/v1/projects', { token: 'nonsense' })).json).toEqual({
    error: { status: 401, message: 'Unauthorized', id: 'unauthorized' },
  });
});

test('a revoked or expired token is refused, the others stay good', async () => {
  const [revoked, expired] = await Promise.all([
    platform.control.issueToken(),
    platform.control.issueToken({ expiresAt: Date.now() - 1 }),
  ]);
  await platform.control.revokeToken(revoked);
  expect((await ask(platform, '/v1/auth', { token: revoked })).status).toBe(401);
  expect((await ask(platform, '/v1/auth', { token: expired })).status).toBe(401);
  expect((await ask(platform, '/v1/auth')).status).toBe(200);
});

test('a token without the permissions lists, but neither forwards nor reads credentials', async () => {
  const token = platform.tokens.readOnly;
  expect((await ask(platform, '/v1/projects/storefront/addons', { token })).status).toBe(200);
  for (const path of [
    '/v1/port-forwarding/info/projects/storefront/services/web',
    '/v1/port-forwarding/info/projects/storefront/addons/orders-db',
    '/v1/projects/storefront/addons/orders-db/credentials',
    '/v1/projects/storefront/secrets',
  ]) {
    expect((await ask(platform, path, { token })).status, path).toBe(403);
  }
});

test('an organisation names the team in the path, a team reaches only itself', async () => {
  const token = platform.tokens.org;
  const { teams } = (await data('/v1/teams', token)) as { teams: { id: string }[] };
  expect(teams.map((team) => team.id)).toEqual(['acme', 'acme-labs']);
  expect(await data('/v1/teams/acme-labs/projects', token)).toMatchObject({ projects: [{ id: 'sandbox' }] });
  expect((await ask(platform, '/v1/projects', { token })).status).toBe(400);
  expect((await ask(platform, '/v1/teams/acme-labs/projects')).status).toBe(403);
  expect((await ask(platform, '/v1/teams/acme/projects/storefront/services/web')).status).toBe(200);
});

test('the info of a service is bare, with its instances, ports and the gateway', async () => {
  const { pods } = await platform.control.inspect({ project: 'storefront', kind: 'service', id: 'web' });
  const answer = await ask(platform, '/v1/port-forwarding/info/projects/storefront/services/web');
  expect(answer.json).toEqual({
    namespace: 'ns-8zy2mcjh9zn2',
    targetDomain: platform.url.replace('https://', ''),
    instances: pods.map((podName) => ({ podName })),
    ports: [
      { internalPort: 8080, name: 'http', protocol: 'HTTP' },
      { internalPort: 9090, name: 'metrics', protocol: 'HTTP' },
    ],
  });
});

test('the info of a replicated addon has one name per instance', async () => {
  const answer = await ask(platform, '/v1/port-forwarding/info/projects/data-platform/addons/events-db');
  const { instances } = answer.json as { instances: { podName: string; internalHostname: string }[] };
  expect(instances.map((instance) => instance.internalHostname)).toEqual([
    'events-db-0.events-db--k2xq.addon.code.run',
    'events-db-1.events-db--k2xq.addon.code.run',
    'events-db-2.events-db--k2xq.addon.code.run',
  ]);
});

test('what is paused or failed has no instances and says so', async () => {
  expect(await data('/v1/projects/internal-tools/services/admin')).toMatchObject({ servicePaused: true });
  expect(await data('/v1/projects/storefront/addons/assets')).toMatchObject({ status: 'paused' });
  expect(await data('/v1/projects/billing/services/invoice-renderer')).toMatchObject({
    status: { deployment: { status: 'FAILED' } },
  });
  const info = await ask(platform, '/v1/port-forwarding/info/projects/internal-tools/services/admin');
  expect(info.json).toMatchObject({ instances: [] });
});

test('a restart over the API gives new pods, resuming gives pods at all', async () => {
  const resource = { project: 'storefront', kind: 'service', id: 'web' } as const;
  const before = await platform.control.inspect(resource);
  expect((await ask(platform, '/v1/projects/storefront/services/web/restart', { method: 'POST' })).status).toBe(200);
  const after = await platform.control.inspect(resource);
  expect(after.pods).toHaveLength(2);
  expect(after.pods.filter((pod) => before.pods.includes(pod))).toEqual([]);
  await ask(platform, '/v1/projects/internal-tools/services/admin/resume', { method: 'POST', body: { instances: 2 } });
  const { containers } = (await data('/v1/projects/internal-tools/services/admin/containers')) as {
    containers: { status: string }[];
  };
  expect(containers.map((container) => container.status)).toEqual(['TASK_RUNNING', 'TASK_RUNNING']);
});

test('a runtime environment is filled from groups by priority, own values on top, templates on demand', async () => {
  const path = '/v1/projects/storefront/services/web/runtime-environment';
  const raw = (await data(path)) as { runtimeEnvironment: Record<string, string> };
  expect(raw.runtimeEnvironment).toMatchObject({ LOG_LEVEL: 'warn', SEARCH_URL: 'http://${SEARCH_HOST}:8080' });
  expect(raw.runtimeEnvironment).not.toHaveProperty('STRIPE_KEY');
  expect(raw.runtimeEnvironment).not.toHaveProperty('NPM_TOKEN');
  expect(raw.runtimeEnvironment['NF_ORDERS_DB_HOST']).toBe('primary.orders-db--k2xq.addon.code.run');
  const filled = (await data(`${path}?replaceTemplatedValues=true`)) as typeof raw;
  expect(filled.runtimeEnvironment['SEARCH_URL']).toBe('http://search:8080');
  const checkout = (await data(path.replace('web', 'checkout-api'))) as typeof raw;
  expect(checkout.runtimeEnvironment).toMatchObject({ LOG_LEVEL: 'info', STRIPE_KEY: 'sk_test_51Nx0' });
  const token = await platform.control.issueToken({ deny: ['secrets'] });
  const own = (await data(path, token)) as typeof raw;
  expect(Object.keys(own.runtimeEnvironment)).toEqual(['PORT', 'PUBLIC_URL', 'SEARCH_URL']);
});

test('resources can come and go', async () => {
  const project = { project: 'internal-tools', kind: 'service' } as const;
  await platform.control.addResource(project, { id: 'new', name: 'new', type: 'deployment', instances: 1, ports: [] });
  expect((await ask(platform, '/v1/projects/internal-tools/services/new')).status).toBe(200);
  await platform.control.removeResource({ ...project, id: 'new' });
  expect((await ask(platform, '/v1/projects/internal-tools/services/new')).status).toBe(404);
});
