import { resourceName } from '../contract/catalog.ts';
import type { ForwardId, Tunnel } from '../contract/forward.ts';
import { workingNames } from '../contract/hostnames.ts';
import { kitFormats } from '../contract/kit.ts';
import { addressOf, type SessionState } from '../contract/session.ts';
import { trayText } from '../contract/text/tray.ts';
import { cut, escapeLabel, type MenuItem } from './tray-item.ts';

type Open = { readonly forwardId: ForwardId; readonly name: string; readonly place: string; readonly tunnel: Tunnel };

function openTunnels(state: SessionState): readonly Open[] {
  return Object.values(state.forwards)
    .flatMap((forward) =>
      Object.values(forward.tunnels).flatMap((tunnel) => {
        const address = tunnel.status.kind === 'open' ? addressOf(tunnel) : undefined;
        if (!address) return [];
        const resource = resourceName(state.resources[forward.id], forward.id);
        const port = tunnel.instance ?? tunnel.port.name ?? String(tunnel.port.number);
        return [
          { forwardId: forward.id, name: `${resource} ${port}`, place: `${address.host}:${address.port}`, tunnel },
        ];
      }),
    )
    .sort((a, b) => a.name.localeCompare(b.name));
}

function submenu(label: string, items: readonly MenuItem[]): readonly MenuItem[] {
  return items.length > 0 ? [{ kind: 'submenu', label, items: cut(items) }] : [];
}

/** One submenu for each thing that is copied. A host name stands there only once it leads here. */
export function copyMenus(state: SessionState): readonly MenuItem[] {
  const open = openTunnels(state);
  const addresses = open.map(({ name, place, tunnel }): MenuItem => {
    const command = { type: 'copy.address', tunnelId: tunnel.id } as const;
    return { kind: 'action', label: escapeLabel(`${name}  —  ${place}`), command };
  });
  const hostnames = open.flatMap(({ forwardId, tunnel }) => {
    const [hostname] = workingNames(state, forwardId, tunnel.id).toSorted((a, b) => a.length - b.length);
    if (hostname === undefined || state.hostnames.state !== 'kept') return [];
    const command = { type: 'copy.hostname', tunnelId: tunnel.id, hostname } as const;
    return [{ kind: 'action', label: escapeLabel(`${hostname}:${tunnel.port.number}`), command } as const];
  });
  const strings = open.flatMap(({ name, tunnel }) => {
    if (!kitFormats(state, tunnel.id).includes('uri')) return [];
    const command = { type: 'kit.copy', tunnelId: tunnel.id, format: 'uri' } as const;
    return [{ kind: 'action', label: escapeLabel(name), command } as const];
  });
  return [
    ...submenu(trayText().copyAddress, addresses),
    ...submenu(trayText().copyHostname, hostnames),
    ...submenu(trayText().copyString, strings),
  ];
}
