import type { KitEngine } from '../contract/kit.ts';
import type { Login } from './login.ts';
import type { Program } from './program.ts';
import { quoteConninfo } from './quote.ts';
import { formatHostPort, formatUri, paramOf, type Uri } from './uri.ts';

export type Spot = {
  /** A name that leads here, else the address. */
  readonly host: string;
  readonly port: number;
  readonly byName: boolean;
  readonly address: string;
  /** The cluster's own name for this port. */
  readonly clusterName?: string | undefined;
};

type Asked = { readonly spot: Spot; readonly login: Login; readonly uri: Uri };

const secret = (name: string, value: string | undefined): Record<string, string> =>
  value === undefined ? {} : { [name]: value };

/** libpq takes name and address apart, so by address too it can check the server's name. */
function psql({ spot, login, uri }: Asked): Program {
  const name = spot.clusterName ?? login.host;
  const host =
    !spot.byName && login.tls && name !== undefined ? { host: name, hostaddr: spot.address } : { host: spot.host };
  const words: Record<string, string | undefined> = {
    ...host,
    port: String(spot.port),
    user: login.user,
    dbname: login.database,
    sslmode:
      (login.uri && paramOf(login.uri.params, 'sslmode')) ?? (login.tls ? paramOf(uri.params, 'sslmode') : undefined),
  };
  const conninfo = Object.entries(words).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${quoteConninfo(value)}`],
  );
  return { env: secret('PGPASSWORD', login.password), argv: ['psql', conninfo.join(' ')] };
}

function mysql({ spot, login }: Asked): Program {
  return {
    env: secret('MYSQL_PWD', login.password),
    argv: [
      'mysql',
      `--host=${spot.host}`,
      `--port=${spot.port}`,
      ...(login.user === undefined ? [] : [`--user=${login.user}`]),
      ...(login.tls ? ['--ssl-mode=REQUIRED'] : []),
      ...(login.database === undefined ? [] : [`--database=${login.database}`]),
    ],
  };
}

function redis({ spot, login, uri }: Asked): Program {
  const serverName = spot.clusterName ?? login.host;
  const [user = ''] = uri.userinfo?.split(':') ?? [];
  const named = user !== '' && user !== 'default' ? ['--user', decodeURIComponent(user)] : [];
  const tls = login.tls ? ['--tls', ...(serverName === undefined ? [] : ['--sni', serverName])] : [];
  return {
    env: secret('REDISCLI_AUTH', login.password),
    argv: ['redis-cli', '-h', spot.host, '-p', String(spot.port), ...named, ...tls],
  };
}

/** `mongosh` reads no password from the environment by itself, but its script can. */
function mongosh({ uri }: Asked): Program {
  const script = 'db = connect(process.env.MONGODB_URI)';
  return { env: { MONGODB_URI: formatUri(uri) }, argv: ['mongosh', '--nodb', '--shell', '--eval', script] };
}

/** Newer releases of `mc` take keys as they stand, older ones decode them: others than these are asked for at the prompt. */
function mc({ spot, login, uri }: Asked): Program {
  const { user = '', password = '' } = login;
  const at = formatHostPort(spot);
  const isPlain = [user, password].every((key) => /^[\w.~+/=-]+$/.test(key)) && !/[/+=]/.test(user + password);
  if (!isPlain) return { env: {}, argv: ['mc', 'alias', 'set', 'portside', `${uri.scheme}://${at}`] };
  return { env: { MC_HOST_portside: `${uri.scheme}://${user}:${password}@${at}` }, argv: ['mc', 'ls', 'portside'] };
}

/** Version 2 of `rabbitmqadmin`, for the management port. */
export function rabbitmqadmin(spot: Spot, { user, password }: Login, tls: boolean): Program {
  return {
    env: secret('RABBITMQADMIN_PASSWORD', password),
    argv: [
      'rabbitmqadmin',
      '--host',
      spot.host,
      '--port',
      String(spot.port),
      ...(tls ? ['--tls'] : []),
      ...(user === undefined ? [] : ['--username', user]),
      'show',
      'overview',
    ],
  };
}

const OF_ENGINE: Readonly<Partial<Record<KitEngine, (asked: Asked) => Program>>> = {
  postgresql: psql,
  mysql,
  redis,
  mongodb: mongosh,
  minio: mc,
};

export const commandOf = (engine: KitEngine, asked: Asked): Program | undefined => OF_ENGINE[engine]?.(asked);
