import type { Tunnel } from '../contract/forward.ts';
import { connectorKey, connectorValue, formatConnector, parseConnector } from './connector.ts';
import { plainKey, portKeyOf, type Values } from './keys.ts';
import { rewriteMongo } from './mongo.ts';
import { findPlace, type Found, type Origin } from './places.ts';
import { connectorSslMode, withoutNameCheck } from './tls.ts';
import { formatHostPort, formatUri, parseUri, type HostPort, type Uri } from './uri.ts';

/** What a scheme means where it names no port. */
const DEFAULT_PORTS: Readonly<Record<string, number>> = {
  http: 80,
  https: 443,
  ws: 80,
  wss: 443,
  postgres: 5432,
  postgresql: 5432,
  mysql: 3306,
  mariadb: 3306,
  redis: 6379,
  rediss: 6379,
  mongodb: 27_017,
  amqp: 5672,
  amqps: 5671,
};

export type Ground = {
  readonly origins: readonly Origin[];
  /** The port that the user means, where names leave it open. */
  readonly chosen?: Tunnel | undefined;
  /** The values are the forward's own credentials: every port in them is one of its. */
  readonly isOwn?: boolean;
  /** Hears of names of the cluster that lead nowhere on this computer. */
  readonly onMissing?: (host: string) => void;
};

/** Names that only a cluster knows. */
const CLUSTER_NAME = /(?:\.svc\.cluster\.local|\.addon\.code\.run)$/i;

function look(ground: Ground, host: string, port: number | undefined): Found | undefined {
  const found = findPlace(ground.origins, { host, port }, ground.chosen);
  if (!found && CLUSTER_NAME.test(host)) ground.onMissing?.(host);
  return found;
}

function rewriteUri(uri: Uri, ground: Ground): Uri | undefined {
  const protocol = uri.scheme.replace(/^jdbc:/i, '').toLowerCase();
  if (protocol === 'mongodb') {
    for (const { host, port } of uri.hosts) look(ground, host, port ?? DEFAULT_PORTS['mongodb']);
    return rewriteMongo(uri, ground.origins, ground.chosen);
  }
  const standard = DEFAULT_PORTS[protocol];
  let byAddress = false;
  let changed = false;
  const hosts = uri.hosts.map((each): HostPort => {
    const found = look(ground, each.host, each.port ?? standard);
    if (!found) return each;
    changed = true;
    byAddress ||= !found.byName;
    const isSaid = each.port !== undefined || found.place.port !== standard;
    return isSaid ? { host: found.host, port: found.place.port } : { host: found.host };
  });
  if (!changed) return undefined;
  return { ...uri, hosts, params: byAddress ? withoutNameCheck(uri.params) : uri.params };
}

function rewriteConnector(text: string, ground: Ground): string | undefined {
  const pairs = parseConnector(text);
  const server = pairs && connectorValue(pairs, 'server');
  if (!pairs || server === undefined) return undefined;
  const [, host = '', inline] = /^(.*?)(?::(\d{1,5}))?$/.exec(server) ?? [];
  const apart = connectorValue(pairs, 'port');
  const found = look(ground, host, Number(inline ?? apart ?? DEFAULT_PORTS['mysql']));
  if (!found) return undefined;
  const { port } = found.place;
  const isSaid = inline !== undefined || (apart === undefined && port !== DEFAULT_PORTS['mysql']);
  return formatConnector(
    pairs.map(([key, value]) => {
      const meaning = connectorKey(key);
      if (meaning === 'server') return [key, formatHostPort({ host: found.host, ...(isSaid && { port }) })];
      if (meaning === 'port') return [key, String(port)];
      if (meaning === 'ssl' && !found.byName) return [key, connectorSslMode(value)];
      return [key, value];
    }),
  );
}

/** A full name of the cluster, and a port that directly follows. */
const IN_TEXT = /(?<![\w.-])([a-z0-9_](?:[a-z0-9_-]*\.){2,}[a-z0-9_-]*[a-z0-9])(?::(\d{1,5}))?(?![\w.-]|:\d)/gi;
const PORT_OPTION = /(?<=\s)(-[pP]\s?|--port[=\s])(\d{1,5})(?=\s|$)/g;

/** A command or any other words around names of the cluster. */
function rewriteText(text: string, ground: Ground): string {
  const options = [...text.matchAll(PORT_OPTION)];
  let moved: Found | undefined;
  const named = text.replaceAll(IN_TEXT, (whole, host: string, digits?: string) => {
    const option = options.length === 1 ? Number(options[0]?.[2]) : undefined;
    const port = digits === undefined ? option : Number(digits);
    const found = look(ground, host, port) ?? (digits === undefined ? look(ground, host, undefined) : undefined);
    if (!found) return whole;
    if (digits === undefined && found.place.remotePort === option) moved = found;
    return formatHostPort({ host: found.host, ...(digits !== undefined && { port: found.place.port }) });
  });
  const change = moved;
  return change ? named.replace(PORT_OPTION, (_, name: string) => `${name}${change.place.port}`) : named;
}

const MEANS_HOST = /HOST|HOSTNAME|SERVER|ADDR|ADDRESS|ENDPOINT/;
const HOST_PORT = /^([a-z0-9](?:[a-z0-9._-]*[a-z0-9])?):(\d{1,5})$/i;
const HOST = /^[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?$/i;

/** One value for programs on this computer; what does not speak of a running forward comes back byte for byte. */
function rewriteValue(key: string, value: string, ground: Ground): string {
  const uri = parseUri(value);
  if (uri) {
    const changed = rewriteUri(uri, ground);
    return changed && changed !== uri ? formatUri(changed) : value;
  }
  const [, host, digits] = HOST_PORT.exec(value) ?? [];
  if (host !== undefined) {
    const found = look(ground, host, Number(digits));
    return found ? formatHostPort({ host: found.host, port: found.place.port }) : value;
  }
  if (HOST.test(value)) {
    // A short name is a word like any other: `web` is a host only where the variable says so.
    const isHost = value.split('.').length > 2 || MEANS_HOST.test(plainKey(key));
    return isHost ? (look(ground, value, undefined)?.host ?? value) : value;
  }
  return rewriteConnector(value, ground) ?? rewriteText(value, ground);
}

const isPort = (value: string | undefined): value is string => value !== undefined && /^\d{1,5}$/.test(value);

/** All values; a host that stands apart from its port is looked for with it, and both are changed. */
export function rewriteValues(values: Values, ground: Ground): Values {
  const changed = new Map([...values].map(([key, value]) => [key, rewriteValue(key, value, ground)]));
  const paired = new Set<string>();
  for (const [key, value] of values) {
    const port = HOST.test(value) ? portKeyOf(values, key) : undefined;
    const number = port && values.get(port.key);
    if (!port || !isPort(number)) continue;
    const found = findPlace(ground.origins, { host: value, port: Number(number) }, ground.chosen);
    if (!found) continue;
    changed.set(key, found.host);
    if (!port.isOwn) continue;
    changed.set(port.key, String(found.place.port));
    paired.add(port.key);
  }
  if (!ground.isOwn) return changed;
  for (const [key, value] of values) {
    if (paired.has(key) || !isPort(value) || !plainKey(key).includes('PORT')) continue;
    const places = ground.origins
      .flatMap((origin) => origin.places)
      .filter((each) => each.remotePort === Number(value));
    const place = places.find(({ tunnel }) => tunnel.instance === ground.chosen?.instance) ?? places[0];
    if (place) changed.set(key, String(place.port));
  }
  return changed;
}
