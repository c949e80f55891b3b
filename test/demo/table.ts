import type { Tunnel } from '../../electron/contract/forward.ts';
import { describe } from '../../electron/contract/problem.ts';
import type { SessionState } from '../../electron/contract/session.ts';

type Row = readonly [name: string, status: string, address: string, port: string, hostnames: string];

/** What the demo's terminal shows: one line per port of every wished forward. */
export function renderTable(state: SessionState): string {
  const rows = Object.values(state.forwards)
    .filter((forward) => forward.wish.on)
    .flatMap((forward): Row[] => {
      const name = `${forward.target.projectId}/${forward.target.resourceId}`;
      const tunnels = Object.values(forward.tunnels);
      if (tunnels.length > 0) return tunnels.map((tunnel) => tunnelRow(name, tunnel));
      const { status } = forward;
      return [[name, 'problem' in status ? describe(status.problem).title : status.kind, '', '', '']];
    })
    .sort((a, b) => a[0].localeCompare(b[0]) || a[3].localeCompare(b[3]));
  const head: Row = ['NAME', 'STATUS', 'ADDRESS', 'PORT', 'HOSTNAMES'];
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  return [head, ...rows]
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function tunnelRow(name: string, { port, instance, hostnames, status }: Tunnel): Row {
  const place = 'address' in status ? status.address : undefined;
  const label = `${port.number === place?.port || !place ? '' : `${place.port} ← `}${port.number} ${port.protocol.toLowerCase()}`;
  const words = status.kind === 'open' ? 'live' : 'problem' in status ? describe(status.problem).title : status.kind;
  return [instance ? `${name} (${instance})` : name, words, place?.host ?? '', label, hostnames.join(' ')];
}
