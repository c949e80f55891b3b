import { describe, expect, test } from 'vitest';
import { noHostnames } from '../../electron/contract/hostnames.ts';
import { emptySession } from '../../electron/contract/session.ts';
import type { Tunnel } from '../../electron/contract/forward.ts';
import type { Action } from '../../electron/session/actions.ts';
import { emptySaved } from '../../electron/session/saved.ts';
import { makeTunnel, openStatus, tunnelsOf } from '../support/builders.ts';
import { after, db, flowing, from, off, on, opened, sample, tunnelId, web } from '../support/facts.ts';

describe('a wish', () => {
  test('makes the forward that it names', () => {
    expect(after(on).forwards[web.key]).toEqual({
      id: web.key,
      target: web.target,
      wish: { on: true },
      status: { kind: 'off' },
      tunnels: {},
    });
  });

  test.each(['', 'nonsense', 'a/b/c/job/d', 'a/b/c/service/d/e', '__proto__', 'constructor'])(
    'for %j, which names nothing, is passed over',
    (id) => {
      expect(after({ type: 'wished', id, on: true })).toBe(emptySession);
    },
  );

  test('to stop what never ran makes nothing', () => {
    expect(after({ type: 'wished', id: web.key, on: false })).toBe(emptySession);
  });

  test('keeps its ports and instance when it is switched', () => {
    const chosen: Action = { type: 'wished', id: web.key, on: true, ports: [80], instance: 'web-1' };
    const state = after(chosen, { type: 'wished', id: web.key, on: false }, on);
    expect(state.forwards[web.key]?.wish).toEqual({ on: true, ports: [80], instance: 'web-1' });
  });

  test('for many changes only those', () => {
    const state = after(on, { type: 'wished', id: db.key, on: true });
    const next = from(state, { type: 'all-wished', ids: [web.key, 'nonsense'], on: false });
    expect(Object.values(next.forwards).map((each) => each.wish.on)).toEqual([false, true]);
    expect(next.forwards[db.key]).toBe(state.forwards[db.key]);
  });

  test('never changes by what happens', () => {
    expect(after(on, opened, off).forwards[web.key]?.wish).toEqual({ on: true });
  });
});

describe('an observation', () => {
  test('leaves tunnels that are the same untouched', () => {
    const before = after(on, opened);
    const db2 = makeTunnel(`${web.key}:81`);
    const tunnels = tunnelsOf(makeTunnel(tunnelId), db2);
    const next = from(before, { type: 'observed', id: web.key, status: { kind: 'open', since: 1 }, tunnels });
    expect(next.forwards[web.key]?.tunnels[tunnelId]).toBe(before.forwards[web.key]?.tunnels[tunnelId]);
    expect(Object.keys(next.forwards[web.key]?.tunnels ?? {})).toEqual([tunnelId, `${web.key}:81`]);
  });

  test('of the end clears tunnels and their traffic, whatever it lists', () => {
    const state = from(after(on, opened, flowing), { ...off, tunnels: tunnelsOf(makeTunnel(tunnelId)) });
    expect(state.forwards[web.key]?.tunnels).toEqual({});
    expect(state.traffic).toEqual({});
  });

  test('without a tunnel that was there removes its traffic', () => {
    const other = tunnelsOf(makeTunnel(`${web.key}:81`, { status: openStatus }));
    const moved: Action = { type: 'observed', id: web.key, status: { kind: 'open', since: 1 }, tunnels: other };
    expect(after(on, opened, flowing, moved).traffic).toEqual({});
  });
});

describe('where ports are served', () => {
  const at = (port: number) => ({ ...openStatus, address: { host: '127.24.0.1', port } });
  const observed = (...tunnels: readonly Tunnel[]): Action => ({
    type: 'observed',
    id: web.key,
    status: { kind: 'open', since: 1 },
    tunnels: tunnelsOf(...tunnels),
  });

  test('is known after they were, for TCP, and kept while they are off', () => {
    const udp = { port: { number: 53, protocol: 'UDP' }, status: at(53) };
    const both = observed(makeTunnel(tunnelId, { status: at(8080) }), makeTunnel(`${web.key}:53`, udp));
    const state = after(on, both, off);
    expect(state.served).toEqual({ [web.key]: [{ host: '127.24.0.1', port: 8080 }] });
    expect(from(state, { type: 'account-removed', id: web.target.accountId }).served).toEqual({});
  });

  test('is not forgotten while one of them is still being bound, or none could be', () => {
    const known = after(on, observed(makeTunnel(tunnelId, { status: at(80) })));
    const failed = { kind: 'failed', problem: { code: 'port-in-use' } } as const;
    for (const status of [{ kind: 'starting' } as const, failed])
      expect(from(known, observed(makeTunnel(tunnelId, { status }))).served).toBe(known.served);
  });
});

describe('traffic', () => {
  test('is kept per tunnel until the tunnel ends', () => {
    const state = after(on, opened, flowing);
    expect(state.traffic).toEqual({ [tunnelId]: sample });
    expect(from(state, { type: 'traffic', samples: { [tunnelId]: undefined } }).traffic).toEqual({});
  });

  test('leaves forwards and other samples untouched', () => {
    const state = after(on, opened, flowing);
    const next = from(state, { type: 'traffic', samples: { [tunnelId]: { ...sample, bytesIn: 9 } } });
    expect(next.forwards).toBe(state.forwards);
    expect(next.traffic[tunnelId]?.bytesIn).toBe(9);
  });

  test('of no known tunnel is passed over', () => {
    const state = after(on);
    expect(from(state, flowing, { type: 'traffic', samples: { constructor: sample } })).toBe(state);
  });
});

test('settings change one by one, and what is not given stays', () => {
  const state = after({ type: 'settings-changed', change: { theme: 'dark' } });
  expect(state.settings).toEqual({ ...emptySession.settings, theme: 'dark' });
  expect(from(state, { type: 'settings-changed', change: { theme: undefined } })).toBe(state);
});

describe('what the last run left', () => {
  const saved = {
    ...emptySaved,
    accounts: { acc: { id: 'acc', host: 'https://api.example', name: 'Acme', scope: 'team' } },
    wishes: { [web.key]: { on: true, ports: [80] }, [db.key]: { on: false } },
    places: { [web.key]: '127.24.0.9' },
    served: { [web.key]: [{ host: '127.24.0.9', port: 80 }] },
    hostnames: { wished: true, preferred: { web: web.key } },
  } as const;

  test('is shown as stale until it is read anew', () => {
    const state = after({ type: 'restored', saved });
    const account = { id: 'acc', host: 'https://api.example', name: 'Acme', scope: 'team' };
    expect(state.accounts).toEqual({ acc: { ...account, state: 'checking', catalog: { state: 'stale' } } });
    expect(state.places).toEqual(saved.places);
    expect(state.served).toEqual(saved.served);
    expect(state.hostnames).toEqual({ ...noHostnames, wished: true, preferred: { web: web.key } });
    expect(Object.values(state.forwards).map(({ wish, status }) => [wish, status])).toEqual([
      [{ on: true, ports: [80] }, { kind: 'off' }],
      [{ on: false }, { kind: 'off' }],
    ]);
  });

  test('stays closed where the user wants that, with ports kept', () => {
    const settings = { ...saved.settings, restore: 'never' as const };
    const state = after({ type: 'restored', saved: { ...saved, settings } });
    expect(state.forwards[web.key]?.wish).toEqual({ on: false, ports: [80] });
  });

  test('of an account that could not be read is left out', () => {
    const state = after({ type: 'restored', saved: { ...saved, accounts: {} } });
    expect(state.forwards).toEqual({});
    expect(state.places).toEqual(saved.places);
  });
});

test('a state of the names without a problem heals the one before', () => {
  const failed = after({ type: 'hostnames-changed', change: { state: 'failed', problem: { code: 'hosts-reverted' } } });
  expect(failed.hostnames).toMatchObject({ state: 'failed', problem: { code: 'hosts-reverted' } });
  const kept = from(failed, { type: 'hostnames-changed', change: { state: 'kept', how: 'direct', kept: 2 } });
  expect(kept.hostnames).toEqual({ ...noHostnames, state: 'kept', how: 'direct', kept: 2 });
  expect(from(kept, { type: 'hostnames-changed', change: { wished: true } }).hostnames.how).toBe('direct');
});
