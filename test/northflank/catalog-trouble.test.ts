import { describe, expect, test } from 'vitest';
import { json, raw } from '../support/api-server.ts';
import { dbListed, dbResource, shop, freshCatalog, web, webListed, webResource } from './fresh-catalog.ts';

const { at, list, load, look, serveProject, serveProjects, serveShop } = freshCatalog();
const complete = { accountId: 'acc', named: [], whole: ['service', 'addon'], retriable: false };

describe('one answer in trouble hides no other', () => {
  test.each([
    ['is gone', json({}, 404), { code: 'resource-gone', args: { name: 'SHOP' } }, false],
    ['may not be seen', json({}, 403), { code: 'token-too-narrow' }, false],
    ['fails', json({}, 500), { code: 'api-failed', args: { status: 500 } }, true],
    ['is a page', raw('<html>'), { code: 'api-malformed' }, true],
    ['has no data', json({ data: null }), { code: 'api-malformed' }, true],
  ])('a project whose own answer %s has its lists, and no region', async (_, answer, problem, retriable) => {
    serveShop();
    at.server.answer('/v1/projects/shop', answer);
    const { region: _region, namespace: _namespace, ...rest } = shop;
    expect(await load()).toMatchObject([
      { ...complete, project: { ...rest, problem }, resources: [webListed, dbListed], retriable },
    ]);
  });

  test('a list that fails leaves the names, and what was known of them', async () => {
    serveShop();
    at.server.answer('/v1/projects/shop/services', json({}, 500));
    const problem = { code: 'api-failed', args: { status: 500 } };
    expect(await load()).toEqual([
      { ...complete, project: { ...shop, problem }, resources: [dbListed], named: [webListed], retriable: true },
    ]);
  });

  test('a list that fails together with the project says nothing of what is gone', async () => {
    serveShop();
    at.server.answer('/v1/projects/shop', json({}, 500));
    at.server.answer('/v1/projects/shop/services', json({}, 500));
    expect(await load()).toMatchObject([{ resources: [dbListed], named: [], whole: ['addon'], retriable: true }]);
  });

  test('a list that may not be seen is left out, with the permission', async () => {
    serveShop();
    at.server.answer('/v1/projects/shop/services', json({}, 403));
    const problem = { code: 'token-too-narrow', args: { permission: 'Project > Services > General > Read' } };
    expect(await load()).toEqual([
      { ...complete, project: { ...shop, problem }, resources: [dbListed], named: [webListed] },
    ]);
  });

  test('a team that may not be seen is left out', async () => {
    at.server.answer('/v1/teams', { data: { teams: [{ id: 'blue' }, { id: 'red' }] } });
    serveProjects('/v1/teams/blue', 'shop');
    at.server.answer('/v1/teams/red/projects', json({}, 403));
    const { projects, failure } = await list({ scope: 'org' });
    expect(projects.map((each) => each.key)).toEqual(['acc/blue/shop']);
    expect(failure).toBeUndefined();
  });

  test('a team that fails leaves the others, and is told', async () => {
    at.server.answer('/v1/teams', { data: { teams: [{ id: 'blue' }, { id: 'red' }] } });
    serveProjects('/v1/teams/blue', 'shop');
    at.server.answer('/v1/teams/red/projects', json({}, 500));
    const { projects, failure } = await list({ scope: 'org' });
    expect(projects.map((each) => each.key)).toEqual(['acc/blue/shop']);
    expect(failure?.problem.code).toBe('api-failed');
  });

  test('odd fields cost only themselves', async () => {
    serveProjects('/v1', 'shop');
    const oddService = { id: 'web', name: 5, tags: 'none', serviceType: null, status: [] };
    const oddAddon = { id: 'db', tags: [1], spec: null, status: { deep: 1 } };
    serveProject('/v1', 'shop', [null as unknown as object, oddService], [{ name: 'no id' }, oddAddon]);
    const common = { tags: [], state: 'unknown', type: 'unknown', projectKey: shop.key };
    expect(await load()).toMatchObject([
      {
        ...complete,
        resources: [
          { ...common, key: webResource.key, name: 'web', detail: 'no status' },
          { ...common, key: dbResource.key, name: 'db', detail: 'unknown' },
        ],
      },
    ]);
    expect(at.lines.text().match(/left out/g)).toHaveLength(2);
    const ports = [null, { internalPort: '80' }, { internalPort: 70_000 }, { internalPort: 53, name: [], protocol: 7 }];
    const again = [
      { internalPort: 80, protocol: 'QUIC' },
      { internalPort: 80, protocol: 'TCP' },
    ];
    const deployment = { instances: -1 };
    at.server.answer('/v1/projects/shop/services/web', {
      data: { ...oddService, servicePaused: 'no', deployment, ports: [...ports, ...again] },
    });
    at.server.answer('/v1/projects/shop/addons/db', {
      data: { ...oddAddon, spec: { config: { templateValues: 'x', deployment: 3 } } },
    });
    expect(await look(webResource as never)).toEqual({
      ...common,
      key: webResource.key,
      target: webResource.target,
      name: 'web',
      detail: 'no status',
      ports: [
        { number: 53, protocol: 'TCP' },
        { number: 80, protocol: 'QUIC' },
      ],
    });
    expect(await look(dbResource as never)).toEqual({
      ...common,
      key: dbResource.key,
      target: dbResource.target,
      name: 'db',
      detail: 'unknown',
    });
  });
});

describe('trouble that would hit everything else ends it at once', () => {
  test('when nothing at all may be seen, with the permission', async () => {
    at.server.answer('/v1/projects', json({}, 403));
    const args = { permission: 'Project > Projects > Manage > Read' };
    await expect(list()).rejects.toMatchObject({ problem: { code: 'token-too-narrow', args } });
  });

  test.each([
    ['a token that ends', json({}, 401), 'token-rejected'],
    ['the hourly limit', json({}, 429, { 'retry-after': '900' }), 'api-limited'],
  ])('%s', async (_, answer, code) => {
    serveShop();
    at.server.answer('/v1/projects/shop/services', answer);
    await expect(load()).rejects.toMatchObject({ problem: { code } });
  });

  test('a cursor that leads round in a circle is api-malformed', async () => {
    const page = { projects: [{ id: 'shop' }] };
    at.server.answer('/v1/projects', { data: page, pagination: { hasNextPage: true, cursor: 'x' } });
    expect((await list()).failure?.problem.code).toBe('api-malformed');
  });
});

test('an abort ends it with its reason', async () => {
  const stop = new AbortController();
  const reason = new Error('signed out');
  serveShop();
  at.server.answer('/v1/projects/shop/addons', () => stop.abort(reason));
  await expect(load({ signal: stop.signal })).rejects.toBe(reason);
});

test('a name that holds lines, or turns text around, is one plain line; such an id is no resource', async () => {
  serveProjects('/v1', 'shop');
  const odd = { ...web, name: 'Web\n\u202Erm -rf ~\r\u2028', tags: ['a\u0007b'] };
  serveProject('/v1', 'shop', [odd, { ...web, id: 'a\u202Eb' }, { ...web, id: 'a\nb' }]);
  const [part] = await load();
  expect(part?.resources.map(({ key, name, tags }) => [key, name, tags])).toEqual([
    ['acc/-/shop/service/web', 'Web rm -rf ~ ', ['a b']],
  ]);
});
