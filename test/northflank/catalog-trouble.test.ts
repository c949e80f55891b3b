import { describe, expect, test } from 'vitest';
import type { CatalogPart } from '../../electron/northflank/catalog.ts';
import { json, raw } from '../support/api-server.ts';
import { dbResource, shop, freshCatalog, web, webResource } from './fresh-catalog.ts';

const { at, load, serveProject, serveProjects, serveShop } = freshCatalog();

describe('one item in trouble hides no other', () => {
  test.each([
    ['is gone', json({}, 404), 'not found'],
    ['may not be seen', json({}, 403), 'permission missing'],
    ['fails', json({}, 500), 'northflank reported an error'],
    ['is a page', raw('<html>'), 'unexpected answer'],
    ['has no data', json({ data: null }), 'unexpected answer'],
  ])('a service whose detail %s is shown from the list', async (_, answer, why) => {
    serveShop();
    at.server.answer('/v1/projects/shop/services/web', answer);
    const { instances: _instances, ports: _ports, ...listed } = webResource;
    const unread = { ...listed, state: 'unknown', detail: `Details could not be read: ${why}` };
    expect((await load()).resources).toEqual([unread, dbResource]);
  });

  test('an addon whose detail fails is shown from the list', async () => {
    serveShop();
    at.server.answer('/v1/projects/shop/addons/db', json({}, 500));
    expect((await load()).resources).toMatchObject([
      webResource,
      { key: dbResource.key, state: 'unknown', type: 'postgresql' },
    ]);
  });

  test('a project whose detail fails has no region', async () => {
    serveShop();
    at.server.answer('/v1/projects/shop', json({}, 500));
    const { region: _region, namespace: _namespace, ...rest } = shop;
    expect(await load()).toEqual({ accountId: 'acc', projects: [rest], resources: [webResource, dbResource] });
  });

  test('a list that may not be seen is left out', async () => {
    serveShop();
    at.server.answer('/v1/projects/shop/services', json({}, 403));
    expect((await load()).resources).toEqual([dbResource]);
  });

  test('a team that may not be seen is left out', async () => {
    at.server.answer('/v1/teams', { data: { teams: [{ id: 'blue' }, { id: 'red' }] } });
    serveProjects('/v1/teams/blue', 'shop');
    serveProject('/v1/teams/blue', 'shop', [web]);
    at.server.answer('/v1/teams/red/projects', json({}, 403));
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
    at.server.answer('/v1/projects/shop/services/web', {
      data: { servicePaused: 'no', deployment, ports: [...ports, ...again] },
    });
    at.server.answer('/v1/projects/shop/addons/db', {
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
    expect(at.lines.text().match(/left out/g)).toHaveLength(2);
  });
});

describe('trouble that leaves the catalogue incomplete is told', () => {
  test('after everything else was', async () => {
    serveShop();
    serveProjects('/v1', 'shop', 'blog');
    serveProject('/v1', 'blog');
    at.server.answer('/v1/projects/blog/services', json({}, 500));
    const parts: CatalogPart[] = [];
    await expect(load({ onPart: (part) => parts.push(part) })).rejects.toMatchObject({
      problem: { code: 'api-failed' },
    });
    expect(parts.flatMap((part) => part.resources)).toEqual([webResource, dbResource]);
    expect(parts.flatMap((part) => part.projects.map((project) => project.id)).toSorted()).toEqual(['blog', 'shop']);
  });

  test('when nothing at all may be seen, with the permission', async () => {
    at.server.answer('/v1/projects', json({}, 403));
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
    for (const { id } of services) at.server.answer(`/v1/projects/shop/services/${id}`, answer);
    await expect(load()).rejects.toMatchObject({ problem: { code } });
    expect(at.server.asked.length).toBeLessThan(20);
  });

  test('a cursor that leads round in a circle is api-malformed', async () => {
    at.server.answer('/v1/projects', {
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
  at.server.answer('/v1/projects/shop/addons/db', () => stop.abort(reason));
  const parts: CatalogPart[] = [];
  await expect(load({ signal: stop.signal, onPart: (part) => parts.push(part) })).rejects.toBe(reason);
  expect(parts).toEqual([]);
});
