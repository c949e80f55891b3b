import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Kit, renderKit } from '../../electron/kit/kit.ts';
import { connectorValue, parseConnector } from '../../electron/kit/connector.ts';
import { findProgram } from '../platform/workloads/find-program.ts';
import { missingPrograms } from '../platform/workloads/all.ts';
import { type Platform, startPlatform } from '../platform/start.ts';
import type { Attempt } from './clients-process.ts';
import { type Live, openLive, targetOf, whyNoNames } from './live.ts';

const require = createRequire(import.meta.url);
const { parse: parseDotenv } = require('dotenv') as { parse: (text: string) => Record<string, string> };
const { load: parseYaml } = require('js-yaml') as { load: (text: string) => unknown };

const plain = targetOf('billing', 'ledger-db');
const secured = targetOf('storefront', 'orders-db');
const mysql = targetOf('billing', 'invoices-db');
const redis = targetOf('storefront', 'cache');
const service = targetOf('storefront', 'web', 'service');

const missing = await missingPrograms();
const has = async (name: string) => (await findProgram([name])) !== undefined;
const [psql, mysqlClient, redisCli] = await Promise.all([has('psql'), has('mysql'), has('redis-cli')]);
const noNames = whyNoNames();

type Wanted = Parameters<typeof openLive>[1][number];
const PLAIN: Wanted = { target: plain, type: 'postgresql' };
const SECURED: Wanted = { target: secured, type: 'postgresql', tls: true };
const MYSQL: Wanted = { target: mysql, type: 'mysql' };
const REDIS: Wanted = { target: redis, type: 'redis' };
const SERVICE: Wanted = { target: service };

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform({ workloads: ['postgres', 'mariadb', 'redis', 'http', 'metrics'] });
});
afterAll(() => platform.close());

/** Live forwards of these for the time of the job. */
async function withLive(wanted: readonly Wanted[], byName: boolean, job: (live: Live) => Promise<void>): Promise<void> {
  const live = await openLive(platform, wanted);
  try {
    live.useNames(byName);
    await job(live);
  } finally {
    await live.close();
  }
}

const HELLO = { said: 'hello from the server' };
const SQL = "\\set QUIET on\n\\pset tuples_only on\n\\pset format unaligned\nselect 'hello from the server';\n";
const MYSQL_INPUT = "select 'hello from the server';\n";
const given = (kit: Kit, format: Parameters<typeof renderKit>[1]): string => {
  const text = renderKit(kit, format);
  if (text === undefined) throw new Error(`no ${format}`);
  return text;
};
/** A line that has the variables of an export text, as a user's own script would. */
const within = (exported: string, line: string) => `${exported}\n${line}`;
const envFile = (text: string) =>
  Object.fromEntries(
    text
      .split('\n')
      .filter((line) => line.includes('=') && !line.startsWith('#'))
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
const compose = (text: string) =>
  Object.fromEntries(
    Object.entries((parseYaml(text) as { environment: Record<string, string> }).environment).map(([name, value]) => [
      name,
      value.replaceAll('$$', '$'),
    ]),
  );
const settings = (url: URL) => ({
  host: url.hostname,
  port: Number(url.port),
  database: decodeURIComponent(url.pathname.slice(1)),
  user: url.searchParams.get('user') ?? decodeURIComponent(url.username),
  password: url.searchParams.get('password') ?? decodeURIComponent(url.password),
});
const apart = (env: Record<string, string | undefined>) => ({
  host: env['HOST'],
  port: Number(env['PORT']),
  user: env['USERNAME'],
  password: env['PASSWORD'],
  database: env['DATABASE'],
});
const dbeaver = (kit: Kit) => {
  const words = execFileSync('sh', ['-c', `dbeaver() { printf '%s' "$2"; }; ${given(kit, 'dbeaver')}`], {
    encoding: 'utf8',
  });
  const { host, port, database, user } = Object.fromEntries(words.split('|').map((word) => word.split('='))) as Record<
    string,
    string
  >;
  return { host, port: Number(port), database, user, password: given(kit, 'password') };
};

async function postgresAttempts(kit: Kit): Promise<Record<string, Attempt>> {
  const env = parseDotenv(given(kit, 'dotenv'));
  const [host, port] = given(kit, 'host-port').split(':');
  return {
    uri: { kind: 'pg', config: given(kit, 'uri') },
    'host-port and password': {
      kind: 'pg',
      config: { ...apart(env), host, port: Number(port), password: given(kit, 'password') },
    },
    jdbc: { kind: 'pg', config: settings(new URL(given(kit, 'jdbc').replace(/^jdbc:/, ''))) },
    tableplus: { kind: 'pg', config: settings(new URL(given(kit, 'tableplus'))) },
    dbeaver: { kind: 'pg', config: dbeaver(kit) },
    'dotenv, string': { kind: 'pg', config: env['POSTGRES_URI'] ?? '' },
    'dotenv, apart': { kind: 'pg', config: apart(env) },
    'dotenv, administrator': { kind: 'pg', config: env['POSTGRES_URI_ADMIN'] ?? '' },
    'dotenv, JDBC': { kind: 'pg', config: settings(new URL((env['JDBC_POSTGRES_URI'] ?? '').replace(/^jdbc:/, ''))) },
    'env file': { kind: 'pg', config: envFile(given(kit, 'env-file'))['POSTGRES_URI'] ?? '' },
    compose: { kind: 'pg', config: compose(given(kit, 'compose'))['POSTGRES_URI'] ?? '' },
    ...(psql && {
      command: { kind: 'sh', line: given(kit, 'command'), input: SQL },
      'uri for psql': { kind: 'sh', line: `psql '${given(kit, 'uri')}'`, input: SQL },
      export: { kind: 'sh', line: within(given(kit, 'export'), 'psql "$POSTGRES_URI"'), input: SQL },
      'sourced .env': {
        kind: 'sh',
        line: within(`set -a\n${given(kit, 'dotenv')}`, 'psql "$POSTGRES_URI"'),
        input: SQL,
      },
    }),
  };
}

async function mysqlAttempts(kit: Kit): Promise<Record<string, Attempt>> {
  const env = parseDotenv(given(kit, 'dotenv'));
  const pairs = parseConnector(env['MYSQL_CONNECTOR_URI'] ?? '') ?? [];
  const [host, port] = (connectorValue(pairs, 'server') ?? '').split(':');
  const connector = {
    host,
    port: Number(port),
    user: connectorValue(pairs, 'user'),
    password: connectorValue(pairs, 'password'),
    database: connectorValue(pairs, 'database'),
  };
  return {
    uri: { kind: 'mysql', config: given(kit, 'uri') },
    jdbc: { kind: 'mysql', config: settings(new URL(given(kit, 'jdbc').replace(/^jdbc:/, ''))) },
    tableplus: { kind: 'mysql', config: settings(new URL(given(kit, 'tableplus'))) },
    dbeaver: { kind: 'mysql', config: dbeaver(kit) },
    'dotenv, connector': { kind: 'mysql', config: connector },
    'dotenv, apart': { kind: 'mysql', config: apart(env) },
    'dotenv, JDBC': { kind: 'mysql', config: settings(new URL((env['MYSQL_JDBC_URI'] ?? '').replace(/^jdbc:/, ''))) },
    'env file': { kind: 'mysql', config: apart(envFile(given(kit, 'env-file'))) },
    compose: { kind: 'mysql', config: apart(compose(given(kit, 'compose'))) },
    ...(mysqlClient && {
      command: { kind: 'sh', line: `${given(kit, 'command')} --skip-column-names`, input: MYSQL_INPUT },
      'exported command': {
        kind: 'sh',
        line: within(given(kit, 'export'), 'eval "$CONNECT_COMMAND --skip-column-names"'),
        input: MYSQL_INPUT,
      },
    }),
  };
}

async function redisAttempts(kit: Kit): Promise<Record<string, Attempt>> {
  const env = parseDotenv(given(kit, 'dotenv'));
  const [host = '', port] = given(kit, 'host-port').split(':');
  const tableplus = new URL(given(kit, 'tableplus'));
  const echo = 'ECHO "hello from the server"\n';
  return {
    uri: { kind: 'redis', config: given(kit, 'uri') },
    'host-port and password': { kind: 'redis', config: { host, port: Number(port), password: given(kit, 'password') } },
    tableplus: {
      kind: 'redis',
      config: {
        host: tableplus.hostname,
        port: Number(tableplus.port),
        password: decodeURIComponent(tableplus.password),
      },
    },
    'dotenv, string': { kind: 'redis', config: env['REDIS_MASTER_URL'] ?? '' },
    'env file': { kind: 'redis', config: envFile(given(kit, 'env-file'))['REDIS_MASTER_URL'] ?? '' },
    compose: { kind: 'redis', config: compose(given(kit, 'compose'))['REDIS_MASTER_URL'] ?? '' },
    ...(redisCli && {
      command: { kind: 'sh', line: given(kit, 'command'), input: echo },
      'exported command': {
        kind: 'sh',
        line: within(given(kit, 'export'), 'eval "$REDIS_CONNECT_COMMAND --no-auth-warning"'),
        input: echo,
      },
    }),
  };
}

const hellos = (attempts: object) => Object.fromEntries(Object.keys(attempts).map((name) => [name, HELLO]));

describe.each([
  ['by address', false],
  ['by name', true],
] as const)('%s', (_, byName) => {
  const skip = byName && noNames !== undefined;

  test.skipIf(skip)('every text for PostgreSQL connects', () =>
    withLive([PLAIN], byName, async (live) => {
      const kit = await live.kit(plain);
      expect(given(kit, 'uri')).toMatch(byName ? /@primary\.ledger-db--/ : /@127\.24\./);
      const attempts = await postgresAttempts(kit);
      expect(await live.connect(attempts)).toEqual(hellos(attempts));
    }),
  );

  test.skipIf(skip || missing.includes('mariadb'))('every text for MySQL connects', () =>
    withLive([MYSQL], byName, async (live) => {
      const attempts = await mysqlAttempts(await live.kit(mysql));
      expect(await live.connect(attempts)).toEqual(hellos(attempts));
    }),
  );

  test.skipIf(skip || missing.includes('redis'))('every text for Redis connects', () =>
    withLive([REDIS], byName, async (live) => {
      const attempts = await redisAttempts(await live.kit(redis));
      expect(await live.connect(attempts)).toEqual(hellos(attempts));
    }),
  );

  test.skipIf(skip || !psql)('with TLS psql checks the server’s name, and refuses another', () =>
    withLive([SECURED], byName, async (live) => {
      const kit = await live.kit(secured, (values) => {
        const uri = values.get('POSTGRES_URI') ?? '';
        values.set('POSTGRES_URI', uri.replace('sslmode=require', 'sslmode=verify-full'));
      });
      const wrong = { ...kit, spot: { ...kit.spot, clusterName: 'primary.other--k2xq.addon.code.run', byName: false } };
      expect(given(kit, 'command')).toContain('sslmode=verify-full');
      const line = { kind: 'sh', line: given(kit, 'command'), input: SQL } as const;
      const outcome = await live.connect({ line, wrong: { ...line, line: given(wrong, 'command') } });
      expect(outcome['line']).toEqual(HELLO);
      expect(outcome['wrong']).toEqual({ failed: expect.stringContaining('does not match host name') as string });
    }),
  );

  test.skipIf(skip)('a service’s environment leads to the forwards beside it', () =>
    withLive([SECURED, SERVICE], byName, async (live) => {
      const env = parseDotenv(given(await live.kit(service), 'dotenv'));
      const at = new URL(env['NF_ORDERS_DB_POSTGRES_URI'] ?? '');
      const ssl = { ca: platform.ca, servername: 'primary.orders-db--k2xq.addon.code.run' };
      const attempts = { node: { kind: 'pg', config: { ...settings(at), ssl } } } as const;
      expect(await live.connect(attempts)).toEqual(hellos(attempts));
    }),
  );
});

test.skipIf(noNames !== undefined)(
  'with TLS a client that checks names connects by name and not by address, as the note says',
  () =>
    withLive([SECURED], true, async (live) => {
      const byName = await live.kit(secured);
      expect(await live.connect({ node: { kind: 'pg', config: given(byName, 'uri') } })).toEqual({ node: HELLO });
      live.useNames(false);
      const byAddress = await live.kit(secured);
      const outcome = await live.connect({
        node: { kind: 'pg', config: given(byAddress, 'uri') },
        ...(psql && { psql: { kind: 'sh', line: `psql '${given(byAddress, 'uri')}'`, input: SQL } as const }),
      });
      expect(outcome).toEqual({
        node: { failed: expect.stringContaining('ERR_TLS_CERT_ALTNAME_INVALID') as string },
        ...(psql && { psql: HELLO }),
      });
    }),
);
