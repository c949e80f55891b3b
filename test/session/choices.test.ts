import { beforeEach, describe, expect, test } from 'vitest';
import type { Command } from '../../electron/contract/command.ts';
import { makeForward } from '../../electron/contract/forward.ts';
import { emptySession } from '../../electron/contract/session.ts';
import { createCommands, type Deeds } from '../../electron/session/commands.ts';
import { fromSaved, toSaved } from '../../electron/session/saved.ts';
import { createStore, type Store } from '../../electron/session/store.ts';
import { makeAccount, makeResource, makeTarget } from '../support/builders.ts';

const { key: id, target } = makeResource(makeTarget('web'));
let store: Store;

beforeEach(() => {
  store = createStore(emptySession);
  store.dispatch({ type: 'account-added', account: makeAccount() });
});

function send(command: Command) {
  return createCommands({ dispatch: store.dispatch, read: store.read, deeds: {} as Deeds })(command);
}
const wish = () => store.read().forwards[id]?.wish;

describe('of a forward', () => {
  beforeEach(() => store.dispatch({ type: 'wished', id, on: true }));

  test('the ports are chosen, and all again', async () => {
    await send({ type: 'forward.ports', id, ports: [9000, 80] });
    expect(wish()).toEqual({ on: true, ports: [80, 9000] });
    await send({ type: 'forward.ports', id });
    expect(wish()).toEqual({ on: true });
  });

  test('the instance is chosen, and any again', async () => {
    await send({ type: 'forward.instance', id, instance: 'web-1' });
    expect(wish()).toEqual({ on: true, instance: 'web-1' });
    await send({ type: 'forward.instance', id });
    expect(wish()).toEqual({ on: true });
  });

  test('the place of each port is chosen for itself, and automatic again', async () => {
    await send({ type: 'forward.place', id, port: 80, host: '127.0.0.1', localPort: 8080 });
    await send({ type: 'forward.place', id, port: 9000, localPort: 9001 });
    expect(wish()).toEqual({ on: true, local: { 80: { host: '127.0.0.1', port: 8080 }, 9000: { port: 9001 } } });
    await send({ type: 'forward.place', id, port: 80, host: '::1' });
    expect(wish()?.local).toEqual({ 80: { host: '::1' }, 9000: { port: 9001 } });
    await send({ type: 'forward.place', id, port: 80 });
    await send({ type: 'forward.place', id, port: 9000 });
    expect(wish()).toEqual({ on: true });
  });

  test('the same choice once more changes nothing', async () => {
    await send({ type: 'forward.place', id, port: 80, localPort: 8080 });
    const before = store.read();
    await send({ type: 'forward.place', id, port: 80, localPort: 8080 });
    expect(store.read()).toBe(before);
  });
});

test('what is chosen while the forward is off is there once it is on', async () => {
  expect(await send({ type: 'forward.place', id, port: 80, localPort: 8080 })).toEqual({ ok: true });
  expect(store.read().forwards[id]).toEqual({
    ...makeForward(target, id),
    wish: { on: false, local: { 80: { port: 8080 } } },
  });
  await send({ type: 'forward.set', id, on: true });
  expect(wish()).toEqual({ on: true, local: { 80: { port: 8080 } } });
});

test('choices come back after a restart, and one that leads out of this computer does not', async () => {
  await send({ type: 'forward.ports', id, ports: [80] });
  await send({ type: 'forward.instance', id, instance: 'web-1' });
  await send({ type: 'forward.place', id, port: 80, host: '127.0.0.1', localPort: 8080 });
  const raw = JSON.parse(JSON.stringify(toSaved(store.read()))) as { wishes: Record<string, { local: object }> };
  const next = createStore(emptySession);
  next.dispatch({ type: 'restored', saved: fromSaved(raw).saved });
  expect(next.read().forwards[id]?.wish).toEqual(wish());

  for (const local of [{ 80: { host: '0.0.0.0' } }, { 80: { port: 0 } }, { http: { port: 80 } }]) {
    const { saved, broken } = fromSaved({ ...raw, wishes: { [id]: { ...raw.wishes[id], local } } });
    expect([saved.wishes, broken]).toEqual([{}, [`wishes.${id}`]]);
  }
});

test.each<Command>([
  { type: 'forward.ports', id: 'bob/-/shop/service/web', ports: [80] },
  { type: 'forward.instance', id: 'nonsense', instance: 'web-1' },
  { type: 'forward.place', id: '__proto__', port: 80, localPort: 8080 },
])('$type of what is not there is refused', async (command) => {
  expect(await send(command)).toMatchObject({ ok: false, problem: { code: 'resource-gone' } });
  expect(store.read().forwards).toEqual({});
});

test('instances stand with the forward while it is on', () => {
  store.dispatch({ type: 'wished', id, on: true });
  const open = { kind: 'open', since: 1 } as const;
  store.dispatch({ type: 'observed', id, status: open, tunnels: {}, instances: ['web-1', 'web-2'] });
  const before = store.read();
  expect(before.forwards[id]?.instances).toEqual(['web-1', 'web-2']);
  store.dispatch({ type: 'observed', id, status: open, tunnels: {}, instances: ['web-1', 'web-2'] });
  expect(store.read()).toBe(before);
  store.dispatch({ type: 'observed', id, status: { kind: 'off' }, tunnels: {} });
  expect(store.read().forwards[id]).not.toHaveProperty('instances');
});
