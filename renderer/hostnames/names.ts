import { useMemo } from 'react';
import { parseResourceKey, resourceName } from '../../electron/contract/catalog.ts';
import type { Forward, ForwardId, TunnelId } from '../../electron/contract/forward.ts';
import { type Hostnames, type NameConflict, workingNames } from '../../electron/contract/hostnames.ts';
import type { CalmState, SessionState } from '../../electron/contract/session.ts';
import { tunnelsOf } from '../forwards/state.ts';
import { shallow, useSession } from '../session.ts';
import { text } from '../text/text.ts';

/** The host that stands for a tunnel's address; a tunnel of which no name leads here is absent. */
type ShownHosts = Readonly<Record<TunnelId, string>>;

const NO_HOSTS: ShownHosts = {};

/** The name of the tunnel before where it leads to this one too, so that a row says it once; else the shortest. */
export function shownHosts(state: Pick<SessionState, 'forwards' | 'hostnames'>, id: ForwardId): ShownHosts {
  if (state.hostnames.state !== 'kept') return NO_HOSTS;
  const hosts: Record<TunnelId, string> = {};
  let before: string | undefined;
  for (const tunnel of tunnelsOf(state.forwards[id])) {
    const names = workingNames(state, id, tunnel.id);
    const shortest = names.reduce<string | undefined>(
      (best, name) => (best === undefined || name.length < best.length ? name : best),
      undefined,
    );
    before = before !== undefined && names.includes(before) ? before : shortest;
    if (before !== undefined) hosts[tunnel.id] = before;
  }
  return hosts;
}

/** `shownHosts` of one forward, worked out anew only when names or this forward have changed: rows ask at every patch. */
function makeHostSelector(id: ForwardId): (state: CalmState) => ShownHosts {
  let names: Hostnames | undefined;
  let forward: Forward | undefined;
  let hosts = NO_HOSTS;
  return (state) => {
    if (state.hostnames === names && state.forwards[id] === forward) return hosts;
    names = state.hostnames;
    forward = state.forwards[id];
    hosts = shownHosts(state, id);
    return hosts;
  };
}

export function useShownHosts(id: ForwardId): ShownHosts {
  const select = useMemo(() => makeHostSelector(id), [id]);
  return useSession(select, shallow);
}

export type NameMark = { readonly kind: 'leads' | 'off' } | { readonly kind: 'taken'; readonly conflict: NameConflict };

/** Whether one name of a tunnel leads to it: `working` is what `workingNames` says of the tunnel. */
export function markOf(hostnames: Hostnames, id: ForwardId, name: string, working: readonly string[]): NameMark {
  if (hostnames.state !== 'kept') return { kind: 'off' };
  const conflict = hostnames.conflicts.find(
    (each) => each.name === name.toLowerCase() && (each.loser === undefined || each.loser === id),
  );
  if (conflict) return { kind: 'taken', conflict };
  return { kind: working.includes(name) ? 'leads' : 'off' };
}

/** `web in storefront` */
export function useForwardName(id: ForwardId): string {
  return useSession((state) => {
    const resource = state.resources[id];
    const target = parseResourceKey(id);
    const project = state.projects[resource?.projectKey ?? '']?.name ?? target?.projectId ?? '';
    return text.hostnames.owner.forward(resourceName(resource, id), project);
  });
}
