import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { emptySession, type SessionState } from '../../electron/contract/session.ts';
import type { Action } from '../../electron/session/actions.ts';
import { reduce } from '../../electron/session/reducer.ts';
import { emptySaved } from '../../electron/session/saved.ts';
import { anyAction } from '../support/any-action.ts';
import {
  makeAccount,
  makeProject,
  makeResource,
  makeTarget,
  makeTunnel,
  openStatus,
  tunnelsOf,
} from '../support/builders.ts';

const after = (...actions: readonly Action[]) => from(emptySession, ...actions);
const from = (state: SessionState, ...actions: readonly Action[]) => actions.reduce(reduce, state);

const web = makeResource(makeTarget('web'));
const db = makeResource(makeTarget('db', { kind: 'addon' }));
const shop = makeProject('shop');
const added: Action = { type: 'account-added', account: makeAccount({ catalog: { state: 'empty' } }) };
const loaded = (...resources: (typeof web)[]): Action => ({
  type: 'catalog-loaded',
  accountId: 'acc',
  readAt: 5,
  projects: [shop],
  resources,
});
const on: Action = { type: 'wished', id: web.key, on: true };
const tunnelId = `${web.key}:80`;
const opened: Action = {
  type: 'observed',
  id: web.key,
  status: { kind: 'open', since: 1 },
  tunnels: tunnelsOf(makeTunnel(tunnelId)),
};
const off = { type: 'observed', id: web.key, status: { kind: 'off' }, tunnels: {} } as const satisfies Action;
const sample = { connections: 1, bytesIn: 2, bytesOut: 3, rateIn: 4, rateOut: 5 };
const flowing: Action = { type: 'traffic', samples: { [tunnelId]: sample } };

describe('any sequence of facts', () => {
  const sequences = fc.array(anyAction, { maxLength: 60 });

  test('a fact told twice changes nothing the second time', () => {
    fc.assert(
      fc.property(sequences, anyAction, (actions, last) => {
        const once = after(...actions, last);
        // A restore at any later time is no fact, it is the first action of a run.
        if (last.type !== 'restored') expect(reduce(once, structuredClone(last))).toBe(once);
      }),
    );
  });

  test('what looks the same stays the same object', () => {
    fc.assert(
      fc.property(sequences, anyAction, (actions, last) => {
        const before = after(...actions);
        const next = reduce(before, structuredClone(last));
        for (const field of Object.keys(before) as (keyof SessionState)[]) {
          expect(next[field] === before[field]).toBe(JSON.stringify(next[field]) === JSON.stringify(before[field]));
        }
      }),
    );
  });

  test('every project, resource, forward and sample has its owner', () => {
    fc.assert(
      fc.property(sequences, (actions) => {
        const state = after(...actions);
        const accounts = new Set(Object.keys(state.accounts));
        for (const each of Object.values(state.projects)) expect(accounts).toContain(each.accountId);
        for (const each of Object.values(state.resources)) expect(accounts).toContain(each.target.accountId);
        const tunnels = Object.values(state.forwards).flatMap((each) => Object.keys(each.tunnels));
        for (const id of Object.keys(state.traffic)) expect(tunnels).toContain(id);
        for (const each of Object.values(state.forwards)) {
          if (each.status.kind === 'off') expect(each.tunnels).toEqual({});
        }
      }),
    );
  });

  test('the state is plain data', () => {
    fc.assert(
      fc.property(sequences, (actions) => {
        const state = after(...actions);
        expect(JSON.parse(JSON.stringify(state))).toEqual(state);
      }),
    );
  });
});

describe('an account', () => {
  test('that signs in again keeps its catalogue', () => {
    const state = from(after(added, loaded(web)), { type: 'account-added', account: makeAccount({ name: 'New' }) });
    expect(state.accounts['acc']).toMatchObject({ name: 'New', catalog: { state: 'fresh', readAt: 5 } });
  });

  test('that works again has no problem', () => {
    const rejected: Action = {
      type: 'account-changed',
      id: 'acc',
      change: { state: 'rejected', problem: { code: 'token-rejected' } },
    };
    const state = after(added, rejected);
    expect(state.accounts['acc']?.problem).toEqual({ code: 'token-rejected' });
    const healed = from(state, { type: 'account-changed', id: 'acc', change: { state: 'signed-in' } });
    expect(healed.accounts['acc']).not.toHaveProperty('problem');
    expect(healed.accounts['acc']?.state).toBe('signed-in');
  });

  test('takes everything of it along when it goes, and nothing else', () => {
    const other = makeResource(makeTarget('web', { accountId: 'bob' }));
    const state = after(
      { type: 'account-added', account: makeAccount({ id: 'bob' }) },
      { type: 'catalog-loaded', accountId: 'bob', readAt: 5, projects: [], resources: [other] },
      { type: 'placed', key: web.key, host: '127.24.0.1' },
    );
    const full = from(state, added, loaded(web, db), on, opened, flowing);
    expect(from(full, { type: 'account-removed', id: 'acc' })).toEqual(state);
  });

  test.each<Action>([
    loaded(web),
    { type: 'catalog-part', accountId: 'acc', projects: [shop], resources: [web] },
    { type: 'catalog-failed', accountId: 'acc', problem: { code: 'offline' } },
    { type: 'catalog-loading', accountId: 'acc' },
    { type: 'account-changed', id: 'acc', change: { state: 'rejected' } },
    opened,
    flowing,
  ])('that is gone hears nothing that comes late ($type)', (late) => {
    expect(reduce(emptySession, late)).toBe(emptySession);
  });
});

describe('a catalogue', () => {
  test('goes from empty over loading to fresh', () => {
    const states = [added, { type: 'catalog-loading', accountId: 'acc' } as const, loaded(web)].map(
      (_, index, all) => after(...all.slice(0, index + 1)).accounts['acc']?.catalog,
    );
    expect(states).toEqual([{ state: 'empty' }, { state: 'loading' }, { state: 'fresh', readAt: 5 }]);
  });

  test('that cannot be read is empty at first, and stale where something is shown', () => {
    const failed: Action = { type: 'catalog-failed', accountId: 'acc', problem: { code: 'offline' } };
    expect(after(added, failed).accounts['acc']?.catalog).toEqual({ state: 'empty', problem: { code: 'offline' } });
    const state = after(added, loaded(web), failed);
    expect(state.accounts['acc']?.catalog).toEqual({ state: 'stale', readAt: 5, problem: { code: 'offline' } });
    expect(Object.keys(state.resources)).toEqual([web.key]);
    const again = from(state, { type: 'catalog-loading', accountId: 'acc' });
    expect(again.accounts['acc']?.catalog).toEqual({ state: 'loading', readAt: 5 });
  });

  test('in parts takes nothing away; as a whole it does', () => {
    const part: Action = { type: 'catalog-part', accountId: 'acc', projects: [], resources: [db] };
    const state = after(added, loaded(web), part);
    expect(Object.keys(state.resources)).toEqual([web.key, db.key]);
    expect(Object.keys(from(state, loaded(db)).resources)).toEqual([db.key]);
  });

  test('that says the same keeps every object', () => {
    const state = after(added, loaded(web, db), on);
    const again = from(state, { ...loaded(web, db), readAt: 9 } as Action);
    expect(again.accounts['acc']?.catalog.readAt).toBe(9);
    expect({ ...again, accounts: state.accounts }).toEqual(state);
    expect([again.projects, again.resources, again.forwards]).toEqual([
      state.projects,
      state.resources,
      state.forwards,
    ]);
    expect(again.resources).toBe(state.resources);
    expect(again.projects).toBe(state.projects);
    expect(again.forwards).toBe(state.forwards);
  });

  test('without a wished resource keeps its forward; without one that is off, it goes', () => {
    const wished = after(added, loaded(web), on, opened);
    expect(Object.keys(from(wished, loaded()).forwards)).toEqual([web.key]);
    const unwished = from(wished, { type: 'wished', id: web.key, on: false });
    expect(Object.keys(from(unwished, loaded()).forwards)).toEqual([web.key]);
    expect(from(unwished, off, loaded()).forwards).toEqual({});
  });
});

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
    accounts: { acc: { id: 'acc', host: 'https://api.example', name: 'Acme', scope: 'team', readAt: 7 } },
    projects: { [shop.key]: shop },
    resources: { [web.key]: web },
    wishes: { [web.key]: { on: true, ports: [80] }, [db.key]: { on: false } },
    places: { [web.key]: '127.24.0.9' },
    hostnames: { wished: true },
  } as const;

  test('is shown as stale until it is read anew', () => {
    const state = after({ type: 'restored', saved });
    const account = { id: 'acc', host: 'https://api.example', name: 'Acme', scope: 'team' };
    expect(state.accounts).toEqual({ acc: { ...account, state: 'checking', catalog: { state: 'stale', readAt: 7 } } });
    expect([state.projects, state.resources, state.places]).toEqual([saved.projects, saved.resources, saved.places]);
    expect(state.hostnames).toEqual({ wished: true, state: 'off' });
    expect(Object.values(state.forwards).map(({ wish, status }) => [wish, status])).toEqual([
      [{ on: true, ports: [80] }, { kind: 'off' }],
      [{ on: false }, { kind: 'off' }],
    ]);
  });

  test('stays closed where the user wants that, with ports kept', () => {
    const settings = { ...saved.settings, reconnectAtLaunch: false };
    const state = after({ type: 'restored', saved: { ...saved, settings } });
    expect(state.forwards[web.key]?.wish).toEqual({ on: false, ports: [80] });
  });

  test('of an account that could not be read is left out', () => {
    const state = after({ type: 'restored', saved: { ...saved, accounts: {} } });
    expect([state.projects, state.resources, state.forwards]).toEqual([{}, {}, {}]);
    expect(state.places).toEqual(saved.places);
  });
});
