import {
  projectKey,
  type RemotePort,
  type Resource,
  resourceKey,
  type Target,
} from '../../electron/contract/catalog.ts';
import type { Forward, Tunnel } from '../../electron/contract/forward.ts';
import { noHostnames } from '../../electron/contract/hostnames.ts';
import type { KitState } from '../../electron/contract/kit.ts';
import { type Kit, kitOf } from '../../electron/kit/kit.ts';
import type { Values } from '../../electron/kit/keys.ts';

type PortPart = {
  readonly number: number;
  readonly name?: string;
  readonly protocol?: string;
  readonly hostnames?: readonly string[];
  readonly instance?: string;
  /** Where it is here; the same number as there unless it had to move. */
  readonly host?: string;
  readonly local?: number;
  readonly isClosed?: boolean;
};

export type Part = {
  readonly id: string;
  readonly type: string;
  readonly tls?: boolean;
  readonly instances?: number;
  readonly ports: readonly PortPart[];
};

export const targetOf = ({ id, type }: Pick<Part, 'id' | 'type'>): Target => ({
  accountId: 'acc',
  projectId: 'shop',
  kind: type === 'deployment' ? 'service' : 'addon',
  resourceId: id,
});

function tunnelOf(key: string, part: PortPart): Tunnel {
  const { number, name, protocol = 'TCP', hostnames = [], instance, host = '127.24.0.1', local = number } = part;
  const port: RemotePort = { number, protocol, ...(name !== undefined && { name }) };
  return {
    id: `${key}:${number}${instance === undefined ? '' : `@${instance}`}`,
    port,
    hostnames,
    ...(instance !== undefined && { instance }),
    status: part.isClosed
      ? { kind: 'starting' }
      : { kind: 'open', address: { host, port: local }, since: 1, verifiedAt: 1 },
  };
}

/** A state with these resources forwarded, by name or by address. */
export function stateOf(parts: readonly Part[], byName = false): KitState {
  const resources: Record<string, Resource> = {};
  const forwards: Record<string, Forward> = {};
  for (const part of parts) {
    const target = targetOf(part);
    const key = resourceKey(target);
    resources[key] = {
      key,
      projectKey: projectKey('acc', undefined, 'shop'),
      target,
      name: part.id,
      tags: [],
      state: 'running',
      detail: '',
      type: part.type,
      instances: part.instances ?? 1,
      ...(part.tls !== undefined && { tls: part.tls }),
    };
    const tunnels = part.ports.map((port) => tunnelOf(key, port));
    forwards[key] = {
      id: key,
      target,
      wish: { on: true },
      status: { kind: 'open', since: 1 },
      tunnels: Object.fromEntries(tunnels.map((tunnel) => [tunnel.id, tunnel])),
    };
  }
  const hostnames = byName
    ? { ...noHostnames, wished: true, state: 'kept' as const, how: 'direct' as const }
    : noHostnames;
  return { resources, forwards, hostnames };
}

export const valuesOf = (values: Readonly<Record<string, string>>): Values => new Map(Object.entries(values));

/** The kit of the first port of the first part, unless another tunnel is named. */
export function kitFor(
  parts: readonly Part[],
  values: Readonly<Record<string, string>>,
  { byName = false, tunnel }: { readonly byName?: boolean; readonly tunnel?: string } = {},
): Kit {
  const state = stateOf(parts, byName);
  const [first] = parts;
  if (!first) throw new Error('no part');
  const forward = state.forwards[resourceKey(targetOf(first))];
  const ids = Object.keys(forward?.tunnels ?? {});
  const id = tunnel === undefined ? ids[0] : ids.find((each) => each.endsWith(tunnel));
  const kit = kitOf(state, id ?? '', valuesOf(values));
  if (!kit) throw new Error(`no kit for ${tunnel ?? first.id}`);
  return kit;
}
