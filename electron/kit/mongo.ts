import { findPlace, type Origin } from './places.ts';
import { paramOf, withParam, type Uri } from './uri.ts';
import type { Tunnel } from '../contract/forward.ts';

const DEFAULT_PORT = 27_017;

const isTrue = (value: string | undefined) => value?.toLowerCase() === 'true';

/**
 * A client of a replica set goes to the members by the names that they give each other. Where all of them lead here, with
 * their own ports, the set is used as it is; else the client is told to stay with the one member it was given.
 */
export function rewriteMongo(uri: Uri, origins: readonly Origin[], chosen: Tunnel | undefined): Uri | undefined {
  const found = uri.hosts.map(({ host, port = DEFAULT_PORT }) => findPlace(origins, { host, port }, chosen));
  const some = found.find((each) => each !== undefined && each.place.tunnel.id === chosen?.id) ?? found.find(Boolean);
  if (!some) return undefined;
  const isWhole = found.every(
    (each, index) =>
      each?.isExact && each.byName && each.place.port === (uri.hosts[index]?.port ?? DEFAULT_PORT) && each.host !== '',
  );
  if (isWhole) return uri;
  const chosenOne = origins.flatMap(({ places }) => places).find(({ tunnel }) => tunnel.id === chosen?.id);
  const place = chosenOne ?? some.place;
  const [name] = place.names;
  const tls = isTrue(paramOf(uri.params, 'tls') ?? paramOf(uri.params, 'ssl'));
  let params = withParam(withParam(uri.params, 'replicaSet', undefined), 'directConnection', 'true');
  // The last resort of a client that cannot be told the server's name; the authority is still checked.
  if (tls && name === undefined) params = withParam(params, 'tlsAllowInvalidHostnames', 'true');
  return { ...uri, hosts: [{ host: name ?? place.address, port: place.port }], params };
}
