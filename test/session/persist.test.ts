import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { emptySession } from '../../electron/contract/session.ts';
import { keepOnDisk } from '../../electron/session/persist.ts';
import type { Saved } from '../../electron/session/saved.ts';
import { createStore } from '../../electron/session/store.ts';
import { makeAccount, makeProject, makeResource, makeTarget } from '../support/builders.ts';

const partOf = (name: string) => ({
  accountId: 'acc',
  projects: [makeProject(name)],
  resources: [makeResource(makeTarget('web', { projectId: name }))],
});
const web = partOf('project-0').resources[0]!;

let closers: (() => void)[] = [];
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  closers = [];
});
afterEach(() => {
  for (const close of closers) close();
  vi.useRealTimers();
});

/** A file that notes every write; a full one takes none. */
function open(content: unknown = {}, { brokenCopy }: { readonly brokenCopy?: string } = {}) {
  const written: Saved[] = [];
  const disk = { isFull: false };
  const store = createStore(emptySession);
  const kept = keepOnDisk(store, {
    read: () => content,
    write: (next) => {
      if (disk.isFull) throw new Error('ENOSPC: no space left on device');
      written.push(JSON.parse(JSON.stringify(next)) as Saved);
    },
    keepCopy: () => '/copy',
    brokenCopy,
  });
  closers.push(() => {
    disk.isFull = false;
    kept.close();
  });
  return { store, written, disk, close: kept.close };
}

/** All that is due in this turn of the loop. */
const turn = () => vi.advanceTimersByTimeAsync(0);

describe('a change', () => {
  test('of a wish is written in the same turn, however often', async () => {
    const { store, written } = open();
    store.dispatch({ type: 'account-added', account: makeAccount() });
    await turn();
    for (const on of [true, false, true]) {
      store.dispatch({ type: 'wished', id: web.key, on });
      await turn();
    }
    expect(written.map(({ wishes }) => wishes[web.key]?.on)).toEqual([undefined, true, false, true]);
  });

  test('of a status or of traffic is not written', async () => {
    const { store, written } = open();
    store.dispatch({ type: 'account-added', account: makeAccount() });
    store.dispatch({ type: 'wished', id: web.key, on: true });
    await turn();
    store.dispatch({ type: 'observed', id: web.key, status: { kind: 'starting' }, tunnels: {} });
    store.dispatch({ type: 'account-changed', id: 'acc', change: { state: 'unreachable' } });
    store.dispatch({ type: 'online', online: false });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(written).toHaveLength(1);
  });

  test('of the catalogue is not written: that has a file of its own', async () => {
    const { store, written } = open();
    store.dispatch({ type: 'account-added', account: makeAccount() });
    await turn();
    store.dispatch({ type: 'catalog-loading', accountId: 'acc' });
    store.dispatch({ type: 'catalog-loaded', readAt: 1, ...partOf('shop') });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(written).toHaveLength(1);
    expect(JSON.stringify(written)).not.toContain('shop');
  });

  test('of a hundred addresses in a second is few writes, the last of them whole', async () => {
    const { store, written } = open();
    for (let place = 1; place <= 100; place += 1) {
      store.dispatch({ type: 'placed', key: `acc/-/shop/service/s${place}`, host: `127.24.0.${place}` });
      await vi.advanceTimersByTimeAsync(10);
    }
    await vi.advanceTimersByTimeAsync(250);
    expect(written.length).toBeLessThanOrEqual(6);
    expect(Object.keys(written.at(-1)?.places ?? {})).toHaveLength(100);
  });

  test('that waits is written on closing, and nothing after that', async () => {
    const { store, written, close } = open();
    store.dispatch({ type: 'account-added', account: makeAccount() });
    await turn();
    store.dispatch({ type: 'placed', key: web.key, host: '127.24.0.1' });
    close();
    expect(written.at(-1)?.places).toEqual({ [web.key]: '127.24.0.1' });
    store.dispatch({ type: 'wished', id: web.key, on: true });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(written).toHaveLength(2);
  });
});

test('a disk that takes nothing is a problem that heals, and no wish is lost by it', async () => {
  const { store, written, disk } = open();
  disk.isFull = true;
  store.dispatch({ type: 'account-added', account: makeAccount() });
  store.dispatch({ type: 'wished', id: web.key, on: true });
  await turn();
  expect(store.read().problems['not-saved']).toMatchObject({ code: 'unexpected', args: { scope: 'saving' } });
  disk.isFull = false;
  await vi.advanceTimersByTimeAsync(10_000);
  expect(written.map(({ wishes }) => wishes[web.key]?.on)).toEqual([true]);
  expect(store.read().problems).toEqual({});
});

describe('a damaged file', () => {
  test.each([
    ['with a broken entry', { settings: { theme: 'purple' } }, undefined],
    ['that is no JSON', {}, '/copy'],
  ])('%s is replaced at once, so that the next start finds it whole', async (_, content, brokenCopy) => {
    const { store, written } = open(content, brokenCopy === undefined ? {} : { brokenCopy });
    expect(store.read().problems['saved-unreadable']?.args).toMatchObject({ kept: '/copy' });
    await turn();
    expect(written).toHaveLength(1);
    expect(Object.keys(open(written[0]).store.read().problems)).toEqual([]);
  });

  test('that was none is left alone', async () => {
    const { written } = open({});
    await vi.advanceTimersByTimeAsync(60_000);
    expect(written).toEqual([]);
  });
});

test('a catalogue that an earlier version kept here is taken over, and leaves this file at once', async () => {
  const { projects, resources } = partOf('shop');
  const before = {
    version: 1,
    accounts: { acc: { ...makeAccount(), readAt: 5 } },
    projects: { [projects[0]!.key]: projects[0], broken: 7 },
    resources: { [resources[0]!.key]: resources[0], [web.key]: null },
  };
  const { store, written } = open(before);
  expect(store.read().projects).toEqual({ [projects[0]!.key]: projects[0] });
  expect(store.read().resources).toEqual({ [resources[0]!.key]: resources[0] });
  expect(store.read().problems).toEqual({});
  await turn();
  expect(written).toHaveLength(1);
  expect(Object.keys(written[0] ?? {})).not.toContain('projects');
  expect(JSON.stringify(written[0])).not.toContain('shop');
});
