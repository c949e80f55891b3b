import { describe, expect, test } from 'vitest';
import { resourceKey } from '../../electron/contract/catalog.ts';
import { Failure } from '../../electron/contract/failure.ts';
import { createResolver } from '../../electron/northflank/endpoint.ts';
import { json } from '../support/api-server.ts';
import { db, dbInstance, INFO, freshResolver, web, webInfo } from './fresh-resolver.ts';

const { at, instances, route, serveDb, serveWeb } = freshResolver();

describe('the instances that are there are told', () => {
  test('of a service, also where the wished one is not among them', async () => {
    serveWeb();
    await route(web);
    expect(instances()).toEqual(['web-1', 'web-2']);
    serveWeb({ instances: [{ podName: 'web-3' }] });
    await expect(route(web, { instance: 'web-1' })).rejects.toThrow('no-instance');
    expect(instances()).toEqual(['web-3']);
    serveWeb({ instances: [] });
    await expect(route(web)).rejects.toThrow('no-instance');
    expect(instances()).toEqual([]);
  });

  test('of an addon, also those that the wish leaves out', async () => {
    serveDb([dbInstance(0), dbInstance(1)]);
    await route(db, { instance: 'db-1' });
    expect(instances()).toEqual(['db-0', 'db-1']);
  });
});

describe('a service', () => {
  test('has a plan per port over all its instances', async () => {
    serveWeb();
    const url = (pod: string, port: number) =>
      `wss://proxy.example:443/tunnel/projects/shop/services/web/instance/${pod}/port/${port}`;
    expect(await route(web)).toEqual({
      plans: [
        {
          port: { number: 8080, name: 'p01', protocol: 'HTTP' },
          hostnames: ['web.ns-1.svc.cluster.local', 'web', 'p01.web'],
          rewrite: { names: ['web', 'p01.web'], to: 'web.ns-1.svc.cluster.local' },
          speaks: 'http',
          endpoints: [
            { instance: 'web-1', url: url('web-1', 8080) },
            { instance: 'web-2', url: url('web-2', 8080) },
          ],
        },
        {
          port: { number: 9000, protocol: 'TCP' },
          hostnames: ['web.ns-1.svc.cluster.local', 'web'],
          endpoints: [
            { instance: 'web-1', url: url('web-1', 9000) },
            { instance: 'web-2', url: url('web-2', 9000) },
          ],
        },
      ],
    });
  });

  test('with a pinned instance leads there alone and directly, under names below its own', async () => {
    serveWeb();
    const { plans } = await route(web, { instance: 'web-2', ports: [8080] });
    expect(plans).toEqual([
      {
        port: { number: 8080, name: 'p01', protocol: 'HTTP' },
        instance: 'web-2',
        hostnames: ['web-2.web.ns-1.svc.cluster.local', 'web-2.web', 'web-2.p01.web'],
        rewrite: { names: ['web-2.web', 'web-2.p01.web'], to: 'web-2.web.ns-1.svc.cluster.local' },
        speaks: 'http',
        endpoints: [
          {
            instance: 'web-2',
            url: 'wss://proxy.example:443/tunnel/projects/shop/services/web/instance/web-2/port/8080?directConnect=true',
          },
        ],
      },
    ]);
  });

  test('of an organisation has the team in both paths', async () => {
    at.server.answer(`${INFO}/teams/blue/projects/shop/services/web`, webInfo);
    const { plans } = await route({ ...web, teamId: 'blue' });
    expect(plans[0]?.endpoints[0]?.url).toBe(
      'wss://proxy.example:443/tunnel/teams/blue/projects/shop/services/web/instance/web-1/port/8080',
    );
  });

  test('gives only wished ports, without saying so of others', async () => {
    serveWeb();
    expect((await route(web, { ports: [9000, 1] })).plans.map((plan) => plan.port.number)).toEqual([9000]);
  });

  test.each(['HTTP/2', 'TCP', 'UDP', 'http', 'QUIC'])('rewrites no host on a port of protocol %s', async (protocol) => {
    serveWeb({ ports: [{ internalPort: 80, name: 'p', protocol }] });
    const [plan] = (await route(web)).plans;
    expect(plan).toMatchObject({ port: { protocol }, hostnames: ['web.ns-1.svc.cluster.local', 'web', 'p.web'] });
    expect(plan).not.toHaveProperty('rewrite');
  });

  test.each([
    ['HTTP', 'http'],
    ['HTTP/2', undefined],
    ['TCP', undefined],
    ['UDP', undefined],
  ])('can be asked for a sign of life on a port of protocol %s: %s', async (protocol, speaks) => {
    serveWeb({ ports: [{ internalPort: 5432, name: 'postgres', protocol }] });
    expect((await route(web)).plans[0]?.speaks).toBe(speaks);
  });

  test('without a namespace has short names and rewrites nothing', async () => {
    serveWeb({ namespace: 7 });
    const [plan] = (await route(web)).plans;
    expect(plan).toMatchObject({ hostnames: ['web', 'p01.web'] });
    expect(plan).not.toHaveProperty('rewrite');
  });

  test('gives no name that a hosts file must not hold', async () => {
    serveWeb({
      namespace: 'ns\n127.0.0.1 bank.example',
      ports: [{ internalPort: 80, name: 'a b #', protocol: 'HTTP' }],
    });
    const [plan] = (await route(web)).plans;
    expect(plan?.hostnames).toEqual(['web']);
    expect(plan).not.toHaveProperty('rewrite');
  });
});

describe('an addon', () => {
  const url = (number: number) => `wss://proxy.example/tunnel/projects/shop/addons/db/instance/db-${number}/port/5432`;
  const plan = (number: number) => ({
    port: { number: 5432, name: 'postgres', protocol: 'TCP' },
    hostnames: [`db-${number}.db--x.addon.code.run`],
    speaks: 'postgresql',
    endpoints: [{ instance: `db-${number}`, url: url(number) }],
  });

  test('with one instance has a plan per port', async () => {
    serveDb([dbInstance(0)]);
    expect(await route(db)).toEqual({ plans: [plan(0)] });
  });

  test('with several instances has a plan for each, which names it', async () => {
    serveDb([dbInstance(0), dbInstance(1)]);
    const named = [0, 1].map((number) => ({ ...plan(number), instance: `db-${number}` }));
    expect(await route(db)).toEqual({ plans: named });
  });

  test('with a pinned instance leads there alone', async () => {
    serveDb([dbInstance(0), dbInstance(1)]);
    expect(await route(db, { instance: 'db-1' })).toEqual({ plans: [{ ...plan(1), instance: 'db-1' }] });
  });

  test.each([
    [{ internalPort: 5432, protocol: 'TCP' }, 'postgresql'],
    [{ internalPort: 5433, name: 'Postgres', protocol: 'TCP' }, 'postgresql'],
    [{ internalPort: 6379, protocol: 'TCP' }, 'redis'],
    [{ internalPort: 3306, protocol: 'TCP' }, 'mysql'],
    [{ internalPort: 3307, name: 'mariadb', protocol: 'TCP' }, 'mysql'],
    [{ internalPort: 33_060, name: 'mysqlx', protocol: 'TCP' }, undefined],
    [{ internalPort: 27_017, name: 'mongodb', protocol: 'TCP' }, undefined],
    [{ internalPort: 5432, protocol: 'UDP' }, undefined],
    [{ internalPort: 9001, name: 'constructor', protocol: 'TCP' }, undefined],
    [{ internalPort: 80, protocol: 'HTTP' }, undefined],
  ])('with a port %j speaks %s', async (port, speaks) => {
    serveDb([{ ...dbInstance(0), ports: [port] }]);
    expect((await route(db)).plans[0]?.speaks).toBe(speaks);
  });

  test('never has a host rewritten', async () => {
    serveDb([{ ...dbInstance(0), ports: [{ internalPort: 80, protocol: 'HTTP' }] }]);
    expect((await route(db)).plans[0]).not.toHaveProperty('rewrite');
  });
});

describe('nothing to reach', () => {
  const failure = (promise: Promise<unknown>) =>
    promise.then(
      () => 'no failure',
      (error: unknown) => (error instanceof Failure ? { ...error.problem, retriable: error.retriable } : error),
    );

  test('without an instance is worth waiting for', async () => {
    serveWeb({ instances: [] });
    serveDb([]);
    const none = { code: 'no-instance', retriable: true };
    expect(await failure(route(web))).toEqual({ ...none, args: { name: 'web' } });
    expect(await failure(route(db))).toEqual({ ...none, args: { name: 'db' } });
  });

  test('where the pinned instance is gone is said with its name', async () => {
    serveWeb();
    expect(await failure(route(web, { instance: 'web-0' }))).toEqual({
      code: 'no-instance',
      args: { name: 'Instance web-0 of web' },
      retriable: true,
    });
  });

  test('without a port, or without a wished one, is no-ports', async () => {
    serveWeb({ ports: [] });
    serveDb([dbInstance(0)]);
    expect(await failure(route(web))).toEqual({ code: 'no-ports', args: { name: 'web' }, retriable: false });
    expect(await failure(route(db, { ports: [1] }))).toMatchObject({ code: 'no-ports' });
  });

  test.each([
    [404, { code: 'resource-gone', args: { name: 'web' } }],
    [401, { code: 'token-rejected' }],
    [403, { code: 'token-too-narrow' }],
    [500, { code: 'api-failed', retriable: true }],
  ])('after status %i is %j', async (status, problem) => {
    at.server.answer(`${INFO}/projects/shop/services/web`, json({}, status));
    expect(await failure(route(web))).toMatchObject(problem);
  });

  test('where nobody is signed in is that failure', async () => {
    const signedOut = createResolver({
      apiOf: () => {
        throw new Failure('not-signed-in');
      },
    });
    const forward = { id: resourceKey(web), target: web, wish: { on: true } };
    expect(await failure(signedOut(forward, new AbortController().signal))).toMatchObject({ code: 'not-signed-in' });
    expect(at.server.asked).toEqual([]);
  });
});
