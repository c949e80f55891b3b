import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { emptySession } from '../../electron/contract/session.ts';
import { watchExpiry } from '../../electron/session/expiry.ts';
import { createStore, type Store } from '../../electron/session/store.ts';
import { makeAccount } from '../support/builders.ts';

const DAY_MS = 86_400_000;
const KEY = 'token-expires/acc';
let store: Store;
let expired: string[];
let watch: ReturnType<typeof watchExpiry>;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'], now: Date.UTC(2026, 0, 1) });
  store = createStore(emptySession);
  expired = [];
  watch = watchExpiry({ dispatch: store.dispatch, read: store.read, onExpired: (id) => expired.push(id) });
});
afterEach(() => {
  watch.close();
  vi.useRealTimers();
});

const add = (inMs: number) => {
  const expiresAt = new Date(Date.now() + inMs).toISOString();
  store.dispatch({ type: 'account-added', account: makeAccount({ expiresAt, name: 'Acme' }) });
  watch.check();
};
const told = () => store.read().problems[KEY]?.code;

test('nothing is said of a token that lasts, or of which nobody says how long', () => {
  add(7 * DAY_MS + 1000);
  expect(told()).toBeUndefined();
  store.dispatch({ type: 'account-added', account: makeAccount() });
  watch.check();
  vi.advanceTimersByTime(30 * DAY_MS);
  expect(told()).toBeUndefined();
  expect(expired).toEqual([]);
});

test('seven days before there is a warning, one day before an urgent one, and then the platform is asked', () => {
  add(8 * DAY_MS);
  vi.advanceTimersByTime(DAY_MS + 60_000);
  expect(told()).toBe('token-expires');
  expect(store.read().problems[KEY]?.args).toMatchObject({ name: 'Acme', at: Date.UTC(2026, 0, 9) });
  vi.advanceTimersByTime(6 * DAY_MS);
  expect(told()).toBe('token-expires-today');
  expect(expired).toEqual([]);
  vi.advanceTimersByTime(DAY_MS);
  expect(told()).toBeUndefined();
  expect(expired).toEqual(['acc']);
});

test('a computer that slept over the day finds out with the next look', () => {
  add(3 * DAY_MS);
  vi.setSystemTime(Date.now() + 2.5 * DAY_MS);
  vi.advanceTimersByTime(60_000);
  expect(told()).toBe('token-expires-today');
  vi.setSystemTime(Date.now() + DAY_MS);
  watch.check();
  expect(expired).toEqual(['acc']);
});

test('what was dismissed stays away until it is more urgent', () => {
  add(3 * DAY_MS);
  store.dispatch({ type: 'problem-healed', key: KEY });
  vi.advanceTimersByTime(DAY_MS);
  expect(told()).toBeUndefined();
  vi.advanceTimersByTime(DAY_MS + 60_000);
  expect(told()).toBe('token-expires-today');
});

test('a new token heals the warning, and so does signing out', () => {
  add(DAY_MS / 2);
  expect(told()).toBe('token-expires-today');
  add(90 * DAY_MS);
  expect(told()).toBeUndefined();
  add(DAY_MS);
  store.dispatch({ type: 'account-removed', id: 'acc' });
  watch.check();
  expect(told()).toBeUndefined();
});
