import { beforeEach, describe, expect, test } from 'vitest';
import type { Command } from '../../electron/contract/command.ts';
import { emptySession } from '../../electron/contract/session.ts';
import { createCommands, type Deeds } from '../../electron/session/commands.ts';
import { createStore, type Store } from '../../electron/session/store.ts';
import { makeAccount, makeProject, makeResource, makeTarget, makeTunnel, tunnelsOf } from '../support/builders.ts';

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

function send(command: Command) {
  const noted = new Proxy({} as Deeds, {
    get:
      (_, name) =>
      (...args: unknown[]) =>
        void done.push([name, ...args]),
  });
  return createCommands({ dispatch: store.dispatch, read: store.read, deeds: noted })(command);
}

const refused = (code: string, args?: object) => ({ ok: false, problem: { code, ...(args && { args }) } });

describe('names', () => {
  const names = () => store.read().hostnames;
  const opened = () => {
    store.dispatch({ type: 'wished', id: web.key, on: true });
    const tunnels = tunnelsOf(makeTunnel('t', { hostnames: ['web', 'web.ns'] }));
    store.dispatch({ type: 'observed', id: web.key, status: { kind: 'open', since: 1 }, tunnels });
  };

  test('are wished for without a prompt, which opens only when the user is ready for it', async () => {
    expect(await send({ type: 'hostnames.set', on: true })).toEqual({ ok: true });
    expect([names().wished, done]).toEqual([true, []]);
    expect(await send({ type: 'hostnames.allow' })).toEqual({ ok: true });
    expect(await send({ type: 'hostnames.repair' })).toEqual({ ok: true });
    expect(done.map(([name]) => name)).toEqual(['allowHostnames', 'repairHostnames']);
  });

  test('go to the forward that is chosen, if it has them', async () => {
    opened();
    expect(await send({ type: 'hostnames.prefer', name: 'WEB', id: web.key })).toEqual({ ok: true });
    expect(names().preferred).toEqual({ web: web.key });
    expect(await send({ type: 'hostnames.prefer', name: 'github.com', id: web.key })).toEqual(refused('not-open'));
    expect(await send({ type: 'hostnames.prefer', name: 'web', id: db.key })).toEqual(
      refused('resource-gone', { name: 'db' }),
    );
    expect(names().preferred).toEqual({ web: web.key });
  });

  test('can be copied as lines for the hosts file, while there are any', async () => {
    const none = refused('not-open', { name: 'No port with a name' });
    expect(await send({ type: 'copy.hosts-lines' })).toEqual(none);
    opened();
    expect(await send({ type: 'copy.hosts-lines' })).toEqual({ ok: true });
    expect(done).toEqual([['copy', '127.24.0.1 web\n127.24.0.1 web.ns\n']]);
  });
});

test('a guard is chosen for a forward that is there, and stays with its wish', async () => {
  expect(await send({ type: 'forward.guard', id: web.key, guard: 'off' })).toMatchObject({ ok: false });
  await send({ type: 'forward.set', id: web.key, on: true });
  expect(await send({ type: 'forward.guard', id: web.key, guard: 'strict' })).toEqual({ ok: true });
  await send({ type: 'forward.set', id: web.key, on: false });
  expect(store.read().forwards[web.key]?.wish).toEqual({ on: false, guard: 'strict' });
});
