import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { emptySession } from '../../electron/contract/session.ts';
import { reduce } from '../../electron/session/reducer.ts';
import { fromSaved, toSaved } from '../../electron/session/saved.ts';
import { openStopTimers } from '../../electron/session/stop-timers.ts';
import { createStore } from '../../electron/session/store.ts';
import { watchUsed } from '../../electron/session/watch-used.ts';
import { makeForward } from '../support/session-fixtures.ts';
import { db, ledger, openRoom, search, shopState, web } from './room.ts';

/** A new start with what this state leaves on the disk. */
function restart(state: ReturnType<typeof shopState>) {
  const { saved, broken } = fromSaved(JSON.parse(JSON.stringify(toSaved(state))));
  expect(broken).toEqual([]);
  return openRoom(reduce(emptySession, { type: 'restored', saved }));
}

const wished = (resource: typeof web, wish: object = {}) => makeForward(resource, { wish: { on: true, ...wish } });

describe('at launch', () => {
  const forwards = [wished(web), wished(db, { restore: 'ask' }), wished(search, { restore: 'never' }), wished(ledger)];

  test('each forward does as its policy says, and production stays off', () => {
    const { store, on } = restart(shopState({ forwards }));
    expect(on()).toEqual([web.key]);
    expect(store.read().restorable).toEqual([db.key]);
    expect(store.read().heldBack).toEqual([ledger.key]);
  });

  test.each([
    ['always', [web.key], []],
    ['ask', [], [web.key]],
    ['never', [], []],
  ] as const)('the setting %s holds for all that have none of their own', (restore, on, restorable) => {
    const settings = { ...emptySession.settings, restore };
    const room = restart(shopState({ settings, forwards: [wished(web), wished(ledger)] }));
    expect([room.on(), room.store.read().restorable]).toEqual([on, restorable]);
  });

  test('production comes back where its forward says so', () => {
    expect(restart(shopState({ forwards: [wished(ledger, { restore: 'always' })] })).on()).toEqual([ledger.key]);
  });

  test('what was not answered is asked again at the next launch', () => {
    const first = restart(shopState({ forwards }));
    const second = restart(first.store.read());
    expect(second.store.read().restorable).toEqual([db.key]);
    expect(second.on()).toEqual([web.key]);
  });

  test('a yes switches all of them on, a no forgets them, and a hand on one of them is an answer', async () => {
    const asked = shopState({ forwards: [wished(web, { restore: 'ask' }), wished(db, { restore: 'ask' })] });
    const yes = restart(asked);
    await yes.send({ type: 'forwards.restore', on: true });
    expect([yes.on(), yes.store.read().restorable]).toEqual([[web.key, db.key], []]);
    const no = restart(asked);
    await no.send({ type: 'forwards.restore', on: false });
    expect([no.on(), no.store.read().restorable]).toEqual([[], []]);
    expect(restart(no.store.read()).store.read().restorable).toEqual([]);
    const hand = restart(asked);
    await hand.send({ type: 'forward.set', id: web.key, on: true });
    expect(hand.store.read().restorable).toEqual([db.key]);
  });

  test('the settings of an older version are understood', () => {
    const old = (reconnectAtLaunch: unknown) => fromSaved({ settings: { theme: 'dark', reconnectAtLaunch } });
    expect(old(false).saved.settings).toMatchObject({ theme: 'dark', restore: 'never' });
    expect(old(true).saved.settings.restore).toBe('always');
    expect(fromSaved({ settings: { reconnectAtLaunch: false, restore: 'ask' } }).saved.settings.restore).toBe('ask');
  });
});

test('favourites, marks, profiles and the time of use survive a restart; a damaged entry is dropped alone', () => {
  const state = shopState({
    favourites: { [web.key]: 1 },
    recent: { [db.key]: 2 },
    marks: { [web.projectKey]: 'production' },
    profiles: { p: { id: 'p', name: 'work', entries: { [web.key]: { ports: [8080] }, [db.key]: {} } } },
  });
  const file = JSON.parse(JSON.stringify(toSaved(state))) as Record<string, Record<string, unknown>>;
  const { favourites, recent, marks, profiles } = state;
  expect(fromSaved(file)).toMatchObject({ saved: { favourites, recent, marks, profiles }, broken: [] });

  Object.assign(file['favourites'] ?? {}, { nonsense: 1, [db.key]: 'x' });
  Object.assign(file['marks'] ?? {}, { 'a/-/b': 'maybe' });
  Object.assign(file['profiles'] ?? {}, {
    q: { id: 'other', name: 'q', entries: {} },
    r: { id: 'r', name: 'r', entries: { [web.key]: { ports: [0] }, [db.key]: {} } },
  });
  const read = fromSaved(file);
  expect(read.broken.toSorted()).toEqual(
    [
      'favourites.nonsense',
      `favourites.${db.key}`,
      'marks.a/-/b',
      'profiles.q',
      `profiles.r.entries.${web.key}`,
    ].toSorted(),
  );
  expect(read.saved).toMatchObject({ favourites, marks });
  expect(read.saved.profiles).toEqual({ ...profiles, r: { id: 'r', name: 'r', entries: { [db.key]: {} } } });
});

describe('a forward that stops by itself', () => {
  beforeEach(() => void vi.useFakeTimers({ now: 0 }));
  afterEach(() => void vi.useRealTimers());
  const MINUTE = 60_000;

  function open(state: ReturnType<typeof shopState>) {
    const room = openRoom(state);
    return { ...room, timers: openStopTimers(room.store) };
  }
  const stopsAt = ({ store }: ReturnType<typeof open>, id: string) => store.read().forwards[id]?.wish.stopsAt;

  test('has its moment from when it is switched on, and is off then', async () => {
    const room = open(shopState());
    await room.send({ type: 'forward.stop-after', id: web.key, minutes: 15 });
    await room.send({ type: 'forward.set', id: web.key, on: true });
    await room.send({ type: 'forward.set', id: db.key, on: true });
    expect(stopsAt(room, web.key)).toBe(15 * MINUTE);
    vi.advanceTimersByTime(15 * MINUTE - 1);
    expect(room.on()).toEqual([web.key, db.key]);
    vi.advanceTimersByTime(1);
    expect(room.on()).toEqual([db.key]);
    expect(stopsAt(room, web.key)).toBeUndefined();
    room.timers.close();
    expect(vi.getTimerCount()).toBe(0);
  });

  test('has a new moment when the time is changed, and none when it is taken back', async () => {
    const room = open(shopState({ forwards: [wished(web, { stopAfterMinutes: 15 })] }));
    vi.advanceTimersByTime(10 * MINUTE);
    await room.send({ type: 'forward.stop-after', id: web.key, minutes: 60 });
    expect(stopsAt(room, web.key)).toBe(70 * MINUTE);
    await room.send({ type: 'forward.stop-after', id: web.key, minutes: 0 });
    vi.advanceTimersByTime(100 * MINUTE);
    expect(room.on()).toEqual([web.key]);
    room.timers.close();
  });

  test('is off at once when the computer wakes up after its moment', () => {
    const room = open(shopState({ forwards: [wished(web, { stopAfterMinutes: 15 })] }));
    vi.setSystemTime(20 * MINUTE);
    room.timers.check();
    expect(room.on()).toEqual([]);
    room.timers.close();
  });

  test('is off within half a minute after sleep even where the system tells of no waking', () => {
    const room = open(shopState({ forwards: [wished(web, { stopAfterMinutes: 60 })] }));
    vi.setSystemTime(90 * MINUTE);
    vi.advanceTimersByTime(30_000);
    expect(room.on()).toEqual([]);
    room.timers.close();
  });

  test('keeps its moment over a restart, and is not opened again after it', () => {
    const state = shopState({ forwards: [wished(web, { stopAfterMinutes: 15, stopsAt: 15 * MINUTE })] });
    vi.setSystemTime(10 * MINUTE);
    const early = restart(state);
    const timers = openStopTimers(early.store);
    expect(early.store.read().forwards[web.key]?.wish.stopsAt).toBe(15 * MINUTE);
    timers.close();
    vi.setSystemTime(16 * MINUTE);
    const late = restart(state);
    openStopTimers(late.store).close();
    expect(late.on()).toEqual([]);
  });
});

describe('what was used last', () => {
  test('is noted when it is switched on, whoever does it, and not when it is restored', () => {
    const store = createStore(shopState({ forwards: [wished(db)] }));
    const { close } = watchUsed(store);
    store.dispatch({ type: 'all-wished', ids: [web.key, db.key], on: true });
    expect(Object.keys(store.read().recent)).toEqual([web.key]);
    close();
  });

  test('is kept for the newest twelve', () => {
    const store = createStore(shopState());
    for (let at = 1; at <= 20; at += 1) store.dispatch({ type: 'used', ids: [`acme/-/p/service/s${at}`], at });
    expect(Object.values(store.read().recent)).toEqual([9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20]);
    store.dispatch({ type: 'used', ids: Array.from({ length: 30 }, (_, at) => `acme/-/p/service/t${at}`), at: 30 });
    expect(Object.keys(store.read().recent)).toHaveLength(12);
  });
});

test('a favourite keeps the time of its first star, and one that is nothing is refused', async () => {
  const room = openRoom();
  await room.send({ type: 'favourite.set', id: web.key, on: true });
  const first = room.store.read().favourites;
  await room.send({ type: 'favourite.set', id: web.key, on: true });
  expect(room.store.read().favourites).toBe(first);
  expect(await room.send({ type: 'favourite.set', id: 'nonsense', on: true })).toMatchObject({ ok: false });
  await room.send({ type: 'favourite.set', id: web.key, on: false });
  expect(room.store.read().favourites).toEqual({});
});
