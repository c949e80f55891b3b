import type { Page } from 'playwright';
import type { Doctor } from '../../electron/contract/doctor.ts';
import { problem } from '../../electron/contract/problem.ts';
import { emptySession, type SessionState } from '../../electron/contract/session.ts';
import type { Forward } from '../../electron/contract/forward.ts';
import { noHostnames } from '../../electron/contract/hostnames.ts';
import {
  failedForward,
  makeAccount,
  makeForward,
  makeProject,
  makeResource,
  makeState,
  makeTraffic,
  makeTunnel,
  NOW,
  openAt,
  openForward,
} from '../support/session-fixtures.ts';

export type Screen = {
  readonly state: SessionState;
  /** What the user does to see it. */
  readonly steps?: (page: Page) => Promise<void>;
};

const tcp = (number: number, name: string) => ({ number, name, protocol: 'TCP' });
const http = { number: 8080, name: 'http', protocol: 'HTTP' };
const metrics = { number: 9090, name: 'metrics', protocol: 'HTTP' };
const shop = makeProject({ id: 'storefront' });
const billing = makeProject({ id: 'billing' });
const web = makeResource(shop, { name: 'web', ports: [{ number: 80, name: 'http', protocol: 'HTTP' }, metrics] });
const api = makeResource(shop, { name: 'checkout-api' });
const search = makeResource(shop, { name: 'search', ports: [tcp(50051, 'grpc'), http] });
const statsd = makeResource(shop, { name: 'statsd', ports: [{ number: 8125, name: 'udp', protocol: 'UDP' }] });
const db = makeResource(shop, { name: 'orders-db', kind: 'addon', version: '16.4', tls: true });
const cache = makeResource(shop, { name: 'cache', kind: 'addon', type: 'redis', version: '7.2' });
const assets = makeResource(shop, { name: 'assets', kind: 'addon', type: 'minio', state: 'paused', detail: 'paused' });
const empty = makeResource(shop, { name: 'worker', ports: [] });
const none = makeResource(shop, { name: 'nightly-export', instances: 0 });
const longName = 'a-service-whose-name-is-longer-than-any-list-has-room-for-and-goes-on-and-on';
const long = makeResource(shop, { name: longName, id: 'long' });
const rtl = makeResource(shop, { name: 'خدمة الطلبات', id: 'rtl' });

const live = (of: typeof web, place: number, ...ports: { number: number; name: string; protocol: string }[]) =>
  openForward(
    of,
    ports.map((port) => makeTunnel(of, port, openAt(place, port.number))),
  );
const dbForward: Forward = { ...live(db, 4, tcp(5432, 'postgres')), instances: ['orders-db-0', 'orders-db-1'] };
const lost = openForward(api, [
  makeTunnel(api, http, {
    kind: 'retrying',
    attempt: 2,
    dueAt: NOW + 8000,
    problem: problem('endpoint-gone'),
    address: { host: '127.24.1.2', port: 8080 },
  }),
]);
const traffic = Object.fromEntries(
  Object.keys(dbForward.tunnels).map((id) => [id, makeTraffic({ connections: 3, rateIn: 1_100_000, rateOut: 62_000 })]),
);
const activity = {
  1: { id: 1, at: NOW - 720_000, what: 'on', forward: db.key },
  2: { id: 2, at: NOW - 719_906, what: 'opened', forward: db.key, port: 'postgres', to: '127.24.1.4:5432', ms: 94 },
  3: { id: 3, at: NOW - 90_000, what: 'lost', forward: api.key, port: 'http', problem: problem('endpoint-gone') },
  4: { id: 4, at: NOW - 40_000, what: 'offline' },
  5: { id: 5, at: NOW - 31_000, what: 'online' },
  6: { id: 6, at: NOW - 30_000, what: 'healed', forward: db.key, port: 'postgres', to: '127.24.1.4:5432', ms: 9000 },
  7: { id: 7, at: NOW - 20_000, what: 'connected', forward: db.key, port: 'postgres', program: 'psql', pid: 4121 },
  8: {
    id: 8,
    at: NOW - 15_000,
    until: NOW - 11_000,
    what: 'connection-failed',
    forward: db.key,
    port: 'postgres',
    count: 12,
    program: 'pgbench',
    problem: problem('connection-cut', { code: 1006 }),
  },
} as const;

const full = makeState({
  projects: [shop, billing, makeProject({ id: 'data-platform' }), makeProject({ id: 'internal-tools' })],
  resources: [web, api, search, statsd, db, cache, assets],
  forwards: [
    live(web, 1, { number: 80, name: 'http', protocol: 'HTTP' }, metrics),
    lost,
    live(statsd, 3, { number: 8125, name: 'udp', protocol: 'UDP' }),
    dbForward,
  ],
  traffic,
  activity,
});
const odd = makeState({
  projects: [shop],
  resources: [long, rtl, empty, none, search, assets, web],
  forwards: [
    live(long, 7, http),
    live(rtl, 8, http),
    failedForward(search),
    makeForward(none, {
      status: { kind: 'retrying', attempt: 3, dueAt: NOW + 12_000, problem: problem('no-instance') },
    }),
    makeForward(web),
  ],
});
const trouble = (account: Parameters<typeof makeAccount>[0], more: Partial<SessionState> = {}): SessionState => ({
  ...full,
  accounts: { acme: makeAccount(account) },
  ...more,
});
const many = makeState({
  projects: Array.from({ length: 200 }, (_, at) => makeProject({ id: at === 0 ? 'storefront' : `team-${at}` })),
  resources: Array.from({ length: 200 }, (_, at) => makeResource(shop, { name: `svc-${String(at).padStart(3, '0')}` })),
});

const asked = [
  { method: 'GET', path: '/', status: 200, tookMs: 5.2, responseBytes: 2400 },
  { method: 'GET', path: '/cart?token=•••••&page=2', status: 302, tookMs: 12, responseBytes: 0, isReplay: true },
  { method: 'POST', path: '/api/orders/4711/items/with/a/path/that/is/longer/than/the/row', status: 422, tookMs: 48 },
  { method: 'GET', path: '/api/stock', status: 503, tookMs: 2140, responseBytes: 120 },
  { method: 'GET', path: '/events', status: 200, state: 'open', responseBytes: 18_000 },
  { method: 'DELETE', path: '/api/sessions/9', state: 'cut' },
] as const;
const requests = Object.fromEntries(
  asked.map((each, at) => {
    const more = { tunnel: `${web.key}:80`, at: NOW - 9000 + at * 1000, state: 'complete' as const };
    return [
      at + 1,
      {
        id: at + 1,
        forward: web.key,
        requestBytes: 0,
        responseBytes: 320,
        ...('status' in each && { firstByteMs: 4 }),
        ...more,
        ...each,
      },
    ];
  }),
);
const inspected: SessionState = {
  ...full,
  inspector: {
    on: { [web.key]: true },
    watched: web.key,
    unread: { http2: 1, other: 0 },
    ...(requests[3] && {
      shown: {
        entry: requests[3],
        request: {
          version: '1.1',
          fields: [
            ['Host', 'web:80'],
            ['Authorization', 'Bearer •••••'],
            ['Content-Type', 'application/json'],
          ],
          bytes: 42,
          body: { kind: 'text', text: '{"sku":"a-1","password":"•••••"}', isJson: true, isCut: false },
        },
        response: {
          version: '1.1',
          reason: 'Unprocessable Content',
          fields: [
            ['Content-Type', 'application/json'],
            ['Set-Cookie', 'sid=•••••; Path=/; HttpOnly'],
          ],
          bytes: 320,
          body: {
            kind: 'text',
            text: '{"error":{"code":"sku-unknown","message":"There is no such article."}}',
            isJson: true,
            isCut: false,
          },
        },
        isWhole: true,
      },
    }),
  },
  requests,
};
/** The same with one of the requests open, whatever became of it. */
const inspectedWith = (id: number, part: Partial<NonNullable<SessionState['inspector']['shown']>>): SessionState => {
  const entry = requests[id];
  const { shown } = inspected.inspector;
  if (!entry || !shown) throw new Error('no such request');
  const { response: _, ...rest } = shown;
  return { ...inspected, inspector: { ...inspected.inspector, shown: { ...rest, ...part, entry } } };
};
const opened = (name: RegExp) => async (page: Page) => {
  await inspector(page);
  await page.getByRole('list', { name: 'Requests' }).getByRole('button', { name }).click();
  await page.getByRole('button', { name: 'Replay', exact: true }).waitFor();
};
const answer = { version: '1.1', reason: 'OK', fields: [['Content-Type', 'image/png']], bytes: 18_000 } as const;
const inspector = async (page: Page) => {
  await open('web')(page);
  await page.getByRole('button', { name: 'Show requests' }).click();
};
const guarded: SessionState = {
  ...full,
  marks: { [shop.key]: 'production' },
  favourites: { [db.key]: NOW - 9000, [web.key]: NOW - 8000 },
  profiles: {
    p1: { id: 'p1', name: 'checkout work', entries: { [db.key]: {}, [api.key]: {}, [cache.key]: {} } },
  },
};
const steered: SessionState = {
  ...full,
  desktop: {
    tray: 'tray',
    about: {
      version: '0.1.0',
      isSource: false,
      electron: '45.4.1',
      chromium: '150.0.7340.12',
      node: '24.9.0',
      system: 'linux x64',
    },
  },
  control: {
    clients: {
      c1: { id: 'c1', name: 'portside', scopes: ['read', 'toggle'], since: NOW - 86_400_000, lastAt: NOW - 60_000 },
    },
    requests: {},
    entries: [{ id: 1, at: NOW - 60_000, name: 'portside', what: 'forward.set orders-db', ok: true }],
  },
};

const open = (name: string) => (page: Page) =>
  page.getByRole('listitem', { name, exact: true }).getByRole('button').first().click();
const settings = (section?: string) => async (page: Page) => {
  await page.keyboard.press('ControlOrMeta+,');
  const link = page.getByRole('button', { name: section ?? 'General', exact: true });
  if (section !== undefined && (await link.isVisible())) await link.click();
};
const palette = async (page: Page) => {
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.type('db');
};

const fifty = Array.from({ length: 50 }, (_, at) => makeResource(shop, { name: `live-${at}` }));
/** What the window costs is measured with: fifty live forwards, and the details of one. */
export const FIFTY: Screen = {
  state: makeState({
    projects: [shop],
    resources: fifty,
    forwards: fifty.map((each, at) => live(each, at + 1, http)),
  }),
  steps: open('live-0'),
};

/** Each state that a check can have, with what it offers. */
const examined: Doctor = {
  startedAt: NOW - 4000,
  endedAt: NOW - 2000,
  checks: [
    {
      id: 'token',
      state: 'warning',
      findings: [
        {
          state: 'warning',
          code: 'token-narrow',
          args: { account: 'Acme', missing: 'Project > Addons > General > Read' },
          cures: [{ kind: 'sign-in', accountId: 'acme' }],
        },
      ],
    },
    {
      id: 'api',
      state: 'ok',
      findings: [{ state: 'ok', code: 'api-fine', args: { host: 'api.northflank.com', ms: 84 } }],
    },
    {
      id: 'clock',
      state: 'problem',
      findings: [
        {
          state: 'problem',
          code: 'clock-behind',
          args: { seconds: 780 },
          cures: [{ kind: 'terminal', line: 'sudo timedatectl set-ntp true' }],
        },
      ],
    },
    { id: 'gateway', state: 'skipped', findings: [{ state: 'skipped', code: 'gateway-idle' }] },
    {
      id: 'ports',
      state: 'problem',
      findings: [
        {
          state: 'problem',
          code: 'port-held',
          args: { address: '127.24.1.4:5432', name: 'orders-db', program: 'postgres', pid: 811 },
          cures: [
            { kind: 'move', forward: db.key, port: 5432, host: '127.24.1.4', localPort: 40_211 },
            { kind: 'retry', forward: db.key },
          ],
        },
      ],
    },
    { id: 'disk', state: 'running', findings: [] },
  ],
};

/** Every state that a designer would ask for. */
export const SCREENS: Readonly<Record<string, Screen>> = {
  'signed-out': { state: emptySession },
  list: { state: full },
  details: { state: full, steps: open('orders-db') },
  reconnecting: { state: full, steps: open('checkout-api') },
  odd: { state: odd, steps: open('search') },
  loading: { state: makeState({ accounts: [makeAccount({ catalog: { state: 'loading' } })] }) },
  'no-projects': { state: makeState() },
  'empty-project': { state: makeState({ projects: [shop] }) },
  'one-row': { state: makeState({ projects: [shop], resources: [web] }) },
  many: { state: many },
  offline: { state: { ...full, online: false } },
  rejected: { state: trouble({ state: 'rejected', problem: problem('token-rejected') }) },
  limited: {
    state: trouble({
      catalog: { state: 'stale', readAt: NOW - 3_600_000, problem: problem('api-limited', { seconds: 1500 }) },
    }),
  },
  'project-unread': {
    state: {
      ...full,
      projects: {
        ...full.projects,
        [billing.key]: {
          ...billing,
          problem: problem('api-unreachable', { host: 'api.northflank.com', reason: 'timed out' }),
        },
      },
      resources: {},
      forwards: {},
    },
  },
  'project-partly': {
    state: {
      ...full,
      projects: {
        ...full.projects,
        [shop.key]: { ...shop, problem: problem('token-too-narrow', { permission: 'Addons > Read' }) },
      },
    },
  },
  palette: { state: full, steps: palette },
  shortcuts: { state: full, steps: (page) => page.keyboard.press('?') },
  activity: {
    state: full,
    steps: async (page) => {
      await page.keyboard.press('ControlOrMeta+k');
      await page.keyboard.type('activity');
      await page.keyboard.press('Enter');
    },
  },
  inspector: { state: inspected, steps: inspector },
  'inspector-request': {
    state: inspected,
    steps: async (page) => {
      await inspector(page);
      await page.getByRole('button', { name: /POST/ }).click();
      await page.getByRole('heading', { name: /^POST/ }).waitFor();
    },
  },
  'inspector-empty': { state: { ...inspected, requests: {} }, steps: inspector },
  'inspector-off': {
    state: { ...inspected, inspector: { on: {}, unread: { http2: 0, other: 0 } }, requests: {} },
    steps: async (page) => {
      await page.keyboard.press('ControlOrMeta+k');
      await page.keyboard.type('inspect requests of web');
      await page.keyboard.press('Enter');
    },
  },
  'inspector-none': {
    state: inspected,
    steps: async (page) => {
      await inspector(page);
      await page.getByRole('searchbox').or(page.getByRole('textbox')).first().fill('nothing of this kind');
    },
  },
  'inspector-open': { state: inspectedWith(5, {}), steps: opened(/events/) },
  'inspector-cut': { state: inspectedWith(6, { isWhole: false }), steps: opened(/sessions/) },
  'inspector-binary': {
    state: inspectedWith(1, { response: { ...answer, body: { kind: 'binary', type: 'image/png' } } }),
    steps: opened(/GET \/ /),
  },
  'inspector-packed': {
    state: inspectedWith(4, { response: { ...answer, body: { kind: 'packed', coding: 'zstd' } } }),
    steps: opened(/stock/),
  },
  'settings-general': { state: full, steps: settings() },
  doctor: { state: { ...full, doctor: examined }, steps: settings('Diagnostics') },
  ...Object.fromEntries(
    (['Hostnames', 'Notifications', 'Clipboard', 'Production', 'Network', 'About', 'Local control'] as const).map(
      (name) => [`settings-${name.toLowerCase().replace(' ', '-')}`, { state: steered, steps: settings(name) }],
    ),
  ),
  'settings-appearance': { state: full, steps: settings('Appearance') },
  'many-troubles': {
    state: trouble(
      { state: 'rejected', problem: problem('token-rejected') },
      {
        restorable: [web.key, cache.key],
        problems: {
          settings: problem('unexpected', { scope: 'settings', reason: 'no space left on the device' }),
        },
      },
    ),
  },
  production: {
    state: { ...guarded, confirmation: { state: 'asked', command: { type: 'forward.set', id: cache.key, on: true } } },
  },
  'production-list': { state: guarded },
  favourites: {
    state: guarded,
    steps: async (page) => {
      await page.keyboard.press('ControlOrMeta+k');
      await page.keyboard.type('favourites');
      await page.keyboard.press('Enter');
    },
  },
  'control-request': {
    state: {
      ...steered,
      control: {
        ...steered.control,
        requests: { r1: { id: 'r1', name: 'code editor', scopes: ['read', 'toggle'], at: NOW } },
      },
    },
  },
  'close-question': { state: { ...full, desktop: { tray: 'tray', question: { kind: 'close' } } } },
  'quit-question': {
    state: { ...full, desktop: { tray: 'tray', question: { kind: 'quit', forwards: 2, connections: 5 } } },
  },
  hostnames: {
    state: full,
    steps: (page) =>
      page
        .getByRole('button', { name: /^Hostnames off/ })
        .first()
        .click(),
  },
  'hostnames-on': {
    state: {
      ...full,
      hostnames: { ...noHostnames, wished: true, state: 'kept', how: 'helper', kept: 4 },
    },
    steps: open('orders-db'),
  },
  'sign-in-failed': { state: { ...emptySession, signIn: { state: 'failed', problem: problem('token-rejected') } } },
  'sign-in-ways': {
    state: {
      ...emptySession,
      cliLogins: { list: [{ name: 'acme', host: 'https://api.northflank.com', isCurrent: true }] },
    },
  },
  'open-select': {
    state: full,
    steps: async (page) => {
      await open('orders-db')(page);
      await page.getByRole('combobox', { name: 'Stop by itself' }).click();
      await page.getByRole('listbox').waitFor();
    },
  },
  'kit-menu': {
    state: full,
    steps: async (page) => {
      await open('orders-db')(page);
      await page.getByRole('button', { name: 'Copy in another format' }).click();
      await page.getByRole('menu').waitFor();
    },
  },
  marked: {
    state: full,
    steps: async (page) => {
      const rows = page.locator('.row-open');
      await rows.nth(0).click({ modifiers: ['ControlOrMeta'] });
      await rows.nth(2).click({ modifiers: ['Shift'] });
    },
  },
};
