import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { emptySession, type SessionState } from '../../electron/contract/session.ts';
import type { Action } from '../../electron/session/actions.ts';
import { reduce } from '../../electron/session/reducer.ts';
import { anyAction } from '../support/any-action.ts';
import { makeAccount, makeResource, makeTarget } from '../support/builders.ts';
import { added, after, db, flowing, from, loaded, off, on, opened, shop, web } from '../support/facts.ts';

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
    { type: 'projects-listed', accountId: 'acc', projects: [shop] },
    { type: 'project-read', accountId: 'acc', project: shop, resources: [web], named: [], whole: ['service'] },
    { type: 'resource-read', resource: web },
    { type: 'resource-unread', key: web.key, problem: { code: 'offline' } },
    { type: 'instances-read', key: web.key, instances: { list: [], readAt: 1 } },
    { type: 'budget-read', accountId: 'acc', budget: { limit: 1000, remaining: 1, resetAt: 1 } },
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

  test('as a whole takes away what it does not name', () => {
    const state = after(added, loaded(web, db));
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
