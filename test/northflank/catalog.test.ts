import { describe, expect, test } from 'vitest';
import type { CatalogPart } from '../../electron/northflank/catalog.ts';
import { dbResource, shop, freshCatalog, web, webDetail, webResource } from './fresh-catalog.ts';

const { at, load, serveProject, serveProjects, serveShop } = freshCatalog();

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
    at.server.answer('/v1/teams', { data: { teams: [{ id: 'blue' }, { id: 'red' }] } });
    for (const team of ['blue', 'red']) {
      serveProjects(`/v1/teams/${team}`, 'shop');
      serveProject(`/v1/teams/${team}`, 'shop', [web]);
      at.server.answer(`/v1/teams/${team}/projects/shop/services/web`, { data: webDetail });
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
    expect(at.server.asked.every((each) => each.path.startsWith('/v1/teams/blue/'))).toBe(true);
  });

  test('never asks for more than six things at once', async () => {
    let open = 0;
    let most = 0;
    const services = Array.from({ length: 30 }, (_, index) => ({ ...web, id: `s${index}` }));
    serveProjects('/v1', 'shop');
    serveProject('/v1', 'shop', services);
    for (const { id } of services) {
      at.server.answer(`/v1/projects/shop/services/${id}`, (_, response) => {
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
    at.server.answer('/v1/projects/a%20b%3Fc', { data: {} });
    at.server.answer('/v1/projects/a%20b%3Fc/services', { data: { services: [] } });
    at.server.answer('/v1/projects/a%20b%3Fc/addons', { data: { addons: [] } });
    expect((await load()).projects).toEqual([{ key: 'acc/-/a b?c', accountId: 'acc', id: 'a b?c', name: 'A B?C' }]);
  });
});
