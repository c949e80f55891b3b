import type { Forward, ForwardId, Tunnel, TunnelId } from './forward.ts';
import { type Hostnames, workingNames } from './hostnames.ts';
import type { KitFormat, KitOpener } from './kit-formats.ts';
import type { Resource } from './catalog.ts';
import type { Problem } from './problem.ts';

/** How the last reading of a forward's credentials went; absent means that nobody has asked. Never holds a value of them. */
export type KitStatus = { readonly state: 'loading' } | { readonly state: 'failed'; readonly problem: Problem };

/** The types of addons whose connection strings Portside can write. */
export type KitEngine = 'postgresql' | 'mysql' | 'redis' | 'mongodb' | 'rabbitmq' | 'minio';

/** The part of the session's state that the kit of a port depends on. */
export type KitState = {
  readonly forwards: Readonly<Record<ForwardId, Forward>>;
  readonly resources: Readonly<Record<string, Resource>>;
  readonly hostnames: Hostnames;
};

/** The port at which an addon of this type serves its own protocol, and the names that this port goes by. */
const MAIN_PORTS: Readonly<
  Record<KitEngine, { readonly numbers: readonly number[]; readonly names: readonly string[] }>
> = {
  postgresql: { numbers: [5432], names: ['postgres', 'postgresql'] },
  mysql: { numbers: [3306], names: ['mysql', 'mariadb'] },
  redis: { numbers: [6379], names: ['redis'] },
  mongodb: { numbers: [27_017], names: ['mongodb', 'mongo'] },
  rabbitmq: { numbers: [5672, 5671], names: ['amqp', 'amqps'] },
  minio: { numbers: [9000], names: ['api', 'minio', 's3'] },
};
const ENGINES: Readonly<Record<string, KitEngine>> = {
  postgresql: 'postgresql',
  postgres: 'postgresql',
  mysql: 'mysql',
  mariadb: 'mysql',
  redis: 'redis',
  mongodb: 'mongodb',
  mongo: 'mongodb',
  rabbitmq: 'rabbitmq',
  minio: 'minio',
};
const MANAGEMENT_PORTS: ReadonlySet<number> = new Set([15_672, 15_671]);
const SENTINEL_PORT = 26_379;

/** What a port is to the kit. */
export type KitRole =
  | { readonly kind: 'engine'; readonly engine: KitEngine }
  /** RabbitMQ's own pages and its command line. */
  | { readonly kind: 'management' }
  | { readonly kind: 'web' }
  | { readonly kind: 'plain' };

const owns = (book: object, key: string): boolean => Object.hasOwn(book, key);

export function engineOf(resource: Resource | undefined): KitEngine | undefined {
  const type = resource?.target.kind === 'addon' ? resource.type.toLowerCase() : '';
  return owns(ENGINES, type) ? ENGINES[type] : undefined;
}

function isMain(engine: KitEngine, { port }: Tunnel, forward: Forward): boolean {
  const { numbers, names } = MAIN_PORTS[engine];
  if (numbers.includes(port.number) || names.includes(port.name?.toLowerCase() ?? '')) return true;
  return new Set(Object.values(forward.tunnels).map((tunnel) => tunnel.port.number)).size === 1;
}

export function roleOf(state: Pick<KitState, 'resources'>, forward: Forward, tunnel: Tunnel): KitRole {
  const engine = engineOf(state.resources[forward.id]);
  const { number, protocol } = tunnel.port;
  if (protocol === 'UDP') return { kind: 'plain' };
  if (engine === 'rabbitmq' && MANAGEMENT_PORTS.has(number)) return { kind: 'management' };
  if (engine && isMain(engine, tunnel, forward)) return { kind: 'engine', engine };
  return protocol === 'HTTP' ? { kind: 'web' } : { kind: 'plain' };
}

const ENV: readonly KitFormat[] = ['dotenv', 'export', 'env-file', 'compose'];
const OF_ENGINE: Readonly<Record<KitEngine, readonly KitFormat[]>> = {
  postgresql: ['uri', 'host-port', 'password', 'command', 'jdbc', 'tableplus', 'dbeaver', ...ENV],
  mysql: ['uri', 'host-port', 'password', 'command', 'jdbc', 'tableplus', 'dbeaver', ...ENV],
  redis: ['uri', 'host-port', 'password', 'command', 'tableplus', ...ENV],
  mongodb: ['uri', 'host-port', 'password', 'command', 'tableplus', ...ENV],
  rabbitmq: ['uri', 'host-port', 'password', ...ENV],
  minio: ['uri', 'host-port', 'password', 'command', ...ENV],
};

function formatsOfRole(role: KitRole, isService: boolean): readonly KitFormat[] {
  if (role.kind === 'engine') return OF_ENGINE[role.engine];
  if (role.kind === 'management') return ['uri', 'host-port', 'password', 'command', ...ENV];
  const env = isService ? ENV : [];
  return role.kind === 'web' ? ['uri', 'host-port', 'command', ...env] : ['host-port', ...env];
}

/** Which formats need no login, so that copying them asks the platform for nothing and leaves nothing to clear. */
export function isPublic(role: KitRole, format: KitFormat): boolean {
  if (format === 'host-port' || format === 'dbeaver') return format === 'host-port';
  if (role.kind === 'engine') return role.engine === 'minio' && format === 'uri';
  if (role.kind === 'management') return format === 'uri';
  return role.kind === 'web' && (format === 'uri' || format === 'command');
}

/** The tunnel with its forward, wherever it stands. */
export function findKit(state: KitState, id: TunnelId): { forward: Forward; tunnel: Tunnel } | undefined {
  const forward = Object.values(state.forwards).find((each) => owns(each.tunnels, id));
  const tunnel = forward?.tunnels[id];
  return forward && tunnel ? { forward, tunnel } : undefined;
}

const isBound = ({ status }: Tunnel): boolean => 'address' in status && status.address !== undefined;

/** What can be copied of this port now, best first; empty while it has no address here. For the window and the tray. */
export function kitFormats(state: KitState, id: TunnelId): readonly KitFormat[] {
  const found = findKit(state, id);
  if (!found || !isBound(found.tunnel)) return [];
  const { forward, tunnel } = found;
  return formatsOfRole(roleOf(state, forward, tunnel), forward.target.kind === 'service');
}

/** What the port can be opened with, of the programs that are here, the port's own first. A browser is wherever a desktop is. */
export function kitOpeners(state: KitState, id: TunnelId, here: readonly KitOpener[]): readonly KitOpener[] {
  const found = findKit(state, id);
  if (!found || !isBound(found.tunnel)) return [];
  const role = roleOf(state, found.forward, found.tunnel);
  const formats = kitFormats(state, id);
  const able: Readonly<Record<KitOpener, boolean>> = {
    browser: role.kind === 'web' || role.kind === 'management',
    terminal: here.includes('terminal') && formats.includes('command') && role.kind === 'engine',
    tableplus: here.includes('tableplus') && formats.includes('tableplus'),
    dbeaver: here.includes('dbeaver') && formats.includes('dbeaver'),
  };
  return (Object.keys(able) as KitOpener[]).filter((opener) => able[opener]);
}

/** What the user should know of strings that lead to this port. The window has the words. */
type KitNote =
  /** By address, a client that compares the server's name with its certificate finds another one. */
  | 'tls-name'
  /** One of several instances; which of them takes writes is not known here. */
  | 'instance'
  /** Sentinel would answer with addresses inside the cluster. */
  | 'sentinel'
  /** Members of a replica set name each other by names that do not lead here. */
  | 'direct';

export function kitNotes(state: KitState, id: TunnelId): readonly KitNote[] {
  const found = findKit(state, id);
  if (!found || !isBound(found.tunnel)) return [];
  const { forward, tunnel } = found;
  const role = roleOf(state, forward, tunnel);
  if (role.kind !== 'engine') return [];
  const resource = state.resources[forward.id];
  const byName = workingNames(state, forward.id, id).length > 0;
  const all = Object.values(forward.tunnels);
  const isMany = tunnel.instance !== undefined && (resource?.instances ?? 0) !== 1;
  const hasSentinel = role.engine === 'redis' && all.some(({ port }) => port.number === SENTINEL_PORT);
  return [
    ...(resource?.tls && !byName ? (['tls-name'] as const) : []),
    ...(hasSentinel ? (['sentinel'] as const) : []),
    ...(role.engine === 'mongodb' && !byName ? (['direct'] as const) : []),
    ...(isMany && !hasSentinel && role.engine !== 'mongodb' ? (['instance'] as const) : []),
  ];
}

const SCHEMES: Readonly<Record<KitEngine, string>> = {
  postgresql: 'postgresql',
  mysql: 'mysql',
  redis: 'redis',
  mongodb: 'mongodb',
  rabbitmq: 'amqp',
  minio: 'http',
};

export function schemeOf(engine: KitEngine, tls: boolean): string {
  if (engine === 'redis' || engine === 'rabbitmq' || engine === 'minio') return `${SCHEMES[engine]}${tls ? 's' : ''}`;
  return SCHEMES[engine];
}

const bracketed = (host: string) => (host.includes(':') ? `[${host}]` : host);

/** Where programs reach the port: by the first name that leads here, else by address. */
export function kitPlace(state: KitState, id: TunnelId): { host: string; port: number; byName: boolean } | undefined {
  const found = findKit(state, id);
  const address = found && 'address' in found.tunnel.status ? found.tunnel.status.address : undefined;
  if (!found || !address) return undefined;
  const [name] = workingNames(state, found.forward.id, id);
  return { host: name ?? address.host, port: address.port, byName: name !== undefined };
}

/** The port's URI with dots for all that is asked from the platform; undefined where there is none. */
export function maskedUri(state: KitState, id: TunnelId): string | undefined {
  const found = findKit(state, id);
  const place = kitPlace(state, id);
  if (!found || !place) return undefined;
  const role = roleOf(state, found.forward, found.tunnel);
  const at = `${bracketed(place.host)}:${place.port}`;
  if (role.kind === 'web' || role.kind === 'management') return `http://${at}/`;
  if (role.kind === 'plain') return undefined;
  const scheme = schemeOf(role.engine, state.resources[found.forward.id]?.tls === true);
  if (role.engine === 'minio') return `${scheme}://${at}`;
  const hasDatabase = role.engine !== 'redis' && role.engine !== 'rabbitmq';
  return `${scheme}://•••••:•••••@${at}${hasDatabase ? '/•••••' : ''}`;
}
