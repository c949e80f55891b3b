import { describe, expect, test } from 'vitest';
import { resourceKey, type Resource, type Target } from '../../electron/contract/catalog.ts';
import type { Forward, TunnelStatus } from '../../electron/contract/forward.ts';
import { problem } from '../../electron/contract/problem.ts';
import { emptySession, type SessionState } from '../../electron/contract/session.ts';
import { trayIcon } from '../../electron/shell/tray-icon.ts';
import { trayMenu, type MenuItem } from '../../electron/shell/tray-menu.ts';

const target = (projectId: string, resourceId: string): Target => ({
  accountId: 'acme',
  projectId,
  kind: 'service',
  resourceId,
});

function resource(projectId: string, name: string, change: Partial<Resource> = {}): Resource {
  const place = target(projectId, name);
  const projectKey = `acme/-/${projectId}`;
  return {
    key: resourceKey(place),
    projectKey,
    target: place,
    name,
    tags: [],
    state: 'running',
    detail: '',
    type: 'combined',
    ...change,
  };
}

function forward(each: Resource, statuses: readonly TunnelStatus[]): Forward {
  const tunnels = Object.fromEntries(
    statuses.map((status, index) => {
      const id = `${each.key}:${8080 + index}`;
      return [id, { id, port: { number: 8080 + index, name: `p${index}`, protocol: 'HTTP' }, hostnames: [], status }];
    }),
  );
  return { id: each.key, target: each.target, wish: { on: true }, status: { kind: 'open', since: 1 }, tunnels };
}

const open = (port: number): TunnelStatus => ({
  kind: 'open',
  address: { host: '127.24.1.1', port },
  since: 1,
  verifiedAt: 1,
});
const lost: TunnelStatus = { kind: 'retrying', attempt: 1, dueAt: 2, problem: problem('endpoint-gone') };

function state(
  resources: readonly Resource[],
  forwards: readonly Forward[],
  change: Partial<SessionState> = {},
): SessionState {
  const projectIds = [...new Set(resources.map((each) => each.target.projectId))];
  return {
    ...emptySession,
    accounts: {
      acme: {
        id: 'acme',
        host: 'https://api.example',
        name: 'Acme',
        scope: 'team',
        state: 'signed-in',
        catalog: { state: 'fresh' },
      },
    },
    projects: Object.fromEntries(
      projectIds.map((id) => [`acme/-/${id}`, { key: `acme/-/${id}`, accountId: 'acme', id, name: id }]),
    ),
    resources: Object.fromEntries(resources.map((each) => [each.key, each])),
    forwards: Object.fromEntries(forwards.map((each) => [each.id, each])),
    ...change,
  };
}

function labels(items: readonly MenuItem[]): string[] {
  return items.flatMap((item) => {
    if (item.kind === 'separator') return [];
    return item.kind === 'submenu' ? [item.label, ...labels(item.items).map((label) => `  ${label}`)] : [item.label];
  });
}

const web = resource('shop', 'web');
const search = resource('shop', 'search', { state: 'paused' });
const ledger = resource('billing', 'ledger');

describe('the tray menu', () => {
  test('shows the address of a live forward, its project at the top and other projects in submenus', () => {
    expect(labels(trayMenu(state([web, search, ledger], [forward(web, [open(8080), open(9090)])])))).toEqual([
      '1 of 1 forward live',
      'shop',
      'search  —  paused',
      'web  —  127.24.1.1:8080 +1',
      'billing',
      '  ledger',
      'Copy address',
      '  web p0  —  127.24.1.1:8080',
      '  web p1  —  127.24.1.1:9090',
      'Stop all forwards',
      'Open Portside',
      'Quit Portside',
    ]);
  });

  test('never shows a check without the truth beside it', () => {
    const items = trayMenu(state([web], [forward(web, [lost])]));
    expect(items).toContainEqual({
      kind: 'check',
      label: 'web  —  reconnecting… instance gone',
      checked: true,
      command: { type: 'forward.set', id: web.key, on: false },
    });
    expect(labels(items)[0]).toBe('0 of 1 forward live · 1 needs attention');
  });

  test('keeps the order of items whatever their states are', () => {
    const order = (forwards: readonly Forward[]) =>
      labels(trayMenu(state([web, search], forwards)))
        .map((label) => label.split('  —  ')[0])
        .filter((label) => label === 'web' || label === 'search');
    expect(order([forward(web, [open(1)])])).toEqual(order([forward(web, [lost]), forward(search, [open(2)])]));
  });

  test('names a rejected token and leads to the window', () => {
    const base = state([web], []);
    const acme = base.accounts['acme'];
    if (!acme) throw new Error('no account');
    const rejected = { ...acme, state: 'rejected' as const, problem: problem('token-rejected') };
    const next = { ...base, accounts: { acme: rejected } };
    expect(trayMenu(next)).toContainEqual({
      kind: 'action',
      label: '⚠ Token rejected',
      command: { type: 'window.show' },
    });
    expect(trayIcon(next)).toBe('trouble');
  });

  test('cuts a long project with a way to the window', () => {
    const many = Array.from({ length: 50 }, (_, index) => resource('shop', `svc-${String(index).padStart(2, '0')}`));
    const [first] = many;
    if (!first) throw new Error('no resource');
    const shown = labels(trayMenu(state(many, [forward(first, [open(1)])])));
    expect(shown.filter((label) => label.startsWith('svc-'))).toHaveLength(20);
    expect(shown).toContain('More…');
  });

  test('shows an ampersand and swallows a line break in a name', () => {
    expect(labels(trayMenu(state([resource('shop', 'R&D\nweb')], [])))).toContain('  R&&D web');
  });
});

describe('the tray icon', () => {
  test.each([
    ['idle', []],
    ['live', [forward(web, [open(1)])]],
    ['busy', [forward(web, [lost])]],
    ['trouble', [forward(web, [open(1), lost])]],
    ['trouble', [forward(web, [{ kind: 'failed', problem: problem('port-in-use') }]), forward(ledger, [open(1)])]],
  ] as const)('is %s', (icon, forwards) => {
    expect(trayIcon(state([web, ledger], forwards))).toBe(icon);
  });
});
