import { expect, test } from 'vitest';
import { emptySession } from '../../electron/contract/session.ts';
import type { Action } from '../../electron/session/actions.ts';
import { createStore } from '../../electron/session/store.ts';

const offline: Action = { type: 'online', online: false };
const online: Action = { type: 'online', online: true };
const raise = (key: string): Action => ({ type: 'problem-raised', key, problem: { code: 'offline' } });

test('each change is one revision, and nothing new is none', () => {
  const store = createStore(emptySession);
  const seen: [boolean, boolean, number][] = [];
  store.subscribe((next, previous, revision) => seen.push([previous.online, next.online, revision]));
  store.dispatch(online);
  store.dispatch(offline);
  store.dispatch(offline);
  store.dispatch(online);
  expect(seen).toEqual([
    [true, false, 1],
    [false, true, 2],
  ]);
  expect(store.revision()).toBe(2);
  expect(store.read().online).toBe(true);
});

test('what a subscriber dispatches waits until all have seen the present revision', () => {
  const store = createStore(emptySession);
  const seen: string[] = [];
  store.subscribe((next, _, revision) => {
    seen.push(`first ${revision}`);
    if (revision === 1) {
      store.dispatch(raise('a'));
      store.dispatch(raise('b'));
      expect(store.read()).toBe(next);
    }
  });
  store.subscribe((next, _, revision) => seen.push(`second ${revision} ${Object.keys(next.problems).join()}`));
  store.dispatch(offline);
  expect(seen).toEqual(['first 1', 'second 1 ', 'first 2', 'second 2 a', 'first 3', 'second 3 a,b']);
});

test('a subscriber that throws stops nobody else', () => {
  const errors: unknown[] = [];
  const store = createStore(emptySession, (error) => errors.push(error));
  const broken = new Error('broken reader');
  const seen: number[] = [];
  store.subscribe(() => {
    throw broken;
  });
  store.subscribe((_, __, revision) => seen.push(revision));
  store.dispatch(offline);
  store.dispatch(online);
  expect(seen).toEqual([1, 2]);
  expect(errors).toEqual([broken, broken]);
});

test('who leaves while a revision is told hears nothing more', () => {
  const store = createStore(emptySession);
  const seen: string[] = [];
  store.subscribe(() => leave());
  const leave = store.subscribe(() => seen.push('left'));
  store.subscribe(() => seen.push('stayed'));
  store.dispatch(offline);
  expect(seen).toEqual(['stayed']);
});

test('who comes while a revision is told hears of the next one first', () => {
  const store = createStore(emptySession);
  const seen: number[] = [];
  const leave = store.subscribe(() => {
    leave();
    store.subscribe((_, __, revision) => seen.push(revision));
  });
  store.dispatch(offline);
  store.dispatch(online);
  expect(seen).toEqual([2]);
});

test('one function given twice is two subscriptions, each left by itself', () => {
  const store = createStore(emptySession);
  let calls = 0;
  const count = () => {
    calls += 1;
  };
  const leave = store.subscribe(count);
  store.subscribe(count);
  store.dispatch(offline);
  leave();
  leave();
  store.dispatch(online);
  expect(calls).toBe(3);
});
