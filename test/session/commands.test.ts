import { beforeEach, describe, expect, test } from 'vitest';
import type { Command } from '../../electron/contract/command.ts';
import { keepOutOfLogs } from '../../electron/base/log.ts';
import { Failure } from '../../electron/contract/failure.ts';
import { emptySession } from '../../electron/contract/session.ts';
import { defaultSettings, type Settings } from '../../electron/contract/settings.ts';
import { noCliLogins } from '../../electron/contract/sign-in.ts';
import { createCommands, type Deeds } from '../../electron/session/commands.ts';
import { createStore, type Store } from '../../electron/session/store.ts';
import {
  makeAccount,
  makeProject,
  makeResource,
  makeTarget,
  makeTunnel,
  openStatus,
  tunnelsOf,
} from '../support/builders.ts';

const web = makeResource(makeTarget('web'));
const db = makeResource(makeTarget('db', { kind: 'addon' }));
let store: Store;
let done: unknown[][];

beforeEach(() => {
  store = createStore(emptySession);
  done = [];
  store.dispatch({ type: 'account-added', account: makeAccount() });
  const projects = [makeProject('shop')];
  store.dispatch({ type: 'catalog-loaded', accountId: 'acc', readAt: 1, projects, resources: [web, db] });
});

/** Deeds that only note what was asked of them. */
function send(command: Command, change: Partial<Deeds> = {}) {
  const note =
    (name: string) =>
    (...args: unknown[]) => {
      done.push([name, ...args]);
    };
  const noteAsync = (name: string) => (arg: unknown) => Promise.resolve(note(name)(arg));
  const deeds: Deeds = {
    signIn: noteAsync('signIn'),
    signInFound: noteAsync('signInFound'),
    askBrowser: async () => ({ host: 'https://api.example', token: 'nf-granted' }),
    listCliLogins: () => noCliLogins,
    findCliLogin: () => undefined,
    forgetCliLogin: async () => true,
    signOut: noteAsync('signOut'),
    refresh: note('refresh'),
    look: note('look'),
    readProject: noteAsync('readProject'),
    show: note('show'),
    retry: note('retry'),
    copy: note('copy'),
    openAddress: note('openAddress'),
    allowHostnames: note('allowHostnames'),
    repairHostnames: note('repairHostnames'),
    examine: async () => note('examine')(),
    writeReport: async () => '# report',
    saveReport: noteAsync('saveReport'),
    copyKit: noteAsync('copyKit'),
    openKit: noteAsync('openKit'),
    revealKit: noteAsync('revealKit'),
    concealKit: note('concealKit'),
    inspector: {
      set: note('inspect'),
      watch: note('watch'),
      look: note('look'),
      replay: noteAsync('replay'),
      copy: noteAsync('copyRequest'),
      export: noteAsync('export'),
      clear: note('clear'),
    },
    showWindow: note('showWindow'),
    followLink: note('followLink'),
    leaveWindow: note('leaveWindow'),
    resizeWindow: note('resizeWindow'),
    answerControl: note('answerControl'),
    revokeControl: noteAsync('revokeControl'),
    showLog: note('showLog'),
    allowNetwork: noteAsync('allowNetwork'),
    openFile: () => Promise.resolve(undefined),
    saveFile: noteAsync('saveFile'),
    readNeeds: () => ({ state: 'none' }),
    writeProfile: ({ name }) => ({ name, text: '' }),
    quit: note('quit'),
    ...change,
  };
  return createCommands({ dispatch: store.dispatch, read: store.read, deeds })(command);
}

const refused = (code: string, args?: object) => ({ ok: false, problem: { code, ...(args && { args }) } });
const wishes = () => Object.fromEntries(Object.values(store.read().forwards).map(({ id, wish }) => [id, wish.on]));

describe('signing in', () => {
  const command: Command = { type: 'account.sign-in', token: 'nf-secret', host: '', teamId: 'blue' };
  const states = () => {
    const seen: unknown[] = [];
    store.subscribe((next, previous) => next.signIn !== previous.signIn && seen.push(next.signIn));
    return seen;
  };

  test('is checking, then done, and the token stands in no state', async () => {
    const seen = states();
    expect(await send(command)).toEqual({ ok: true });
    expect(seen).toEqual([{ state: 'checking' }, { state: 'idle' }]);
    expect(done).toEqual([['signIn', { token: 'nf-secret', host: '', teamId: 'blue' }]]);
    expect(JSON.stringify(store.read())).not.toContain('nf-secret');
  });

  test('that fails tells why, to the sender and in the state', async () => {
    const seen = states();
    const signIn = () => Promise.reject(new Failure('token-rejected'));
    expect(await send(command, { signIn })).toEqual(refused('token-rejected'));
    expect(seen).toEqual([{ state: 'checking' }, { state: 'failed', problem: { code: 'token-rejected' } }]);
  });
});

describe('signing out', () => {
  test('erases the secret, then the account', async () => {
    const there: boolean[] = [];
    const signOut = () => Promise.resolve(void there.push('acc' in store.read().accounts));
    expect(await send({ type: 'account.sign-out', id: 'acc' }, { signOut })).toEqual({ ok: true });
    expect(there).toEqual([true]);
    expect(store.read().accounts).toEqual({});
  });

  test('tells the page of no secret that an error quotes', async () => {
    const forget = keepOutOfLogs('p@ss/word');
    const signOut = () => Promise.reject(new Error("ERR_FAILED loading 'data:text/html,a%3Ap%40ss%2Fword'"));
    const ack = await send({ type: 'account.sign-out', id: 'acc' }, { signOut });
    forget();
    expect(ack).toMatchObject({ problem: { args: { reason: "ERR_FAILED loading 'data:text/html,a%3A[secret]'" } } });
  });

  test('keeps the account whose secret could not be erased', async () => {
    const signOut = () => Promise.reject(new Error('key store is locked'));
    const ack = await send({ type: 'account.sign-out', id: 'acc' }, { signOut });
    expect(ack).toEqual(refused('unexpected', { scope: 'account.sign-out', reason: 'key store is locked' }));
    expect(Object.keys(store.read().accounts)).toEqual(['acc']);
  });

  test.each(['bob', 'constructor', '__proto__'])('of %s, which is nobody, does nothing', async (id) => {
    expect(await send({ type: 'account.sign-out', id })).toEqual({ ok: true });
    expect(done).toEqual([]);
  });
});

describe('switching forwards', () => {
  test('of a known resource is a wish', async () => {
    expect(await send({ type: 'forward.set', id: web.key, on: true })).toEqual({ ok: true });
    expect(await send({ type: 'forward.set', id: db.key, on: true })).toEqual({ ok: true });
    expect(await send({ type: 'forward.set', id: db.key, on: false })).toEqual({ ok: true });
    expect(wishes()).toEqual({ [web.key]: true, [db.key]: false });
  });

  test('of a resource that the catalogue has not yet is a wish, where the account is known', async () => {
    const id = 'acc/-/shop/service/new';
    expect(await send({ type: 'forward.set', id, on: true })).toEqual({ ok: true });
    expect(wishes()).toEqual({ [id]: true });
  });

  test.each([
    ['bob/-/shop/service/web', 'web'],
    ['constructor/-/shop/service/web', 'web'],
    ['nonsense', 'nonsense'],
    ['constructor', 'constructor'],
    ['__proto__', '__proto__'],
  ])('of %s is refused', async (id, name) => {
    expect(await send({ type: 'forward.set', id, on: true })).toEqual(refused('resource-gone', { name }));
    expect(await send({ type: 'forward.retry', id })).toEqual(refused('resource-gone', { name }));
    expect(store.read().forwards).toEqual({});
  });

  test('of many is one change; the answer names the first that is not there', async () => {
    const before = store.revision();
    const ids = [web.key, 'nonsense', db.key];
    expect(await send({ type: 'forwards.set', ids, on: true })).toEqual(refused('resource-gone', { name: 'nonsense' }));
    expect(wishes()).toEqual({ [web.key]: true, [db.key]: true });
    expect(store.revision()).toBe(before + 1);
    expect(await send({ type: 'forwards.set', ids: [db.key], on: false })).toEqual({ ok: true });
    expect(wishes()).toEqual({ [web.key]: true, [db.key]: false });
  });

  test('all off leaves nothing wished', async () => {
    await send({ type: 'forwards.set', ids: [web.key, db.key], on: true });
    expect(await send({ type: 'forwards.stop-all' })).toEqual({ ok: true });
    expect(wishes()).toEqual({ [web.key]: false, [db.key]: false });
  });

  test('all paused remembers which they were, until each is wished for anew or all are stopped', async () => {
    const paused = () => Object.values(store.read().forwards).flatMap(({ id, wish }) => (wish.paused ? [id] : []));
    await send({ type: 'forwards.set', ids: [web.key, db.key], on: true });
    expect(await send({ type: 'forwards.pause' })).toEqual({ ok: true });
    expect(wishes()).toEqual({ [web.key]: false, [db.key]: false });
    expect(paused()).toEqual([web.key, db.key]);
    await send({ type: 'forward.set', id: web.key, on: true });
    await send({ type: 'forwards.pause' });
    await send({ type: 'forward.set', id: db.key, on: false });
    expect(paused()).toEqual([web.key]);
    await send({ type: 'forwards.stop-all' });
    expect(paused()).toEqual([]);
  });

  test('retry asks the engine for this one', async () => {
    await send({ type: 'forward.set', id: web.key, on: true });
    expect(await send({ type: 'forward.retry', id: web.key })).toEqual({ ok: true });
    expect(done).toEqual([['retry', [web.key]]]);
  });
});

describe('an address', () => {
  const tunnelId = `${web.key}:80`;
  const observe = (tunnel: ReturnType<typeof makeTunnel>) => {
    store.dispatch({ type: 'wished', id: web.key, on: true });
    store.dispatch({ type: 'observed', id: web.key, status: { kind: 'open', since: 1 }, tunnels: tunnelsOf(tunnel) });
  };

  test('of an open tunnel is copied and opened as it stands in the state', async () => {
    observe(makeTunnel(tunnelId));
    expect(await send({ type: 'copy.address', tunnelId })).toEqual({ ok: true });
    expect(await send({ type: 'copy.hostname', tunnelId, hostname: 'web' })).toEqual({ ok: true });
    expect(await send({ type: 'open.address', tunnelId })).toEqual({ ok: true });
    expect(done).toEqual([
      ['copy', '127.24.0.1:80'],
      ['copy', 'web'],
      ['openAddress', 'http://127.24.0.1:80/'],
    ]);
  });

  test('of many is copied as one line for each port that has one', async () => {
    observe(makeTunnel(tunnelId));
    expect(await send({ type: 'copy.addresses', ids: [db.key, web.key, 'constructor'] })).toEqual({ ok: true });
    expect(done).toEqual([['copy', 'WEB\t80\t127.24.0.1:80']]);
    expect(await send({ type: 'copy.addresses', ids: [db.key] })).toEqual(refused('not-open'));
  });

  test('with colons stands in brackets', async () => {
    observe(
      makeTunnel(tunnelId, { status: { ...openStatus, address: { host: '::1', port: 80 } } as typeof openStatus }),
    );
    await send({ type: 'copy.address', tunnelId });
    await send({ type: 'open.address', tunnelId });
    expect(done).toEqual([
      ['copy', '[::1]:80'],
      ['openAddress', 'http://[::1]:80/'],
    ]);
  });

  test('that waits for its far end is copied, not opened', async () => {
    const problem = { code: 'endpoint-gone' } as const;
    const address = { host: '127.24.0.1', port: 80 };
    observe(makeTunnel(tunnelId, { status: { kind: 'retrying', address, attempt: 1, dueAt: 2, problem } }));
    expect(await send({ type: 'copy.address', tunnelId })).toEqual({ ok: true });
    expect(await send({ type: 'open.address', tunnelId })).toEqual(refused('not-open'));
  });

  test.each(['HTTP/2', 'TCP', 'UDP'])('of a %s port is not opened', async (protocol) => {
    observe(makeTunnel(tunnelId, { port: { number: 80, protocol } }));
    expect(await send({ type: 'open.address', tunnelId })).toEqual(refused('not-open'));
  });

  test.each<Command>([
    { type: 'copy.address', tunnelId },
    { type: 'open.address', tunnelId },
    { type: 'copy.hostname', tunnelId, hostname: 'bank.example' },
    { type: 'copy.address', tunnelId: 'constructor' },
    { type: 'copy.hostname', tunnelId: '__proto__', hostname: 'web' },
  ])('that is not there is refused ($type $tunnelId)', async (command) => {
    observe(makeTunnel(tunnelId, { status: { kind: 'starting' } }));
    expect(await send(command)).toEqual(refused('not-open'));
    expect(done).toEqual([]);
  });
});

test('reset settings are those of a new app, and wishes stay', async () => {
  await send({ type: 'forward.set', id: web.key, on: true });
  await send({ type: 'settings.change', settings: { theme: 'dark', restore: 'never' } });
  expect(await send({ type: 'settings.reset' })).toEqual({ ok: true });
  expect(store.read().settings).toEqual(defaultSettings);
  expect(wishes()).toEqual({ [web.key]: true });
});

describe('a proxy or certificates in the settings', () => {
  const ca = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----';
  const set = (settings: Partial<Settings>, change: Partial<Deeds> = {}) =>
    send({ type: 'settings.change', settings }, change);

  test('count once the user has allowed them', async () => {
    let before: unknown;
    const allowNetwork = async (network: object) => void (before = [network, store.read().settings.proxy]);
    expect(await set({ proxy: 'proxy.example:3128', theme: 'dark' }, { allowNetwork })).toEqual({ ok: true });
    expect(before).toEqual([{ proxy: 'proxy.example:3128' }, '']);
    expect(store.read().settings).toMatchObject({ proxy: 'proxy.example:3128', theme: 'dark' });
  });

  test('change nothing where they are not allowed, not even what came with them', async () => {
    const allowNetwork = () => Promise.reject(new Failure('way-refused'));
    expect(await set({ ca, theme: 'dark' }, { allowNetwork })).toEqual(refused('way-refused'));
    expect(store.read().settings).toEqual(defaultSettings);
  });

  test('are not asked about where they stay or go', async () => {
    await set({ proxy: 'proxy.example:3128', ca });
    done = [];
    await set({ proxy: 'proxy.example:3128', theme: 'dark' });
    await set({ proxy: '', ca: '' });
    expect(done).toEqual([]);
    expect(store.read().settings).toMatchObject({ proxy: '', ca: '' });
  });
});

test('settings and problems change in the state', async () => {
  store.dispatch({ type: 'problem-raised', key: 'p', problem: { code: 'offline' } });
  expect(await send({ type: 'settings.change', settings: { theme: 'dark' } })).toEqual({ ok: true });
  expect(await send({ type: 'problem.dismiss', key: 'p' })).toEqual({ ok: true });
  expect(store.read().settings.theme).toBe('dark');
  expect(store.read().problems).toEqual({});
});

test.each([
  ['window.show', 'showWindow'],
  ['log.show', 'showLog'],
  ['catalog.refresh', 'refresh'],
  ['quit', 'quit'],
] as const)('%s is the deed %s, and its refusal is told', async (type, deed) => {
  expect(await send({ type })).toEqual({ ok: true });
  expect(done).toEqual([[deed]]);
  const broken = () => {
    throw new Error('no desktop');
  };
  expect(await send({ type }, { [deed]: broken })).toEqual(
    refused('unexpected', { scope: type, reason: 'no desktop' }),
  );
});

test('a known project is read anew, and one that is gone is not asked for', async () => {
  const [key = ''] = Object.keys(store.read().projects);
  await send({ type: 'catalog.read', project: key });
  await send({ type: 'catalog.read', project: 'acc/-/gone' });
  expect(done).toEqual([['readProject', key]]);
});
