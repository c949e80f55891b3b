import { describe, expect, test } from 'vitest';
import { resourceKey, type Resource, type Target } from '../../electron/contract/catalog.ts';
import type { Forward, TunnelStatus } from '../../electron/contract/forward.ts';
import { problem } from '../../electron/contract/problem.ts';
import { emptySession, type SessionState } from '../../electron/contract/session.ts';
import { trayIcon } from '../../electron/shell/tray-icon.ts';
import type { MenuItem } from '../../electron/shell/tray-item.ts';
import { summaryLine, trayMenu } from '../../electron/shell/tray-menu.ts';

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
  test('has what was used at hand, every project below, and what can be copied', () => {
    expect(labels(trayMenu(state([web, search, ledger], [forward(web, [open(8080), open(9090)])])))).toEqual([
      '1 of 1 forward live',
      'Open Portside',
      'web  —  127.24.1.1:8080 +1',
      'billing',
      '  ledger',
      'shop',
      '  search  —  paused',
      '  web  —  127.24.1.1:8080 +1',
      'Copy Address',
      '  web p0  —  127.24.1.1:8080',
      '  web p1  —  127.24.1.1:9090',
      'Copy Connection String',
      '  web p0',
      '  web p1',
      'Pause All Forwards',
      'Stop All Forwards',
      'Settings…',
      'Quit Portside',
    ]);
  });

  test('keeps what was on lately and what is starred at hand, and names the project where a name is there twice', () => {
    const other = resource('billing', 'web');
    const change = { recent: { [other.key]: 5 }, favourites: { [search.key]: 1 } };
    const items = trayMenu(state([web, search, other], [forward(web, [open(1)])], change));
    expect(labels(items).slice(2, 5)).toEqual(['web (billing)', 'search  —  paused', 'web (shop)  —  127.24.1.1:1']);
  });

  test('makes room at hand for what is on', () => {
    const many = Array.from({ length: 30 }, (_, index) => resource('shop', `svc-${String(index).padStart(2, '0')}`));
    const forwards = many.map((each, index) => {
      const on = forward(each, [open(index + 1)]);
      return index >= 25 ? on : { ...on, wish: { on: false }, status: { kind: 'off' } as const, tunnels: {} };
    });
    const recent = Object.fromEntries(many.map(({ key }, index) => [key, 100 - index]));
    const items = trayMenu(state(many, forwards, { recent }));
    expect(labels(items)).toContain('More…');
    const checks = items.flatMap((item) => (item.kind === 'check' ? [item] : []));
    expect(checks).toHaveLength(12);
    expect(checks.filter(({ checked }) => checked)).toHaveLength(5);
  });

  test('does not leave out a project that could not be read, and says of one that was read in part that it may be more', () => {
    const broken = { ...state([web], []).projects['acme/-/shop']!, problem: problem('api-unreachable') };
    const menu = (resources: readonly Resource[]) => {
      const given = state(resources, [], { projects: { 'acme/-/shop': broken } });
      return trayMenu(given).find((item) => item.kind === 'submenu' && item.label === broken.name);
    };
    expect(menu([])).toMatchObject({
      items: [{ label: '⚠ Could not be read: Northflank cannot be reached', command: { type: 'window.show' } }],
    });
    expect(menu([web])).toMatchObject({
      items: [{ label: 'web' }, { label: '⚠ May be incomplete: Northflank cannot be reached' }],
    });
  });

  test('switches profiles, and says where one is on in part', () => {
    const profiles = {
      p: { id: 'p', name: 'Morning', entries: { [web.key]: {}, [ledger.key]: {} } },
    };
    const items = trayMenu(state([web, ledger], [forward(web, [open(1)])], { profiles }));
    expect(items).toContainEqual({
      kind: 'submenu',
      label: 'Profiles',
      items: [
        {
          kind: 'check',
          label: 'Morning  —  1 of 2 on',
          checked: false,
          command: { type: 'profile.set', id: 'p', on: true },
        },
      ],
    });
  });

  test('offers the paused ones again', () => {
    const paused = {
      ...forward(web, []),
      wish: { on: false, paused: true as const },
      status: { kind: 'off' } as const,
    };
    const items = trayMenu(state([web], [paused]));
    expect(labels(items)[0]).toBe('1 forward paused');
    expect(items).toContainEqual({
      kind: 'action',
      label: 'Resume 1 Forward',
      command: { type: 'forwards.set', ids: [web.key], on: true },
    });
  });

  test('copies the shortest host name that leads here, once names are kept', () => {
    const each = forward(web, [open(8080)]);
    const [tunnel] = Object.values(each.tunnels);
    if (!tunnel) throw new Error('no tunnel');
    const named = { ...each, tunnels: { [tunnel.id]: { ...tunnel, hostnames: ['web.ns', 'web'] } } };
    const before = state([web], [named]);
    expect(labels(trayMenu(before))).not.toContain('Copy Host Name');
    const kept = { ...before, hostnames: { ...before.hostnames, wished: true, state: 'kept' as const, kept: 2 } };
    const menu = trayMenu(kept).find((item) => item.kind === 'submenu' && item.label === 'Copy Host Name');
    expect(menu).toMatchObject({ items: [{ command: { type: 'copy.hostname', hostname: 'web' } }] });
  });

  test('says offline only while nothing is live', () => {
    expect(summaryLine(state([web], [forward(web, [open(1)])], { online: false }))).toBe('1 of 1 forward live');
    expect(summaryLine(state([web], [forward(web, [lost])], { online: false }))).toBe('Offline');
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
    expect(order([forward(web, [open(1)]), forward(search, [lost])])).toEqual(
      order([forward(web, [lost]), forward(search, [open(2)])]),
    );
  });

  test('names a rejected token and leads to its sign-in', () => {
    const base = state([web], []);
    const acme = base.accounts['acme'];
    if (!acme) throw new Error('no account');
    const rejected = { ...acme, state: 'rejected' as const, problem: problem('token-rejected') };
    const next = { ...base, accounts: { acme: rejected } };
    expect(trayMenu(next)).toContainEqual({
      kind: 'action',
      label: '⚠ Token rejected',
      command: { type: 'window.show', place: { kind: 'sign-in', accountId: 'acme' } },
    });
    expect(trayIcon(next)).toBe('trouble');
  });

  test('cuts a long project with a way to the window', () => {
    const many = Array.from({ length: 50 }, (_, index) => resource('shop', `svc-${String(index).padStart(2, '0')}`));
    const [first] = many;
    if (!first) throw new Error('no resource');
    const shown = labels(trayMenu(state(many, [forward(first, [open(1)])])));
    expect(shown.filter((label) => /^ {2}svc-\d\d(?: |$)(?!p0)/.test(label))).toHaveLength(20);
    expect(shown).toContain('  More…');
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

test('production is called by its word wherever it can be switched on', () => {
  const db = resource('billing-prod', 'ledger');
  const labels = (items: readonly MenuItem[]): readonly string[] =>
    items.flatMap((item) => ('label' in item ? [item.label, ...('items' in item ? labels(item.items) : [])] : []));
  const shown = labels(trayMenu(state([db], [], { favourites: { [db.key]: 1 } })));
  expect(shown.filter((label) => label.startsWith('Production · '))).toEqual([
    'Production · ledger',
    expect.stringMatching(/^Production · billing-prod/i),
    'Production · ledger',
  ]);
});
