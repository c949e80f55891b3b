import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { apply, diff } from '../../electron/contract/patch.ts';
import { emptySession, type SessionState } from '../../electron/contract/session.ts';
import type { Action } from '../../electron/session/actions.ts';
import { reduce } from '../../electron/session/reducer.ts';
import { anyAction } from '../support/any-action.ts';
import { makeAccount, makeResource, makeTarget } from '../support/builders.ts';

/** What a channel between processes does to a message. */
const sent = <T>(value: T): T => structuredClone(value);

const web = makeResource(makeTarget('web'));
const db = makeResource(makeTarget('db'));
const account: Action = { type: 'account-added', account: makeAccount() };
const loaded = {
  type: 'catalog-loaded',
  accountId: 'acc',
  readAt: 1,
  projects: [],
  resources: [web, db],
} as const satisfies Action;

test('the copy equals the state after any sequence of facts', () => {
  fc.assert(
    fc.property(fc.array(anyAction, { maxLength: 80 }), (actions) => {
      let state = emptySession;
      let copy = sent(state);
      for (const action of actions) {
        const next = reduce(state, action);
        const patch = diff(state, next);
        expect(patch === undefined).toBe(next === state);
        if (patch) copy = apply(copy, sent(patch));
        state = next;
        expect(copy).toEqual(state);
      }
    }),
  );
});

test('one patch over many facts leads to the same state', () => {
  fc.assert(
    fc.property(fc.array(anyAction, { maxLength: 40 }), fc.array(anyAction, { maxLength: 40 }), (first, second) => {
      const before = first.reduce(reduce, emptySession);
      const after = second.reduce(reduce, before);
      const patch = diff(before, after);
      expect(patch ? apply(sent(before), sent(patch)) : before).toEqual(after);
    }),
  );
});

describe('a patch', () => {
  const state = [account, loaded].reduce(reduce, emptySession);

  test('names only what changed', () => {
    const next = reduce(state, { type: 'wished', id: web.key, on: true });
    expect(diff(state, next)).toEqual({ values: {}, set: { forwards: next.forwards }, gone: {} });
    const online = reduce(state, { type: 'online', online: false });
    expect(diff(state, online)).toEqual({ values: { online: false }, set: {}, gone: {} });
    const removed = reduce(state, {
      type: 'catalog-loaded',
      accountId: 'acc',
      readAt: 1,
      projects: [],
      resources: [web],
    });
    expect(diff(state, removed)).toEqual({ values: {}, set: {}, gone: { resources: [db.key] } });
  });

  test('leaves what it does not name the same object', () => {
    const copy = sent(state);
    const changed = reduce(state, { ...loaded, resources: [{ ...web, state: 'paused' }, db] });
    const next = apply(copy, sent(diff(state, changed)!));
    expect(next.resources[db.key]).toBe(copy.resources[db.key]);
    expect(next.resources[web.key]?.state).toBe('paused');
    for (const field of Object.keys(copy) as (keyof SessionState)[]) {
      if (field !== 'resources') expect(next[field]).toBe(copy[field]);
    }
  });

  test('of nothing is none', () => {
    expect(diff(state, state)).toBeUndefined();
    expect(diff(state, { ...state })).toBeUndefined();
  });
});
