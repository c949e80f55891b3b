import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { MOST_CONNECTION_ACTIVITIES } from '../../electron/contract/activity.ts';
import type { LocalAddress } from '../../electron/contract/forward.ts';
import { problem, type Problem } from '../../electron/contract/problem.ts';
import { emptySession } from '../../electron/contract/session.ts';
import { keepActivity } from '../../electron/session/activity.ts';
import { noteConnections, type Program } from '../../electron/session/connections.ts';
import { createStore } from '../../electron/session/store.ts';
import { added, off, on, opened, tunnelId, web } from '../support/facts.ts';

const cut = problem('connection-cut', { code: 1006 });
const psql = { program: 'psql', pid: 4121 };
const about = { forward: web.key, tunnel: tunnelId, port: '80' };
const peer: LocalAddress = { host: '127.0.0.1', port: 50_000 };

beforeEach(() => void vi.useFakeTimers({ now: 0 }));
afterEach(() => void vi.useRealTimers());

/** A diary of one open port, and a way for programs to come and go. */
function openDiary() {
  const store = createStore(emptySession);
  const diary = keepActivity(store);
  for (const action of [added, on, opened]) store.dispatch(action);
  let who: Promise<Program | undefined> = Promise.resolve(undefined);
  let told = 0;
  store.subscribe(() => (told += 1));
  const notes = noteConnections({ diary, read: store.read, programAt: () => who });
  let number = 0;
  return {
    notes,
    store,
    told: () => told,
    entries: () => Object.values(store.read().activity).slice(2),
    come: async (program: Program | Promise<Program> | undefined, failed?: Problem) => {
      number += 1;
      who = Promise.resolve(program);
      notes.onPeer(tunnelId, { number, peer });
      if (failed) notes.onConnection(tunnelId, 'closed', { number, problem: failed });
      else notes.onConnection(tunnelId, 'closed', { number });
      await vi.advanceTimersByTimeAsync(0);
    },
  };
}

test('who connects is told once with name and process id', async () => {
  const { come, entries } = openDiary();
  await come(psql);
  expect(entries()).toEqual([{ id: 3, at: 0, what: 'connected', ...about, ...psql }]);
});

test('a program that nobody can name is no entry unless its connection fails', async () => {
  const { come, entries } = openDiary();
  await come(undefined);
  expect(entries()).toEqual([]);
  await come(undefined, cut);
  expect(entries()).toEqual([{ id: 3, at: 0, what: 'connection-failed', ...about, problem: cut }]);
});

test('a connection that fails before it is known who came is told with the name that is found', async () => {
  const { come, entries } = openDiary();
  let find: (who: Program) => void = () => {};
  await come(new Promise((resolve) => (find = resolve)), cut);
  expect(entries()).toEqual([]);
  find(psql);
  await vi.advanceTimersByTimeAsync(0);
  expect(entries().map(({ what, program }) => [what, program])).toEqual([
    ['connected', 'psql'],
    ['connection-failed', 'psql'],
  ]);
});

describe('of many that fail for one reason', () => {
  test('there is one entry, which counts each of them and names the program while it is the same', async () => {
    const { come, entries } = openDiary();
    for (let times = 0; times < 12; times += 1) await come(psql, cut);
    await vi.advanceTimersByTimeAsync(1000);
    const failures = () => entries().filter(({ what }) => what === 'connection-failed');
    expect(failures()).toEqual([
      { id: 4, at: 0, until: 0, what: 'connection-failed', ...about, ...psql, count: 12, problem: cut },
    ]);
    await come({ program: 'pgbench', pid: 7 }, cut);
    await vi.advanceTimersByTimeAsync(1000);
    const [{ program, pid, count } = {}] = failures();
    expect({ program, pid, count }).toEqual({ program: undefined, pid: undefined, count: 13 });
  });

  test('the window is told once a second, however many they are', async () => {
    const { come, told, entries } = openDiary();
    for (let times = 0; times < 10_000; times += 1) await come(undefined, cut);
    expect(told()).toBe(1);
    await vi.advanceTimersByTimeAsync(1000);
    expect(told()).toBe(2);
    expect(entries()).toEqual([expect.objectContaining({ count: 10_000 })]);
  });

  test('another reason, and the same one after a minute of peace, are entries of their own', async () => {
    const { come, entries } = openDiary();
    await come(undefined, cut);
    await come(undefined, problem('endpoint-unreachable'));
    await vi.advanceTimersByTimeAsync(61_000);
    await come(undefined, cut);
    expect(entries().map(({ at, problem: why }) => [at, why?.code])).toEqual([
      [0, 'connection-cut'],
      [0, 'endpoint-unreachable'],
      [61_000, 'connection-cut'],
    ]);
  });

  test('one entry goes on for ten minutes at most', async () => {
    const { come, entries } = openDiary();
    for (let minute = 0; minute <= 12; minute += 0.5) {
      await come(undefined, cut);
      await vi.advanceTimersByTimeAsync(30_000);
    }
    expect(entries().map(({ at }) => at)).toEqual([0, 600_000]);
  });
});

test('several connections of one program are one entry', async () => {
  const { come, entries } = openDiary();
  await come(psql);
  await come({ program: 'psql', pid: 4122 });
  await vi.advanceTimersByTimeAsync(1000);
  expect(entries()).toEqual([{ id: 3, at: 0, until: 0, what: 'connected', ...about, program: 'psql', count: 2 }]);
});

test('a name with line breaks and marks that turn the text around is one short line', async () => {
  const { come, entries } = openDiary();
  await come({ program: `a\nb\u202ec${'x'.repeat(200)}`, pid: 1 });
  expect(entries()[0]?.program).toMatch(/^a b cx{59}$/);
});

test(`single connections never push more than ${MOST_CONNECTION_ACTIVITIES} entries between the others`, async () => {
  const { come, entries, store } = openDiary();
  for (let times = 0; times < MOST_CONNECTION_ACTIVITIES + 50; times += 1) await come({ program: `p${times}` });
  expect(entries()).toHaveLength(MOST_CONNECTION_ACTIVITIES);
  expect(entries()[0]?.program).toBe('p50');
  expect(
    Object.values(store.read().activity)
      .slice(0, 2)
      .map(({ what }) => what),
  ).toEqual(['on', 'opened']);
});

test('a port that is gone meanwhile has no entry, and the end of the app leaves no timer', async () => {
  const { come, entries, store, notes } = openDiary();
  await come(undefined, cut);
  await come(undefined, cut);
  store.dispatch(off);
  await come(undefined, problem('no-instance'));
  notes.close();
  expect(vi.getTimerCount()).toBe(0);
  expect(entries().map(({ what }) => what)).toEqual(['connection-failed']);
});

test('a connection between trouble and healing does not change how long it had been away', () => {
  const store = createStore(emptySession);
  const diary = keepActivity(store);
  for (const action of [added, on, opened]) store.dispatch(action);
  const retrying = { kind: 'retrying', attempt: 1, dueAt: 9, problem: cut } as const;
  const tunnel = opened.type === 'observed' ? opened.tunnels[tunnelId] : undefined;
  if (!tunnel || opened.type !== 'observed') throw new Error('no tunnel');
  store.dispatch({ ...opened, tunnels: { [tunnelId]: { ...tunnel, status: retrying } } });
  vi.setSystemTime(5000);
  diary.note({ what: 'connected', ...about, ...psql });
  vi.setSystemTime(9000);
  store.dispatch(opened);
  expect(Object.values(store.read().activity).at(-1)).toMatchObject({ what: 'healed', ms: 9000 });
});
