import { type KitEngine, schemeOf } from '../contract/kit.ts';
import { connectorValue, parseConnector } from './connector.ts';
import { pick, type Values } from './keys.ts';
import { decodePart, encodePart, formatUserinfo, paramOf, parseUri, parseUserinfo, type Uri } from './uri.ts';

/** What the credentials say of the ordinary user's way in. */
export type Login = {
  readonly user?: string | undefined;
  readonly password?: string | undefined;
  readonly database?: string | undefined;
  readonly tls: boolean;
  /** The server's own name, as its certificate has it. */
  readonly host?: string | undefined;
  /** The platform's own string, where it is a URI. */
  readonly uri?: Uri | undefined;
};

const URI_KEYS: Readonly<Record<KitEngine, readonly string[]>> = {
  postgresql: ['POSTGRES_URI', 'POSTGRESQL_URI', 'DATABASE_URL'],
  mysql: ['MYSQL_URI', 'MYSQL_URL'],
  redis: ['REDIS_MASTER_URL', 'REDIS_URL', 'REDIS_URI'],
  mongodb: ['MONGO_SRV', 'MONGODB_URI', 'MONGO_URI', 'MONGO_URL'],
  rabbitmq: ['AMQP_CONNECTION_STRING', 'AMQP_URI', 'AMQP_URL'],
  minio: ['MINIO_ENDPOINT'],
};
/** A string of another scheme is none of the engine's: opened in a program, it would name which program that is. */
const SCHEMES: Readonly<Record<KitEngine, readonly string[]>> = {
  postgresql: ['postgres', 'postgresql'],
  mysql: ['mysql', 'mariadb'],
  redis: ['redis', 'rediss'],
  mongodb: ['mongodb', 'mongodb+srv'],
  rabbitmq: ['amqp', 'amqps'],
  minio: ['http', 'https'],
};
const TLS_SCHEMES: ReadonlySet<string> = new Set(['rediss', 'amqps', 'https']);

const isYes = (text: string | undefined) => text !== undefined && /^(?:true|1|yes|on)$/i.test(text);

function saysTls(values: Values, uri: Uri | undefined): boolean {
  const said = pick(values, 'TLS_ENABLED');
  if (said !== undefined) return isYes(said);
  if (!uri) return false;
  const mode = paramOf(uri.params, 'sslmode') ?? '';
  return (
    TLS_SCHEMES.has(uri.scheme.toLowerCase()) || isYes(paramOf(uri.params, 'tls')) || /^(?:require|verify)/.test(mode)
  );
}

export function loginOf(engine: KitEngine, values: Values): Login {
  const text = pick(values, ...URI_KEYS[engine]);
  const parsed = text === undefined ? undefined : parseUri(text);
  const uri = parsed && SCHEMES[engine].includes(parsed.scheme.toLowerCase()) ? parsed : undefined;
  const said = parseUserinfo(uri?.userinfo);
  const pairs = engine === 'mysql' ? parseConnector(pick(values, 'MYSQL_CONNECTOR_URI') ?? '') : undefined;
  const keys = engine === 'minio' ? (['ACCESS_KEY', 'SECRET_KEY'] as const) : (['USERNAME', 'PASSWORD'] as const);
  const path = uri && uri.path.length > 1 ? decodePart(uri.path.slice(1)) : undefined;
  const hasDatabase = engine !== 'minio' && engine !== 'redis' && engine !== 'rabbitmq';
  return {
    user: pick(values, keys[0]) ?? said.user ?? (pairs && connectorValue(pairs, 'user')),
    password: pick(values, keys[1]) ?? said.password ?? (pairs && connectorValue(pairs, 'password')),
    database: hasDatabase
      ? (pick(values, 'DATABASE') ?? path ?? (pairs && connectorValue(pairs, 'database')))
      : undefined,
    tls: saysTls(values, uri),
    host: pick(values, 'HOST') ?? uri?.hosts[0]?.host,
    uri,
  };
}

/** The platform's string with the login as its own keys have it, or one of the usual shape; hosts are the caller's. */
export function uriOf(engine: KitEngine, login: Login, hosts: Uri['hosts']): Uri {
  const { uri, tls, database } = login;
  const said = parseUserinfo(uri?.userinfo);
  // Redis calls its first user `default`; a name that only the string has stays.
  const user = uri?.userinfo === undefined ? login.user : (said.user ?? login.user);
  const userinfo = engine === 'minio' ? undefined : formatUserinfo(user, login.password);
  const params = uri?.params ?? [];
  const needsMode = engine === 'postgresql' && tls && paramOf(params, 'sslmode') === undefined;
  return {
    scheme: uri?.scheme ?? schemeOf(engine, tls),
    ...(userinfo !== undefined && { userinfo }),
    hosts,
    path: database === undefined ? (uri?.path ?? '') : `/${encodePart(database)}`,
    params: needsMode ? [...params, ['sslmode', 'require']] : params,
  };
}
