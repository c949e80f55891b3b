import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createApi, type Api } from '../../electron/northflank/api.ts';
import { loadCatalog, type CatalogPart } from '../../electron/northflank/catalog.ts';
import { json, openApiServer, raw, type ApiServer } from '../support/api-server.ts';
import { recordLines } from '../support/lines.ts';

const TOKEN = 'nf-secret-4f81c0ffee';
let server: ApiServer;
let api: Api;
let lines: ReturnType<typeof recordLines>;

beforeEach(async () => {
  server = await openApiServer();
  lines = recordLines();
  const timing = { backoff: { firstMs: 1, capMs: 1 }, timeoutMs: 5000 };
  api = createApi({ ...server, token: () => TOKEN, log: lines.log, userAgent: 'test', timing });
});

afterEach(async () => {
  expect(lines.text()).not.toContain(TOKEN);
  api.close();
  await server.close();
});

const account = { id: 'acc', scope: 'team' } as const;
const never = new AbortController().signal;

function load(options: Partial<Parameters<typeof loadCatalog>[2]> = {}, scope: 'team' | 'org' = 'team') {
  return loadCatalog(api, { ...account, scope }, { signal: never, log: lines.log, ...options });
}

const web = {
  id: 'web',
  name: 'Web',
  description: 'The shop',
  tags: ['public'],
  serviceType: 'deployment',
  status: { deployment: { status: 'COMPLETED', reason: 'DEPLOYING' } },
};
const webDetail = {
  ...web,
  servicePaused: false,
  deployment: { region: 'europe-west', instances: 2 },
  ports: [
    {
      id: 'a',
      name: 'p01',
      internalPort: 8080,
      protocol: 'HTTP',
      public: true,
      security: { credentials: [{ password: 'x' }] },
    },
    { id: 'b', name: '', internalPort: 9000, protocol: 'TCP' },
  ],
};
const db = { id: 'db', name: 'DB', tags: [], spec: { type: 'postgresql' }, status: 'running' };
const dbDetail = {
  ...db,
  spec: {
    type: 'postgresql',
    config: { versionTag: '16.4', deployment: { replicas: 3 }, networking: { tlsEnabled: true } },
  },
};

/** One project of a team, or of a team of an organisation. */
function serveProject(base: string, id: string, services: object[] = [], addons: object[] = []): void {
  const path = `${base}/projects/${id}`;
  server.answer(path, { data: { id, deployment: { region: 'europe-west' }, cluster: { namespace: `ns-${id}` } } });
  server.answer(`${path}/services`, { data: { services } });
  server.answer(`${path}/addons`, { data: { addons } });
}
const serveProjects = (base: string, ...ids: string[]) =>
  server.answer(`${base}/projects`, { data: { projects: ids.map((id) => ({ id, name: id.toUpperCase() })) } });

function serveShop(): void {
  serveProjects('/v1', 'shop');
  serveProject('/v1', 'shop', [web], [db]);
  server.answer('/v1/projects/shop/services/web', { data: webDetail });
  server.answer('/v1/projects/shop/addons/db', { data: dbDetail });
}

const shop = {
  key: 'acc/-/shop',
  accountId: 'acc',
  id: 'shop',
  name: 'SHOP',
  region: 'europe-west',
  namespace: 'ns-shop',
};
const webResource = {
  key: 'acc/-/shop/service/web',
  projectKey: 'acc/-/shop',
  target: { accountId: 'acc', projectId: 'shop', kind: 'service', resourceId: 'web' },
  name: 'Web',
  description: 'The shop',
  tags: ['public'],
  state: 'running',
  detail: 'COMPLETED',
  type: 'deployment',
  instances: 2,
  ports: [
    { number: 8080, name: 'p01', protocol: 'HTTP' },
    { number: 9000, protocol: 'TCP' },
  ],
};
const dbResource = {
  key: 'acc/-/shop/addon/db',
  projectKey: 'acc/-/shop',
  target: { accountId: 'acc', projectId: 'shop', kind: 'addon', resourceId: 'db' },
  name: 'DB',
  tags: [],
  state: 'running',
  detail: 'running',
  type: 'postgresql',
  version: '16.4',
  tls: true,
  instances: 3,
};

describe('a whole catalogue', () => {
  test('has each project with its services and addons, and no field more', async () => {
    serveShop();
    expect(await load()).toEqual({ accountId: 'acc', projects: [shop], resources: [webResource, dbResource] });
  });

  test('is told project by project, each complete', async () => {
    serveProjects('/v1', 'a', 'b', 'c', 'd', 'e');
    for (const id of ['a', 'b', 'c', 'd', 'e']) serveProject('/v1', id, [], []);
    const parts: CatalogPart[] = [];
    const whole = await load({ onPart: (part) => parts.push(part) });
    expect(parts.flatMap((part) => part.projects).toSorted((a, b) => a.id.localeCompare(b.id))).toEqual(whole.projects);
    expect(parts).toHaveLength(5);
  });

  test('of an organisation is read team by team, with the team in every path', async () => {
    server.answer('/v1/teams', { data: { teams: [{ id: 'blue' }, { id: 'red' }] } });
    for (const team of ['blue', 'red']) {
      serveProjects(`/v1/teams/${team}`, 'shop');
      serveProject(`/v1/teams/${team}`, 'shop', [web]);
      server.answer(`/v1/teams/${team}/projects/shop/services/web`, { data: webDetail });
    }
    const { projects, resources } = await load({}, 'org');
    expect(projects.map((each) => [each.key, each.teamId])).toEqual([
      ['acc/blue/shop', 'blue'],
      ['acc/red/shop', 'red'],
    ]);
    expect(resources.map((each) => [each.key, each.target.teamId, each.state])).toEqual([
      ['acc/blue/shop/service/web', 'blue', 'running'],
      ['acc/red/shop/service/web', 'red', 'running'],
    ]);
  });

  test('of one chosen team asks for no other', async () => {
    serveProjects('/v1/teams/blue', 'shop');
    serveProject('/v1/teams/blue', 'shop');
    expect((await load({ teamId: 'blue' }, 'org')).projects).toMatchObject([{ key: 'acc/blue/shop' }]);
    expect(server.asked.every((each) => each.path.startsWith('/v1/teams/blue/'))).toBe(true);
  });

  test('never asks for more than six things at once', async () => {
    let open = 0;
    let most = 0;
    const services = Array.from({ length: 30 }, (_, index) => ({ ...web, id: `s${index}` }));
    serveProjects('/v1', 'shop');
    serveProject('/v1', 'shop', services);
    for (const { id } of services) {
      server.answer(`/v1/projects/shop/services/${id}`, (_, response) => {
        open += 1;
        most = Math.max(most, open);
        setImmediate(() => {
          open -= 1;
          response.end(JSON.stringify({ data: { ...webDetail, id } }));
        });
      });
    }
    expect((await load()).resources).toHaveLength(30);
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(6);
  });

  test('has ids encoded in paths', async () => {
    serveProjects('/v1', 'a b?c');
    server.answer('/v1/projects/a%20b%3Fc', { data: {} });
    server.answer('/v1/projects/a%20b%3Fc/services', { data: { services: [] } });
    server.answer('/v1/projects/a%20b%3Fc/addons', { data: { addons: [] } });
    expect((await load()).projects).toEqual([{ key: 'acc/-/a b?c', accountId: 'acc', id: 'a b?c', name: 'A B?C' }]);
  });
});

describe('one item in trouble hides no other', () => {
  test.each([
    ['is gone', json({}, 404), 'not found'],
    ['may not be seen', json({}, 403), 'permission missing'],
    ['fails', json({}, 500), 'northflank reported an error'],
    ['is a page', raw('<html>'), 'unexpected answer'],
    ['has no data', json({ data: null }), 'unexpected answer'],
  ])('a service whose detail %s is shown from the list', async (_, answer, why) => {
    serveShop();
    server.answer('/v1/projects/shop/services/web', answer);
    const { instances: _instances, ports: _ports, ...listed } = webResource;
    const unread = { ...listed, state: 'unknown', detail: `Details could not be read: ${why}` };
    expect((await load()).resources).toEqual([unread, dbResource]);
  });

  test('an addon whose detail fails is shown from the list', async () => {
    serveShop();
    server.answer('/v1/projects/shop/addons/db', json({}, 500));
    expect((await load()).resources).toMatchObject([
      webResource,
      { key: dbResource.key, state: 'unknown', type: 'postgresql' },
    ]);
  });

  test('a project whose detail fails has no region', async () => {
    serveShop();
    server.answer('/v1/projects/shop', json({}, 500));
    const { region: _region, namespace: _namespace, ...rest } = shop;
    expect(await load()).toEqual({ accountId: 'acc', projects: [rest], resources: [webResource, dbResource] });
  });

  test('a list that may not be seen is left out', async () => {
    serveShop();
    server.answer('/v1/projects/shop/services', json({}, 403));
    expect((await load()).resources).toEqual([dbResource]);
  });

  test('a team that may not be seen is left out', async () => {
    server.answer('/v1/teams', { data: { teams: [{ id: 'blue' }, { id: 'red' }] } });
    serveProjects('/v1/teams/blue', 'shop');
    serveProject('/v1/teams/blue', 'shop', [web]);
    server.answer('/v1/teams/red/projects', json({}, 403));
    expect((await load({}, 'org')).projects.map((each) => each.key)).toEqual(['acc/blue/shop']);
  });

  test('odd fields cost only themselves', async () => {
    serveProjects('/v1', 'shop');
    const oddService = { id: 'web', name: 5, tags: 'none', serviceType: null, status: [] };
    const oddAddon = { id: 'db', tags: [1], spec: null, status: { deep: 1 } };
    serveProject('/v1', 'shop', [null as unknown as object, oddService], [{ name: 'no id' }, oddAddon]);
    const ports = [null, { internalPort: '80' }, { internalPort: 70_000 }, { internalPort: 53, name: [], protocol: 7 }];
    const again = [
      { internalPort: 80, protocol: 'QUIC' },
      { internalPort: 80, protocol: 'TCP' },
    ];
    const deployment = { instances: -1 };
    server.answer('/v1/projects/shop/services/web', {
      data: { servicePaused: 'no', deployment, ports: [...ports, ...again] },
    });
    server.answer('/v1/projects/shop/addons/db', {
      data: { spec: { config: { templateValues: 'x', deployment: 3 } } },
    });
    expect((await load()).resources).toEqual([
      {
        key: webResource.key,
        projectKey: shop.key,
        target: webResource.target,
        name: 'web',
        tags: [],
        state: 'unknown',
        detail: 'no status',
        type: 'unknown',
        ports: [
          { number: 53, protocol: 'TCP' },
          { number: 80, protocol: 'QUIC' },
        ],
      },
      {
        key: dbResource.key,
        projectKey: shop.key,
        target: dbResource.target,
        name: 'db',
        tags: [],
        state: 'unknown',
        detail: 'unknown',
        type: 'unknown',
      },
    ]);
    expect(lines.text().match(/left out/g)).toHaveLength(2);
  });
});

describe('trouble that leaves the catalogue incomplete is told', () => {
  test('after everything else was', async () => {
    serveShop();
    serveProjects('/v1', 'shop', 'blog');
    serveProject('/v1', 'blog');
    server.answer('/v1/projects/blog/services', json({}, 500));
    const parts: CatalogPart[] = [];
    await expect(load({ onPart: (part) => parts.push(part) })).rejects.toMatchObject({
      problem: { code: 'api-failed' },
    });
    expect(parts.flatMap((part) => part.resources)).toEqual([webResource, dbResource]);
    expect(parts.flatMap((part) => part.projects.map((project) => project.id)).toSorted()).toEqual(['blog', 'shop']);
  });

  test('when nothing at all may be seen, with the permission', async () => {
    server.answer('/v1/projects', json({}, 403));
    const args = { permission: 'Project > Projects > Manage > Read' };
    await expect(load()).rejects.toMatchObject({ problem: { code: 'token-too-narrow', args } });
  });

  test.each([
    ['a token that ends', json({}, 401), 'token-rejected'],
    ['the hourly limit', json({}, 429, { 'retry-after': '900' }), 'api-limited'],
  ])('%s ends it at once, and nothing is asked any more', async (_, answer, code) => {
    const services = Array.from({ length: 40 }, (_, index) => ({ ...web, id: `s${index}` }));
    serveProjects('/v1', 'shop');
    serveProject('/v1', 'shop', services);
    for (const { id } of services) server.answer(`/v1/projects/shop/services/${id}`, answer);
    await expect(load()).rejects.toMatchObject({ problem: { code } });
    expect(server.asked.length).toBeLessThan(20);
  });

  test('a cursor that leads round in a circle is api-malformed', async () => {
    server.answer('/v1/projects', {
      data: { projects: [{ id: 'shop' }] },
      pagination: { hasNextPage: true, cursor: 'x' },
    });
    await expect(load()).rejects.toMatchObject({ problem: { code: 'api-malformed' } });
  });
});

test('an abort ends it with its reason and tells nothing more', async () => {
  const stop = new AbortController();
  const reason = new Error('signed out');
  serveShop();
  server.answer('/v1/projects/shop/addons/db', () => stop.abort(reason));
  const parts: CatalogPart[] = [];
  await expect(load({ signal: stop.signal, onPart: (part) => parts.push(part) })).rejects.toBe(reason);
  expect(parts).toEqual([]);
});
