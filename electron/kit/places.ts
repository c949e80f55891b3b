import type { ForwardId, Tunnel } from '../contract/forward.ts';
import { workingNames } from '../contract/hostnames.ts';
import { type KitState, kitPlace } from '../contract/kit.ts';
import { addressOf } from '../contract/session.ts';

/** One bound port: what the cluster calls it, and where it is on this computer. */
export type Place = {
  readonly tunnel: Tunnel;
  readonly remotePort: number;
  readonly address: string;
  readonly port: number;
  /** Names that lead to it, in the tunnel's order. */
  readonly names: readonly string[];
};

/** A forward that runs. */
export type Origin = {
  readonly id: ForwardId;
  readonly isAddon: boolean;
  readonly places: readonly Place[];
  /** Further names of an addon, from its own credentials; in lower case. */
  readonly alsoNamed: ReadonlySet<string>;
};

export type Found = {
  readonly place: Place;
  /** What programs are to connect to: a name that leads here, else the address. */
  readonly host: string;
  readonly byName: boolean;
  /** The cluster's name means this port and no other instance's. */
  readonly isExact: boolean;
};

function originOf(state: KitState, id: ForwardId): Origin | undefined {
  const forward = state.forwards[id];
  if (!forward) return undefined;
  const places = Object.keys(forward.tunnels)
    .sort()
    .flatMap((key): Place[] => {
      const tunnel = forward.tunnels[key];
      const address = tunnel && addressOf(tunnel);
      if (!tunnel || !address) return [];
      return [
        {
          tunnel,
          remotePort: tunnel.port.number,
          address: address.host,
          port: address.port,
          names: workingNames(state, id, key),
        },
      ];
    });
  return places.length === 0
    ? undefined
    : { id, isAddon: forward.target.kind === 'addon', places, alsoNamed: new Set() };
}

/** The running forwards of the project of this one, itself first: a service's variables speak of its neighbours. */
export function originsBeside(state: KitState, id: ForwardId): readonly Origin[] {
  const project = id.split('/').slice(0, 3).join('/');
  const others = Object.keys(state.forwards).filter((each) => each !== id && each.startsWith(`${project}/`));
  return [id, ...others.sort()].flatMap((each) => originOf(state, each) ?? []);
}

/** The forward alone: an addon's credentials speak of nothing else. */
export function originAlone(state: KitState, id: ForwardId, names: readonly string[]): readonly Origin[] {
  const origin = originOf(state, id);
  return origin ? [{ ...origin, alsoNamed: new Set(names.map((name) => name.toLowerCase())) }] : [];
}

const domainOf = (name: string) => name.slice(name.indexOf('.') + 1);

/** `primary.<addon>--<hash>.addon.code.run` stands for an instance whose own name is another in the same domain. */
function isRoleOf({ isAddon, places, alsoNamed }: Origin, name: string): boolean {
  if (!isAddon) return false;
  if (alsoNamed.has(name)) return true;
  if (name.split('.').length < 3) return false;
  return places.some(({ tunnel }) =>
    tunnel.hostnames.some((each) => each.split('.').length > 2 && domainOf(each.toLowerCase()) === domainOf(name)),
  );
}

const hasName = ({ tunnel }: Place, name: string) => tunnel.hostnames.some((each) => each.toLowerCase() === name);

function found(place: Place, name: string, isExact: boolean): Found {
  const own = place.names.find((each) => each.toLowerCase() === name);
  const named = own ?? place.names[0];
  return { place, host: named ?? place.address, byName: named !== undefined, isExact };
}

/**
 * Where this name and port of the cluster are on this computer. Of an addon's role, such as `primary`, only the platform
 * knows the instance: `chosen` then says which one the user means.
 */
export function findPlace(
  origins: readonly Origin[],
  wanted: { readonly host: string; readonly port?: number | undefined },
  chosen?: Tunnel,
): Found | undefined {
  const name = wanted.host.toLowerCase();
  const fits = ({ remotePort }: Place) => wanted.port === undefined || remotePort === wanted.port;
  for (const { places } of origins) {
    const exact = places.filter((place) => hasName(place, name) && fits(place));
    const best = exact.find(({ tunnel }) => tunnel.id === chosen?.id) ?? exact[0];
    if (best) return found(best, name, true);
  }
  for (const origin of origins) {
    if (!isRoleOf(origin, name)) continue;
    const able = origin.places.filter(fits);
    const best =
      able.find(({ tunnel }) => tunnel.id === chosen?.id) ??
      able.find(({ tunnel }) => tunnel.instance === chosen?.instance) ??
      able[0];
    if (best) return found(best, name, false);
  }
  return undefined;
}

/** The chosen port itself. */
export function ownPlace(state: KitState, tunnel: Tunnel) {
  const place = kitPlace(state, tunnel.id);
  const address = addressOf(tunnel);
  return place && address ? { ...place, address: address.host, clusterName: tunnel.hostnames[0] } : undefined;
}
