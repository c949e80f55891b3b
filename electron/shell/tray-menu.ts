import type { Account, Resource } from '../contract/catalog.ts';
import type { Command } from '../contract/command.ts';
import type { Tunnel } from '../contract/forward.ts';
import { needsSignIn } from '../contract/problem-account.ts';
import { hostPort } from '../contract/loopback.ts';
import { describe } from '../contract/problem.ts';
import { resourcesOf, totals, type SessionState } from '../contract/session.ts';
import { summarise, troubleOf } from '../contract/status.ts';

/** A menu as data: what the native menu is built from, and what a test reads. */
export type MenuItem =
  | { readonly kind: 'separator' }
  | { readonly kind: 'text'; readonly label: string }
  | { readonly kind: 'action'; readonly label: string; readonly command: Command; readonly enabled?: boolean }
  | { readonly kind: 'check'; readonly label: string; readonly checked: boolean; readonly command: Command }
  | { readonly kind: 'submenu'; readonly label: string; readonly items: readonly MenuItem[] };

const MOST_ITEMS = 20;
const separator: MenuItem = { kind: 'separator' };

/** Order by project and name only, so no item moves when a state changes. */
export function trayMenu(state: SessionState): readonly MenuItem[] {
  const projects = Object.values(state.projects).sort((a, b) => a.name.localeCompare(b.name));
  const sections = projects.map((project) => {
    const resources = resourcesOf(state, project.key).filter((resource) => resource.type !== 'build');
    const used = resources.some((resource) => state.forwards[resource.key]?.wish.on);
    return { project, used, items: cut(resources.map((resource) => toggleItem(state, resource))) };
  });
  const inUse = sections.filter(({ used }) => used);
  const others = sections.filter(({ used, items }) => !used && items.length > 0);
  const copies = copyItems(state);
  const anyWished = Object.values(state.forwards).some((forward) => forward.wish.on);

  return [
    { kind: 'text', label: summaryLine(state) },
    ...problemItems(state),
    separator,
    ...inUse.flatMap(({ project, items }): MenuItem[] => [{ kind: 'text', label: project.name }, ...items, separator]),
    ...others.map(({ project, items }): MenuItem => ({ kind: 'submenu', label: project.name, items })),
    ...(others.length > 0 ? [separator] : []),
    ...(copies.length > 0 ? [{ kind: 'submenu', label: 'Copy address', items: copies } as const] : []),
    { kind: 'action', label: 'Stop all forwards', command: { type: 'forwards.stop-all' }, enabled: anyWished },
    { kind: 'action', label: 'Open Portside', command: { type: 'window.show' } },
    separator,
    { kind: 'action', label: 'Quit Portside', command: { type: 'quit' } },
  ];
}

/** First line of the menu and the icon's tooltip. */
export function summaryLine(state: SessionState): string {
  if (Object.keys(state.accounts).length === 0) return 'Not signed in';
  const { live, wished, troubled } = totals(state);
  if (wished === 0) return 'No forwards';
  // What is live was proved, whatever the system says of its network.
  if (!state.online && live === 0) return 'Offline';
  const forwards = `${live} of ${wished} ${wished === 1 ? 'forward' : 'forwards'} live`;
  return troubled > 0 ? `${forwards} · ${troubled} ${troubled === 1 ? 'needs' : 'need'} attention` : forwards;
}

function toggleItem(state: SessionState, resource: Resource): MenuItem {
  const checked = state.forwards[resource.key]?.wish.on ?? false;
  const suffix = checked ? forwardSuffix(state, resource) : resourceSuffix(resource);
  return {
    kind: 'check',
    label: escapeLabel(suffix ? `${resource.name}  —  ${suffix}` : resource.name),
    checked,
    command: { type: 'forward.set', id: resource.key, on: !checked },
  };
}

function forwardSuffix(state: SessionState, resource: Resource): string {
  const forward = state.forwards[resource.key];
  if (!forward) return '';
  const summary = summarise(forward);
  const trouble = troubleOf(forward);
  const addresses = openTunnels(forward.tunnels).map(({ address }) => hostPort(address));
  const [first] = addresses;
  const more = addresses.length > 1 ? ` +${addresses.length - 1}` : '';
  if (summary === 'live' && first) return `${first}${more}`;
  if (summary === 'partial' && first)
    return `${first}${more}, ${trouble ? describe(trouble).title.toLowerCase() : 'partly'}`;
  if (summary === 'retrying') return `reconnecting… ${trouble ? describe(trouble).title.toLowerCase() : ''}`.trim();
  if (summary === 'failed' && trouble && needsSignIn(trouble)) return 'sign in again';
  if (summary === 'failed') return trouble ? describe(trouble).title.toLowerCase() : 'failed';
  return summary === 'closing' ? 'stopping…' : 'starting…';
}

function resourceSuffix({ state }: Resource): string {
  return state === 'running' || state === 'unknown' ? '' : state;
}

function openTunnels(tunnels: Readonly<Record<string, Tunnel>>) {
  return Object.values(tunnels).flatMap((tunnel) =>
    tunnel.status.kind === 'open' ? [{ tunnel, address: tunnel.status.address }] : [],
  );
}

function copyItems(state: SessionState): readonly MenuItem[] {
  return cut(
    Object.values(state.forwards)
      .flatMap((forward) =>
        openTunnels(forward.tunnels).map(({ tunnel, address }) => {
          const name = state.resources[forward.id]?.name ?? forward.target.resourceId;
          const port = tunnel.port.name ?? String(tunnel.port.number);
          return {
            kind: 'action',
            label: escapeLabel(`${name} ${tunnel.instance ?? port}  —  ${hostPort(address)}`),
            command: { type: 'copy.address', tunnelId: tunnel.id },
          } as const;
        }),
      )
      .sort((a, b) => a.label.localeCompare(b.label)),
  );
}

function problemItems(state: SessionState): MenuItem[] {
  const lost = Object.values(state.accounts).filter((account: Account) => account.problem);
  const lines = [...lost.map((account) => account.problem), ...Object.values(state.problems)].flatMap((each) =>
    each ? [describe(each).title] : [],
  );
  return [...new Set(lines)].slice(0, 3).map((title) => ({
    kind: 'action',
    label: `⚠ ${escapeLabel(title)}`,
    command: { type: 'window.show' },
  }));
}

function cut(items: readonly MenuItem[]): readonly MenuItem[] {
  if (items.length <= MOST_ITEMS) return items;
  return [...items.slice(0, MOST_ITEMS), { kind: 'action', label: 'More…', command: { type: 'window.show' } }];
}

/** `&` would mark the next letter as a mnemonic; names come from the platform and may hold one, or a line break. */
function escapeLabel(label: string): string {
  return label.replaceAll('&', '&&').replace(/\s*[\r\n]+\s*/g, ' ');
}
