import { describe, expect, test } from 'vitest';
import { renderEnv, renderKit, rewrittenValues } from '../../electron/kit/kit.ts';
import { kitFor, type Part, valuesOf } from './world.ts';
import { rewriteValues } from '../../electron/kit/rewrite.ts';

const D = 'orders--k2xq.addon.code.run';
const postgres: Part = {
  id: 'orders',
  type: 'postgresql',
  tls: true,
  ports: [{ number: 5432, name: 'postgres', hostnames: [`primary.${D}`] }],
};
const moved: Part = {
  ...postgres,
  ports: [{ ...postgres.ports[0], number: 5432, hostnames: [`primary.${D}`], local: 40_001 }],
};
const changed = (parts: readonly Part[], values: Record<string, string>, options: Parameters<typeof kitFor>[2] = {}) =>
  Object.fromEntries(rewrittenValues(kitFor(parts, values, options)).values);

describe('an addon’s own values', () => {
  const values = {
    HOST: `primary.${D}`,
    PORT: '5432',
    POSTGRES_URI: `postgresql://u:p%40x@primary.${D}:5432/orders?sslmode=verify-full&application_name=a`,
    JDBC_POSTGRES_URI: `jdbc:postgresql://primary.${D}:5432/orders?user=u&password=p&sslmode=require`,
    EXTERNAL_POSTGRES_URI: `postgresql://u:p@primary.${D}:31432/orders`,
    someThing: 'kept as it is',
    PASSWORD: `p@primary`,
  };

  test('keep names by name, and lead to the address by address without a check that cannot pass', () => {
    const { EXTERNAL_POSTGRES_URI: _, ...kept } = values;
    expect(changed([postgres], values, { byName: true })).toEqual(kept);
    expect(changed([postgres], values)).toEqual({
      ...kept,
      HOST: '127.24.0.1',
      POSTGRES_URI: 'postgresql://u:p%40x@127.24.0.1:5432/orders?sslmode=verify-ca&application_name=a',
      JDBC_POSTGRES_URI: 'jdbc:postgresql://127.24.0.1:5432/orders?user=u&password=p&sslmode=require',
    });
  });

  test('a port that had to move is honoured in both modes', () => {
    expect(changed([moved], values, { byName: true })).toMatchObject({
      HOST: `primary.${D}`,
      PORT: '40001',
      POSTGRES_URI: `postgresql://u:p%40x@primary.${D}:40001/orders?sslmode=verify-full&application_name=a`,
    });
    expect(changed([moved], values)).toMatchObject({ HOST: '127.24.0.1', PORT: '40001' });
  });

  test('hosts of others stay, also in one string with its own', () => {
    const both = `postgresql://u:p@primary.${D}:5432,primary.other--k2xq.addon.code.run:5432/d`;
    expect(changed([postgres], { A: both, B: 'https://key@sentry.example/4', C: `primary.${D}:9999` })).toEqual({
      A: 'postgresql://u:p@127.24.0.1:5432,primary.other--k2xq.addon.code.run:5432/d',
      B: 'https://key@sentry.example/4',
      C: `primary.${D}:9999`,
    });
  });

  test('of several instances each name leads to its own, and a role to the one that was chosen', () => {
    const instance = (index: number) => ({
      number: 5432,
      instance: `orders-${index}`,
      hostnames: [`orders-${index}.${D}`],
      host: `127.24.0.${index + 1}`,
    });
    const three: Part = { ...postgres, instances: 3, ports: [instance(0), instance(1), instance(2)] };
    const named = { HOST: `primary.${D}`, PORT: '5432', HOST_READ: `orders-2.${D}` };
    expect(changed([three], named, { tunnel: '@orders-1' })).toEqual({
      HOST: '127.24.0.2',
      PORT: '5432',
      HOST_READ: '127.24.0.3',
    });
    expect(changed([three], named, { tunnel: '@orders-1', byName: true })).toEqual({
      HOST: `orders-1.${D}`,
      PORT: '5432',
      HOST_READ: `orders-2.${D}`,
    });
  });

  test('an addon whose ports have no names is known by what its credentials call its host', () => {
    const nameless: Part = { ...postgres, ports: [{ number: 5432 }] };
    expect(changed([nameless], { db_host: 'pg.internal', URI: 'postgres://pg.internal/x' })).toEqual({
      db_host: '127.24.0.1',
      URI: 'postgres://127.24.0.1/x',
    });
  });

  test('a connect command gets host and port, whichever way they stand', () => {
    const mysql: Part = {
      id: 'orders',
      type: 'mysql',
      ports: [{ number: 3306, hostnames: [`primary.${D}`], local: 40_002 }],
    };
    expect(
      changed([mysql], {
        CONNECT_COMMAND: `mysql -h primary.${D} -P 3306 -u u -psecret d`,
        MYSQL_CONNECTOR_URI: `server=primary.${D}:3306;uid=u;password=a;SslMode=VerifyFull;database=d`,
        APART: `Server=primary.${D};Port=3306;Uid=u`,
      }),
    ).toEqual({
      CONNECT_COMMAND: 'mysql -h 127.24.0.1 -P 40002 -u u -psecret d',
      MYSQL_CONNECTOR_URI: 'server=127.24.0.1:40002;uid=u;password=a;SslMode=VerifyCA;database=d',
      APART: 'Server=127.24.0.1;Port=40002;Uid=u',
    });
  });
});

describe('MongoDB', () => {
  const member = (index: number, host = `127.24.0.${index + 1}`) => ({
    number: 27_017,
    instance: `m-${index}`,
    hostnames: [`mongo-${index}.${D}`],
    host,
  });
  const uri = `mongodb://u:p@mongo-0.${D}:27017,mongo-1.${D}:27017/d?replicaSet=rs0&authSource=d&tls=true`;
  const values = { MONGO_SRV: uri, USERNAME: 'u', PASSWORD: 'p', DATABASE: 'd' };
  const set = (...ports: Part['ports']): Part => ({ id: 'orders', type: 'mongodb', tls: true, instances: 2, ports });

  test('is used as a replica set where every member leads here by its own name', () => {
    const kit = kitFor([set(member(0), member(1))], values, { byName: true });
    expect(renderKit(kit, 'uri')).toBe(uri);
    expect(rewrittenValues(kit).values.get('MONGO_SRV')).toBe(uri);
  });

  test.each([
    ['of which one member is not forwarded', set(member(0)), { byName: true }, `mongo-0.${D}:27017`, ''],
    [
      'of which a port had to move',
      set(member(0), { ...member(1), local: 5 }),
      { byName: true },
      `mongo-0.${D}:27017`,
      '',
    ],
    ['by address', set(member(0), member(1)), { tunnel: '@m-1' }, '127.24.0.2:27017', '&tlsAllowInvalidHostnames=true'],
  ])('%s is reached one member at a time', (_, part, options, place, more) => {
    const direct = `mongodb://u:p@${place}/d?authSource=d&tls=true&directConnection=true${more}`;
    const kit = kitFor([part], values, options);
    expect(renderKit(kit, 'uri')).toBe(direct);
    expect(rewrittenValues(kit).values.get('MONGO_SRV')).toBe(direct);
  });
});

test('Redis behind Sentinel is reached at the port itself, with the login of the credentials', () => {
  const redis: Part = {
    id: 'orders',
    type: 'redis',
    ports: [
      { number: 6379, hostnames: [`redis-0.${D}`] },
      { number: 26_379, hostnames: [`redis-0.${D}`], local: 40_003 },
    ],
  };
  const values = { HOST_SENTINEL: `sentinel.${D}`, PORT_SENTINEL: '26379', PASSWORD: 'p:1' };
  const kit = kitFor([redis], values, { tunnel: ':6379' });
  expect(renderKit(kit, 'uri')).toBe('redis://:p%3A1@127.24.0.1:6379');
  expect(renderKit(kit, 'command')).toBe(' REDISCLI_AUTH=p:1 redis-cli -h 127.24.0.1 -p 6379');
  expect(changed([redis], values)).toEqual({ HOST_SENTINEL: '127.24.0.1', PORT_SENTINEL: '40003', PASSWORD: 'p:1' });
});

describe('a service’s environment', () => {
  const service = (id: string, host: string, local?: number): Part => ({
    id,
    type: 'deployment',
    ports: [
      {
        number: 8080,
        name: 'http',
        protocol: 'HTTP',
        hostnames: [`${id}.ns-1.svc.cluster.local`, id, `http.${id}`],
        host,
        ...(local !== undefined && { local }),
      },
    ],
  });
  const parts = [service('web', '127.24.0.7'), service('search', '127.24.0.8', 40_008), postgres];
  const values = {
    PORT: '8080',
    ROLE: 'web',
    SEARCH_URL: 'http://search:8080/v1?q=search:8080',
    SEARCH_HOST: 'search',
    SEARCH_ADDRESS: 'search:8080',
    OTHER_URL: 'http://search:9999',
    STANDARD: 'http://search/',
    NF_ORDERS_HOST: `primary.${D}`,
    NF_ORDERS_PORT: '5432',
    NF_ORDERS_POSTGRES_URI: `postgresql://u:p@primary.${D}:5432/orders?sslmode=require`,
    REPORTS_URL: `mysql://u:p@primary.reports--k2xq.addon.code.run:3306/r`,
    EXTERNAL_URL: 'https://shop.example',
  };

  test('leads to the forwards that run beside it, and to nothing else', () => {
    expect(changed(parts, values)).toEqual({
      ...values,
      SEARCH_URL: 'http://127.24.0.8:40008/v1?q=search:8080',
      SEARCH_HOST: '127.24.0.8',
      SEARCH_ADDRESS: '127.24.0.8:40008',
      NF_ORDERS_HOST: '127.24.0.1',
      NF_ORDERS_POSTGRES_URI: 'postgresql://u:p@127.24.0.1:5432/orders?sslmode=require',
    });
    expect(changed(parts, values, { byName: true })).toEqual({
      ...values,
      SEARCH_URL: 'http://search:40008/v1?q=search:8080',
      SEARCH_ADDRESS: 'search:40008',
    });
  });

  test('names what it needs and nobody forwards', () => {
    const text = renderEnv(kitFor(parts, values), 'dotenv');
    expect(text).toContain('# Not forwarded, so not reachable from here: primary.reports--k2xq.addon.code.run\n');
    expect(text).toContain("NF_ORDERS_POSTGRES_URI='postgresql://u:p@127.24.0.1:5432/orders?sslmode=require'\n");
  });

  test('another project’s forward of the same name counts for nothing', () => {
    const kit = kitFor([service('web', '127.24.0.7')], { SEARCH_URL: 'http://search:8080/' });
    const other = kitFor([service('search', '127.24.0.9')], {});
    const [forward] = Object.values(other.state.forwards);
    if (!forward) throw new Error('no forward');
    const forwards = { ...kit.state.forwards, 'acc/-/other/service/search': forward };
    const both = { ...kit, state: { ...kit.state, forwards } };
    expect(rewrittenValues(both).values).toEqual(valuesOf({ SEARCH_URL: 'http://search:8080/' }));
  });
});

test('values that a hostile platform made long or many hold nothing up', () => {
  const before = performance.now();
  const ground = { origins: [] };
  const long = `server=x;a${' '.repeat(200_000)}b`;
  expect(rewriteValues(new Map([['A', long]]), ground).get('A')).toBe(long);
  const many = new Map(Array.from({ length: 5000 }, (_, index) => [`A${index}_HOST_X`, 'web'] as const));
  expect(rewriteValues(many, ground)).toEqual(many);
  expect(performance.now() - before).toBeLessThan(4000);
});
