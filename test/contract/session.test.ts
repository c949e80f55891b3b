import { expect, test } from 'vitest';
import { Command } from '../../electron/contract/command.ts';
import {
  addressOf,
  emptySession,
  findTunnel,
  projectsOf,
  resourcesOf,
  totals,
} from '../../electron/contract/session.ts';
import type { Action } from '../../electron/session/actions.ts';
import { reduce } from '../../electron/session/reducer.ts';
import { makeAccount, makeProject, makeResource, makeTarget, makeTunnel, tunnelsOf } from '../support/builders.ts';

const web = makeResource(makeTarget('web'), { name: 'web' });
const api = makeResource(makeTarget('api'), { name: 'Api' });
const db = makeResource(makeTarget('db', { kind: 'addon' }), { name: 'a database' });
const projects = [makeProject('shop'), makeProject('blog')];
const wished = (id: string): Action => ({ type: 'wished', id, on: true });
const open = { kind: 'open', since: 1 } as const;
const failed = makeTunnel(`${api.key}:80`, { status: { kind: 'failed', problem: { code: 'port-in-use' } } });
const sample = { connections: 2, bytesIn: 0, bytesOut: 0, rateIn: 10, rateOut: 1 };

const actions: Action[] = [
  { type: 'account-added', account: makeAccount() },
  { type: 'catalog-loaded', accountId: 'acc', readAt: 1, projects, resources: [db, web, api] },
  wished(web.key),
  wished(api.key),
  wished(db.key),
  { type: 'observed', id: web.key, status: open, tunnels: tunnelsOf(makeTunnel(`${web.key}:80`)) },
  { type: 'observed', id: api.key, status: open, tunnels: tunnelsOf(failed) },
  { type: 'traffic', samples: { [`${web.key}:80`]: sample, [`${api.key}:80`]: sample } },
];
const state = actions.reduce(reduce, emptySession);

test('totals count what is live, wished and in trouble, and add up the traffic', () => {
  expect(totals(state)).toEqual({ live: 1, wished: 3, troubled: 1, rateIn: 20, rateOut: 2, connections: 4 });
  expect(totals(emptySession)).toEqual({ live: 0, wished: 0, troubled: 0, rateIn: 0, rateOut: 0, connections: 0 });
});

test('lists are sorted: projects by name, services before addons', () => {
  expect(projectsOf(state, 'acc').map((each) => each.id)).toEqual(['blog', 'shop']);
  expect(projectsOf(state, 'bob')).toEqual([]);
  expect(resourcesOf(state, 'acc/-/shop').map((each) => each.name)).toEqual(['Api', 'web', 'a database']);
});

test('a tunnel is found wherever its forward stands, and has an address while it is bound', () => {
  const tunnel = findTunnel(state, `${web.key}:80`);
  expect(tunnel && addressOf(tunnel)).toEqual({ host: '127.24.0.1', port: 80 });
  expect(addressOf(failed)).toBeUndefined();
  const waiting = { kind: 'retrying', attempt: 1, dueAt: 2, problem: { code: 'offline' } } as const;
  expect(addressOf(makeTunnel('x', { status: waiting }))).toBeUndefined();
  const address = { host: '127.24.0.2', port: 81 };
  expect(addressOf(makeTunnel('x', { status: { ...waiting, address } }))).toEqual(address);
  for (const id of ['', 'constructor', '__proto__', web.key]) expect(findTunnel(state, id)).toBeUndefined();
});

test.each([
  { type: 'forward.set', id: '', on: true },
  { type: 'forward.set', id: 'x', on: 'yes' },
  { type: 'forward.set', id: 'x', on: true, extra: 1 },
  { type: 'forwards.set', ids: Array.from({ length: 10_001 }, () => 'x'), on: true },
  { type: 'account.sign-in', token: '', host: '' },
  { type: 'account.sign-in', token: 'x'.repeat(16_385), host: '' },
  { type: 'settings.change', settings: { theme: 'pink' } },
  { type: 'settings.change', settings: { unknown: true } },
  { type: 'copy.hostname', tunnelId: 'x', hostname: 'x'.repeat(254) },
  { type: 'app.quit' },
  null,
])('%j is no command', (sent) => {
  expect(Command.safeParse(sent).success).toBe(false);
});

test('a setting that is not given is not made up', () => {
  expect(Command.parse({ type: 'settings.change', settings: { theme: 'dark' } })).toEqual({
    type: 'settings.change',
    settings: { theme: 'dark' },
  });
});
