import { describe, expect, test } from 'vitest';
import { readInstances } from '../../electron/northflank/details.ts';
import { json } from '../support/api-server.ts';
import { dbListed, dbResource, freshCatalog, shop, web, webListed, webResource } from './fresh-catalog.ts';

const { at, asking, list, load, look, serveProject, serveProjects, serveShop } = freshCatalog();
const paths = () => at.server.asked.map(({ path }) => path);

describe('reading', () => {
  test('a project gives its services and addons with their states, and no field more', async () => {
    serveShop();
    expect(await load()).toEqual([
      {
        accountId: 'acc',
        project: shop,
        resources: [webListed, dbListed],
        named: [],
        whole: ['service', 'addon'],
        retriable: false,
      },
    ]);
  });

  test('a project costs three requests, however much is in it, and one where it is empty', async () => {
    serveShop();
    serveProjects('/v1', 'shop', 'blog');
    serveProject('/v1', 'blog');
    await load();
    expect(paths()).toEqual([
      '/v1/projects',
      '/v1/projects/shop',
      '/v1/projects/shop/services',
      '/v1/projects/shop/addons',
      '/v1/projects/blog',
    ]);
  });

  test('a resource gives what lists do not say', async () => {
    serveShop();
    expect([await look(webResource as never), await look(dbResource as never)]).toEqual([webResource, dbResource]);
    expect(paths()).toEqual(['/v1/projects/shop/services/web', '/v1/projects/shop/addons/db']);
  });

  test('an organisation goes team by team, with the team in every path', async () => {
    at.server.answer('/v1/teams', { data: { teams: [{ id: 'blue' }, { id: 'red' }] } });
    for (const team of ['blue', 'red']) {
      serveProjects(`/v1/teams/${team}`, 'shop');
      serveProject(`/v1/teams/${team}`, 'shop', [web]);
    }
    const parts = await load({ scope: 'org' });
    expect(parts.map(({ project }) => [project.key, project.teamId])).toEqual([
      ['acc/blue/shop', 'blue'],
      ['acc/red/shop', 'red'],
    ]);
    expect(parts.flatMap(({ resources }) => resources.map((each) => [each.key, each.target.teamId]))).toEqual([
      ['acc/blue/shop/service/web', 'blue'],
      ['acc/red/shop/service/web', 'red'],
    ]);
  });

  test('one chosen team asks for no other', async () => {
    serveProjects('/v1/teams/blue', 'shop');
    serveProject('/v1/teams/blue', 'shop');
    expect((await list({ scope: 'org', teamId: 'blue' })).projects).toMatchObject([{ key: 'acc/blue/shop' }]);
    expect(paths()).toEqual(['/v1/teams/blue/projects']);
  });

  test('puts ids into paths so that they lead nowhere else', async () => {
    serveProjects('/v1', 'a b?c');
    at.server.answer('/v1/projects/a%20b%3Fc', { data: { services: [], addons: [] } });
    expect((await load()).map(({ project }) => project)).toEqual([
      { key: 'acc/-/a b?c', accountId: 'acc', id: 'a b?c', name: 'A B?C' },
    ]);
  });
});

test('never more than five things are asked for at once, and forwards do not wait for them', async () => {
  const waiting: (() => void)[] = [];
  let most = 0;
  at.server.answer('/slow', (_, response) => {
    waiting.push(() => response.end('{}'));
    most = Math.max(most, waiting.length);
  });
  at.server.answer('/forward', {});
  const reads = Array.from({ length: 12 }, () => at.api.get('/slow', { purpose: 'background' }));
  const done = Promise.all(reads);
  await expect.poll(() => waiting.length).toBe(5);
  await at.api.get('/forward');
  for (let answered = 0; answered < reads.length; answered += 1) {
    await expect.poll(() => waiting.length).toBeGreaterThan(0);
    waiting.shift()?.();
  }
  await done;
  expect(most).toBe(5);
});

describe('a list of many pages', () => {
  const services = Array.from({ length: 250 }, (_, index) => ({ ...web, id: `s${index}`, name: `S ${index}` }));
  const pageOf = (query: URLSearchParams) => {
    const page = Number(query.get('page') ?? 1);
    const items = services.slice((page - 1) * 100, page * 100);
    return { data: { services: items }, pagination: { hasNextPage: page < 3, count: items.length } };
  };
  const serveMany = (isBroken: (page: string | null) => boolean = () => false) => {
    serveProjects('/v1', 'shop');
    serveProject('/v1', 'shop', services);
    at.server.answer('/v1/projects/shop/services', (request, response) => {
      const { searchParams } = new URL(request.url ?? '', 'https://server');
      const answer = isBroken(searchParams.get('page')) ? json({}, 500) : json(pageOf(searchParams));
      (answer as (...args: unknown[]) => void)(request, response);
    });
  };

  test('is read whole', async () => {
    serveMany();
    const [part] = await load();
    expect(part?.resources.map((each) => each.name)).toEqual(services.map((each) => each.name));
    expect(at.server.asked.filter(({ path }) => path.endsWith('/services'))).toHaveLength(3);
  });

  test('with a page that fails has the others, and at least the names of what is missing', async () => {
    serveMany((page) => page === '2');
    const [part] = await load();
    expect(part?.project.problem).toEqual({ code: 'api-failed', args: { status: 500 } });
    expect(part).toMatchObject({ whole: ['service', 'addon'], retriable: true });
    expect(part?.resources).toHaveLength(150);
    expect(part?.named.map((each) => each.target.resourceId)).toEqual(services.slice(100, 200).map((each) => each.id));
    expect(part?.named[0]).toMatchObject({ name: 'S 100', type: 'deployment', state: 'running' });
  });
});

describe('instances', () => {
  const path = '/v1/projects/shop/services/web/containers';
  const instances = () => readInstances(at.api, webResource.target as never, asking());

  test('are named with what they do and since when, the oldest first', async () => {
    const containers = [
      { name: 'web-b', status: 'TASK_STARTING', createdAt: 1_700_000_100, updatedAt: 1 },
      { name: 'web-a', status: 'TASK_RUNNING', createdAt: 1_700_000_000 },
      { name: 'web-c', status: 'TASK_NEW_WORD', createdAt: 'soon' },
      { status: 'TASK_RUNNING' },
    ];
    at.server.answer(path, { data: { containers } });
    expect(await instances()).toEqual([
      { name: 'web-c', state: 'unknown', detail: 'TASK_NEW_WORD' },
      { name: 'web-a', state: 'running', detail: 'TASK_RUNNING', since: 1_700_000_000_000 },
      { name: 'web-b', state: 'starting', detail: 'TASK_STARTING', since: 1_700_000_100_000 },
    ]);
  });

  test('that may not be seen name the permission', async () => {
    at.server.answer(path, json({}, 403));
    const args = { permission: 'Project > Services > Deployment > View Instances' };
    await expect(instances()).rejects.toMatchObject({ problem: { code: 'token-too-narrow', args } });
  });

  test('of a resource that has none are none', async () => {
    at.server.answer(path, { data: {} });
    expect(await instances()).toEqual([]);
  });
});
