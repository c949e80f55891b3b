import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { noHostnames } from '../../electron/contract/hostnames.ts';
import { emptySession } from '../../electron/contract/session.ts';
import { defaultSettings } from '../../electron/contract/settings.ts';
import type { Action } from '../../electron/session/actions.ts';
import { reduce } from '../../electron/session/reducer.ts';
import { emptySaved, fromSaved, toSaved } from '../../electron/session/saved.ts';
import { anyAction } from '../support/any-action.ts';
import { makeAccount, makeProject, makeResource, makeTarget, makeTunnel, tunnelsOf } from '../support/builders.ts';

const web = makeResource(makeTarget('web', { teamId: 'blue' }), { description: 'The shop', tags: ['a'] });
const db = makeResource(makeTarget('db', { kind: 'addon' }), { version: '16', tls: true });
const shop = { ...makeProject('shop'), region: 'europe-west', namespace: 'ns' };
const problem = { code: 'offline' } as const;

const actions: Action[] = [
  { type: 'account-added', account: makeAccount({ expiresAt: '2030-01-01T00:00:00Z', catalog: { state: 'empty' } }) },
  { type: 'catalog-loaded', accountId: 'acc', readAt: 5, projects: [shop], resources: [web, db] },
  { type: 'wished', id: web.key, on: true, ports: [80], instance: 'web-1' },
  { type: 'observed', id: web.key, status: { kind: 'open', since: 1 }, tunnels: tunnelsOf(makeTunnel('t')) },
  { type: 'wished', id: db.key, on: true },
  { type: 'placed', key: web.key, host: '127.24.0.7' },
  { type: 'settings-changed', change: { theme: 'dark' } },
  { type: 'hostnames-changed', change: { wished: true, state: 'kept', preferred: { web: web.key } } },
  { type: 'problem-raised', key: 'p', problem },
];
const state = actions.reduce(reduce, emptySession);
const throughFile = (value: unknown) => JSON.parse(JSON.stringify(value)) as unknown;
type Raw = { [part: string]: Record<string, unknown> };
const raw = () => throughFile(toSaved(state)) as Raw;
const preferred = { web: web.key };
/** What is left of the wish for names where one of its parts is damaged. */
const leftNames: Record<string, unknown> = {
  wished: { wished: false, preferred },
  'preferred.api': { wished: true, preferred },
};

test('what is saved comes back as it was, without statuses and problems', () => {
  const { saved, broken } = fromSaved(raw());
  expect(broken).toEqual([]);
  expect(saved).toEqual(toSaved(state));
  const restored = reduce(emptySession, { type: 'restored', saved });
  expect(restored).toEqual({
    ...state,
    accounts: { acc: { ...state.accounts['acc'], state: 'checking', catalog: { state: 'stale' } } },
    projects: {},
    resources: {},
    forwards: Object.fromEntries(
      Object.entries(state.forwards).map(([id, each]) => [id, { ...each, status: { kind: 'off' }, tunnels: {} }]),
    ),
    hostnames: { ...noHostnames, wished: true, preferred: { web: web.key } },
    problems: {},
  });
});

test('saving what was restored saves the same', () => {
  fc.assert(
    fc.property(fc.array(anyAction, { maxLength: 40 }), (some) => {
      const first = throughFile(toSaved(some.reduce(reduce, emptySession)));
      const { saved, broken } = fromSaved(first);
      expect(broken).toEqual([]);
      expect(throughFile(saved)).toEqual(first);
    }),
  );
});

test('nothing saved yet is not broken', () => {
  expect(fromSaved(undefined)).toEqual({ saved: emptySaved, broken: [] });
  expect(fromSaved({})).toEqual({ saved: emptySaved, broken: [] });
});

test.each([
  ['text', 'text'],
  ['a list', []],
  ['a number', 7],
])('%s is broken as a whole', (_, value) => {
  expect(fromSaved(value)).toEqual({ saved: emptySaved, broken: ['everything'] });
});

describe('a broken entry is dropped alone and named', () => {
  test.each<[string, (saved: Raw) => void, string]>([
    ['an account without a host', (saved) => void (saved['accounts']!['acc'] = { id: 'acc' }), 'accounts.acc'],
    [
      'an account of http',
      ({ accounts }) => void ((accounts!['acc'] as Raw)['host'] = 'http://x' as never),
      'accounts.acc',
    ],
    ['an account under another id', ({ accounts }) => void (accounts!['bob'] = accounts!['acc']), 'accounts.bob'],
    ['a wish without on', ({ wishes }) => void (wishes![web.key] = {}), `wishes.${web.key}`],
    [
      'a wish for a port that is none',
      ({ wishes }) => void (wishes![db.key] = { on: true, ports: [0] }),
      `wishes.${db.key}`,
    ],
    ['a wish for nothing that exists', ({ wishes }) => void (wishes!['x/y'] = { on: true }), 'wishes.x/y'],
    ['a place that is no address', ({ places }) => void (places!['a'] = 'localhost'), 'places.a'],
    ['a place on all interfaces', ({ places }) => void (places!['b'] = '0.0.0.0'), 'places.b'],
    ['a place on the network', ({ places }) => void (places!['c'] = '10.0.0.1'), 'places.c'],
    [
      'a port served on the network',
      ({ served }) => void (served![db.key] = [{ host: '0.0.0.0', port: 80 }]),
      `served.${db.key}`,
    ],
    [
      'a port served that is none',
      ({ served }) => void (served![db.key] = [{ host: '127.24.0.1', port: 70_000 }]),
      `served.${db.key}`,
    ],
    ['an unknown theme', ({ settings }) => void (settings!['theme'] = 'pink'), 'settings.theme'],
    [
      'a wish for names that is no yes or no',
      ({ hostnames }) => void (hostnames!['wished'] = 'yes'),
      'hostnames.wished',
    ],
    [
      'a choice of a name that names no forward',
      ({ hostnames }) => void (hostnames!['preferred'] = { web: web.key, api: 7 }),
      'hostnames.preferred.api',
    ],
  ])('%s', (_, damage, name) => {
    const damaged = raw();
    damage(damaged);
    const { saved, broken } = fromSaved(damaged);
    expect(broken).toEqual([name]);
    const [part = '', ...rest] = name.split('.');
    const key = rest.join('.');
    const expected = throughFile(toSaved(state)) as Raw;
    if (part === 'settings') expected['settings']![key] = defaultSettings.theme;
    else if (part === 'hostnames') expected['hostnames'] = leftNames[key] as never;
    else delete expected[part]![key];
    expect(throughFile(saved)).toEqual(expected);
  });

  test.each(['accounts', 'wishes', 'places', 'served', 'settings', 'hostnames'])('%s as a whole', (part) => {
    const { saved, broken } = fromSaved({ ...raw(), [part]: 'damaged' });
    expect(broken).toEqual([part]);
    expect({ ...saved, [part]: undefined }).toEqual({ ...toSaved(state), [part]: undefined });
  });
});

test('fields that are not known yet are passed over, also of a newer version', () => {
  const newer: Raw = Object.assign(raw(), { version: 2, extra: { a: 1 } });
  (newer['accounts']!['acc'] as Raw)['avatar'] = { url: 'x' };
  newer['settings']!['sounds'] = true;
  expect(fromSaved(newer)).toEqual({ saved: toSaved(state), broken: [] });
});

test('whatever stands in the file, reading it gives a state', () => {
  const part = fc.oneof(fc.anything(), fc.dictionary(fc.string(), fc.anything()));
  const names = ['accounts', 'wishes', 'places', 'settings', 'hostnames', 'projects', 'resources', '__proto__'];
  const file = fc.record(Object.fromEntries(names.map((name) => [name, part])), { requiredKeys: [] });
  fc.assert(
    fc.property(fc.oneof(file, fc.anything()), (content) => {
      const { saved, catalog } = fromSaved(content);
      reduce(emptySession, { type: 'restored', saved, ...(catalog && { catalog }) });
      expect(fromSaved(throughFile(saved))).toEqual({ saved, broken: [] });
    }),
  );
});
