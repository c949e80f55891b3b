import { describe, expect, test } from 'vitest';
import { json } from '../support/api-server.ts';
import { db, INFO, freshResolver, web, webInfo } from './fresh-resolver.ts';

const { at, route, serveDb, serveWeb } = freshResolver();

describe('a hostile answer', () => {
  test.each([
    'proxy.example/evil',
    'user@proxy.example',
    'proxy.example:443@evil.example',
    'wss://proxy.example',
    'proxy.example:0',
    'proxy.example:65536',
    'proxy.example:',
    'proxy.example?x',
    'proxy.example#x',
    'proxy.example\\evil.example',
    'proxy .example',
    '.example',
    'proxy..example',
    '-x.example',
    '',
    'x'.repeat(300),
  ])('with the gateway %j gets no token', async (targetDomain) => {
    serveWeb({ targetDomain });
    await expect(route(web)).rejects.toMatchObject({
      problem: { code: 'api-malformed', args: { host: at.server.host } },
    });
  });

  test.each(['127.0.0.1:8443', 'localhost', 'PROXY.example', 'a_b.example', 'proxy.example:1'])(
    'is not the gateway %s',
    async (targetDomain) => {
      serveWeb({ targetDomain });
      expect((await route(web)).plans[0]?.endpoints[0]?.url).toMatch(new RegExp(`^wss://${targetDomain}/tunnel/`));
    },
  );

  test.each([
    ['wrapped in data', { data: webInfo }],
    ['null', null],
    ['a list', [webInfo]],
    ['without a gateway', { ...webInfo, targetDomain: undefined }],
  ])('that is %s is api-malformed', async (_, info) => {
    at.server.answer(`${INFO}/projects/shop/services/web`, json(info));
    await expect(route(web)).rejects.toMatchObject({ problem: { code: 'api-malformed' } });
  });

  test('has its readable instances and ports used', async () => {
    const instances = [null, { podName: '' }, { podName: 7 }, { podName: 'a/../b?c' }, { podName: 'web-1' }];
    const ports = [{ internalPort: 0 }, { internalPort: 80, protocol: 'TCP' }, { internalPort: 80, protocol: 'UDP' }];
    serveWeb({ instances, ports });
    const { plans } = await route(web);
    expect(plans.map((plan) => plan.port)).toEqual([{ number: 80, protocol: 'TCP' }]);
    expect(plans[0]?.endpoints.map((each) => new URL(each.url).pathname)).toEqual([
      '/tunnel/projects/shop/services/web/instance/a%2F..%2Fb%3Fc/port/80',
      '/tunnel/projects/shop/services/web/instance/web-1/port/80',
    ]);
  });

  test('of a port for every number and a thousand instances opens a bounded number of each', async () => {
    const instances = Array.from({ length: 1000 }, (_, index) => ({ podName: `web-${index}` }));
    const ports = Array.from({ length: 65_535 }, (_, index) => ({ internalPort: index + 1, protocol: 'TCP' }));
    serveWeb({ instances, ports });
    const { plans } = await route(web);
    expect(plans).toHaveLength(200);
    expect(plans[0]?.endpoints).toHaveLength(100);
    const last = await route(web, { instance: 'web-999' });
    expect(last.plans[0]?.endpoints.map(({ instance }) => instance)).toEqual(['web-999']);
    serveDb(instances.slice(0, 200).map((each) => ({ ...each, ports: ports.slice(0, 300) })));
    expect((await route(db)).plans).toHaveLength(500);
  });

  test('with an instance that climbs out of the path has no instance', async () => {
    serveWeb({ instances: [{ podName: '..' }, { podName: '.' }] });
    await expect(route(web)).rejects.toMatchObject({ problem: { code: 'no-instance' } });
  });

  test.each([
    ['db-0.db--x.addon.code.run', true],
    ['primary.other--x.addon.code.run', true],
    ['db-0.ns.svc.cluster.local', true],
    ['DB-0.platform', true],
    ['db', true],
    ['jira', false],
    ['git.acme', false],
    ['dbx.acme', false],
    ['evil\n127.0.0.1 bank', false],
    ['localhost db', false],
    ['*', false],
  ])('that names an addon %j gives it that name: %s', async (internalHostname, isGiven) => {
    serveDb([{ podName: 'db-0', internalHostname, ports: [{ internalPort: 5432, protocol: 'TCP' }] }]);
    expect((await route(db)).plans[0]?.hostnames).toEqual(isGiven ? [internalHostname] : []);
  });

  test.each(['..', '.'])('is not asked for with the id %j', async (resourceId) => {
    await expect(route({ ...web, resourceId })).rejects.toMatchObject({ problem: { code: 'resource-gone' } });
    expect(at.server.asked).toEqual([]);
  });

  test('ids are encoded', async () => {
    at.server.answer(`${INFO}/projects/a%2Fb/services/w%3Fx`, webInfo);
    const { plans } = await route({ ...web, projectId: 'a/b', resourceId: 'w?x' });
    expect(plans[0]?.endpoints[0]?.url).toContain('/tunnel/projects/a%2Fb/services/w%3Fx/instance/web-1/port/8080');
    expect(plans[0]?.hostnames).toEqual([]);
  });
});
