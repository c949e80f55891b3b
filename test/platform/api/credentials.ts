import { addonHost, stableWord } from '../world/names.ts';
import type { LiveAddon } from '../world/world.ts';

type Words = Readonly<Record<string, string>>;
export type Credentials = { readonly secrets: Words; readonly envs: Words };

/** Logins and addresses of one addon; real workloads are set up with the same ones. */
export function loginOf(live: LiveAddon): {
  readonly user: string;
  readonly password: string;
  readonly admin: string;
  readonly adminPassword: string;
  readonly database: string;
} {
  const seed = `${live.team.id}/${live.project.id}/${live.id}`;
  return {
    user: `_${stableWord(`${seed} user`, 16)}`,
    password: `_${stableWord(`${seed} password`, 30)}`,
    admin: `_${stableWord(`${seed} admin`, 16)}`,
    adminPassword: `_${stableWord(`${seed} admin password`, 30)}`,
    database: live.spec.database ?? `_${stableWord(`${seed} database`, 12)}`,
  };
}

export function credentialsOf(live: LiveAddon): Credentials {
  const { spec } = live;
  const host = addonHost(live.team, spec);
  const port = String(spec.ports[0]?.number ?? 0);
  const login = loginOf(live);
  const tls = spec.tls === true;
  const common = { HOST: host, PORT: port, TLS_ENABLED: String(tls) };
  const users = {
    USERNAME: login.user,
    PASSWORD: login.password,
    ADMIN_USERNAME: login.admin,
    ADMIN_PASSWORD: login.adminPassword,
  };
  const at = `${host}:${port}`;
  switch (spec.type) {
    case 'postgresql': {
      const tail = `@${at}/${login.database}${tls ? '?sslmode=require' : ''}`;
      const jdbc = `jdbc:postgresql://${at}/${login.database}?user=${login.user}&password=${login.password}`;
      return {
        secrets: users,
        envs: {
          ...common,
          DATABASE: login.database,
          POSTGRES_URI: `postgresql://${login.user}:${login.password}${tail}`,
          POSTGRES_URI_ADMIN: `postgresql://${login.admin}:${login.adminPassword}${tail}`,
          JDBC_POSTGRES_URI: `${jdbc}${tls ? '&sslmode=require' : ''}`,
        },
      };
    }
    case 'mysql':
      return {
        secrets: users,
        envs: {
          ...common,
          DATABASE: login.database,
          MYSQL_CONNECTOR_URI: `server=${at};uid=${login.user};password=${login.password};database=${login.database}`,
          MYSQL_JDBC_URI: `jdbc:mysql://${at}/${login.database}?user=${login.user}&password=${login.password}`,
          CONNECT_COMMAND: `mysql -h ${host} -P ${port} -u ${login.user} -p${login.password} ${login.database}`,
        },
      };
    case 'redis': {
      const scheme = tls ? 'rediss' : 'redis';
      return {
        secrets: { PASSWORD: login.password },
        envs: {
          ...common,
          REDIS_MASTER_URL: `${scheme}://default:${login.password}@${at}`,
          REDIS_CONNECT_COMMAND: `redis-cli -h ${host} -p ${port} -a ${login.password}${tls ? ' --tls' : ''}`,
        },
      };
    }
    case 'mongodb': {
      const tail = `@${at}/${login.database}?replicaSet=rs0&authSource=${login.database}&tls=${tls}`;
      return {
        secrets: users,
        envs: {
          ...common,
          DATABASE: login.database,
          MONGO_SRV: `mongodb://${login.user}:${login.password}${tail}`,
          MONGO_SRV_ADMIN: `mongodb://${login.admin}:${login.adminPassword}${tail}`,
        },
      };
    }
    case 'rabbitmq':
      return {
        secrets: users,
        envs: {
          ...common,
          AMQP_PORT: port,
          AMQP_CONNECTION_STRING: `${tls ? 'amqps' : 'amqp'}://${login.user}:${login.password}@${at}`,
          MANAGEMENT_ENDPOINT: `${tls ? 'https' : 'http'}://${host}:15672`,
        },
      };
    case 'minio':
      return {
        secrets: { ...users, ACCESS_KEY: login.user, SECRET_KEY: login.password },
        envs: {
          ...common,
          MINIO_ENDPOINT: `${tls ? 'https' : 'http'}://${at}`,
          MINIO_CONNECT_COMMAND: `mc alias set ${live.id} http://${at} ${login.user} ${login.password}`,
        },
      };
    default:
      throw new Error(`no credentials for an addon of type ${String(spec.type satisfies never)}`);
  }
}
