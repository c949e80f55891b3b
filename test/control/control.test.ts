import { existsSync, readFileSync, statSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Refusal } from '../../electron/control/client.ts';
import { MAX_LINE_BYTES } from '../../electron/control/protocol.ts';
import type { Report } from '../../electron/control/report.ts';
import { makeTunnel, tunnelsOf } from '../support/builders.ts';
import { openRoom, web, type Room } from './room.ts';

let room: Room;
beforeEach(() => {
  room = openRoom();
});
afterEach(() => room.close());

const wished = () => room.store.read().forwards[web.key]?.wish.on ?? false;

test('a program that nobody knows waits for the user, and is let in with what he allows', async () => {
  let waited = 0;
  const coming = room.visit(['read', 'toggle'], { onWaiting: () => void (waited += 1) });
  await room.until(() => room.requests().length === 1);
  const [request] = room.requests();
  expect(request).toMatchObject({ name: 'test', scopes: ['read', 'toggle'] });
  expect(room.shown).toEqual(['window']);
  room.control().answer(request?.id ?? '', ['read']);
  const client = await coming;
  expect(waited).toBe(1);
  expect(room.requests()).toEqual([]);
  await expect(client.call({ call: 'set', ids: [web.key], on: true })).rejects.toMatchObject({ code: 'control-scope' });
  expect(wished()).toBe(false);
  await expect(client.call({ call: 'status' })).resolves.toMatchObject({ online: true, forwards: [] });
});

test('a program that the user refuses is told so, and leaves nothing', async () => {
  const coming = room.visit(['read']);
  await room.until(() => room.requests().length === 1);
  room.control().answer(room.requests()[0]?.id ?? '', []);
  await expect(coming).rejects.toMatchObject({ code: 'control-refused' });
  expect(room.store.read().control.clients).toEqual({});
  expect(room.store.read().control.entries).toMatchObject([{ name: 'test', what: 'let in', ok: false }]);
});

test('a program that leaves before the answer takes its question along', async () => {
  const leave = new AbortController();
  const coming = room.visit(['read'], { signal: leave.signal });
  await room.until(() => room.requests().length === 1);
  leave.abort(new Error('enough'));
  await expect(coming).rejects.toThrow('enough');
  await room.until(() => room.requests().length === 0);
});

test('a token opens again without a question, also after the app was started anew', async () => {
  const { token } = await room.welcome(['read']);
  await room.restart();
  const again = await room.visit(['read'], { token, onWaiting: () => expect.unreachable() });
  await expect(again.call({ call: 'status' })).resolves.toBeDefined();
});

test('no token is kept by the app or shown in its state', async () => {
  const { token } = await room.welcome(['read']);
  expect(token.length).toBeGreaterThan(40);
  expect(JSON.stringify(room.saved())).not.toContain(token);
  expect(JSON.stringify(room.store.read())).not.toContain(token);
});

test('a token with less than what is asked for is a question, and the new token replaces it', async () => {
  const { token } = await room.welcome(['read']);
  const coming = room.visit(['read', 'toggle'], { token });
  await room.until(() => room.requests().length === 1);
  room.control().answer(room.requests()[0]?.id ?? '', ['read', 'toggle']);
  const client = await coming;
  await client.call({ call: 'set', ids: [web.key], on: true });
  expect(wished()).toBe(true);
  expect(Object.values(room.store.read().control.clients).map(({ scopes }) => scopes)).toEqual([['read', 'toggle']]);
});

test('a program that is removed is cut off, and its token is worth nothing', async () => {
  const { client, token } = await room.welcome(['read']);
  const [id = ''] = Object.keys(room.store.read().control.clients);
  await room.control().revoke(id);
  await client.ended;
  const leave = new AbortController();
  const coming = room.visit(['read'], { token, signal: leave.signal });
  await room.until(() => room.requests().length === 1);
  leave.abort(new Error('asked again'));
  await expect(coming).rejects.toThrow('asked again');
});

test('what a program does goes through the commands of the window and into the audit', async () => {
  const { client } = await room.welcome(['read', 'toggle']);
  await client.call({ call: 'set', ids: [web.key], on: true });
  expect(wished()).toBe(true);
  await expect(client.call({ call: 'set', ids: ['nobody/-/shop/service/x'], on: true })).rejects.toMatchObject({
    code: 'resource-gone',
  });
  await client.call({ call: 'stop-all' });
  expect(wished()).toBe(false);
  expect(room.store.read().control.entries.map(({ what, ok }) => [what, ok])).toEqual([
    ['let in: read, toggle', true],
    ['up shop/service/web', true],
    ['up shop/service/x', false],
    ['stop all', true],
  ]);
});

test('whoever watches is told each change once, with the addresses', async () => {
  const { client } = await room.welcome(['read']);
  const told: Report[] = [];
  const live = new Promise<void>((resolve) => {
    client.onStatus((status) => {
      told.push(status);
      if (status.forwards[0]?.state === 'live') resolve();
    });
  });
  await client.call({ call: 'watch' });
  room.store.dispatch({ type: 'wished', id: web.key, on: true });
  const tunnels = tunnelsOf(makeTunnel(`${web.key}:80`));
  room.store.dispatch({ type: 'observed', id: web.key, status: { kind: 'open', since: 1 }, tunnels });
  await live;
  expect(told.at(-1)?.forwards).toMatchObject([
    { project: 'shop', type: 'service', resource: 'web', state: 'live', ports: [{ address: '127.24.0.1', port: 80 }] },
  ]);
});

test('secrets are handed out to those alone who may have them', async () => {
  const { client } = await room.welcome(['read', 'toggle']);
  await expect(client.call({ call: 'environment', forward: web.key })).rejects.toMatchObject({ code: 'control-scope' });
  const { client: trusted } = await room.welcome(['secrets'], 'trusted');
  await expect(trusted.call({ call: 'environment', forward: web.key })).resolves.toEqual({ FORWARD: web.key });
});

test('an address is no secret, every other text of a port is', async () => {
  const { client } = await room.welcome(['read']);
  await expect(client.call({ call: 'text', tunnelId: 't', format: 'host-port' })).resolves.toBe('host-port of t');
  await expect(client.call({ call: 'text', tunnelId: 't', format: 'uri' })).rejects.toMatchObject({
    code: 'control-scope',
  });
  await expect(client.call({ call: 'copy', tunnelId: 't', format: 'password' })).rejects.toMatchObject({
    code: 'control-scope',
  });
});

test('what a program leases goes off with the last who leases it, and what was on stays on', async () => {
  const { client, token } = await room.welcome(['read', 'toggle']);
  const second = await room.visit(['toggle'], { token });
  await client.call({ call: 'set', ids: [web.key], on: true, lease: true });
  await second.call({ call: 'set', ids: [web.key], on: true, lease: true });
  client.close();
  await second.call({ call: 'set', ids: [web.key], on: true });
  expect(wished()).toBe(true);
  second.close();
  await room.until(() => !wished());

  room.store.dispatch({ type: 'wished', id: web.key, on: true });
  const third = await room.visit(['toggle'], { token });
  await third.call({ call: 'set', ids: [web.key], on: true, lease: true });
  third.close();
  await third.ended;
  const fourth = await room.visit(['read'], { token });
  await fourth.call({ call: 'status' });
  expect(wished()).toBe(true);
});

test('nobody but the user can reach the socket or read where it is', () => {
  expect(statSync(join(room.directory, 'control.sock')).mode & 0o777).toBe(0o600);
  expect(statSync(join(room.directory, 'control.json')).mode & 0o777).toBe(0o600);
});

test('switched off, there is nothing to connect to; switched on again, there is', async () => {
  room.store.dispatch({ type: 'settings-changed', change: { localControl: false } });
  await expect(room.visit(['read'])).rejects.toThrow('not running');
  await expect.poll(() => existsSync(join(room.directory, 'control.sock'))).toBe(false);
  room.store.dispatch({ type: 'settings-changed', change: { localControl: true } });
  await room.welcome(['read']);
});

test('a program that asks again and again is not shown to the user for ever', async () => {
  for (let time = 0; time < 5; time += 1) {
    const coming = room.visit(['read']);
    await room.until(() => room.requests().length === 1);
    room.control().answer(room.requests()[0]?.id ?? '', []);
    await expect(coming).rejects.toBeInstanceOf(Refusal);
  }
  await expect(room.visit(['read'], { onWaiting: () => expect.unreachable() })).rejects.toBeInstanceOf(Refusal);
});

/** What the app sends back until it ends the connection. */
function answerTo(sent: string): Promise<string> {
  return new Promise((resolve) => {
    const where = JSON.parse(readFileSync(join(room.directory, 'control.json'), 'utf8')) as { readonly path: string };
    const socket = createConnection(where.path);
    let text = '';
    socket.on('data', (data) => void (text += data.toString()));
    socket.on('error', () => {});
    socket.on('close', () => resolve(text));
    socket.write(sent);
  });
}

test.each([
  ['no JSON', 'hello?'],
  ['no hello', '{"id":1,"call":"status"}'],
  ['a name with a line break', JSON.stringify({ hello: { name: 'a\nb', scopes: ['read'] } })],
  ['a name that turns the text around', JSON.stringify({ hello: { name: 'a\u202Eb', scopes: ['read'] } })],
  ['a scope that does not exist', JSON.stringify({ hello: { name: 'a', scopes: ['root'] } })],
])('a first line with %s ends the connection', async (_, line) => {
  expect(await answerTo(`${line}\n`)).toContain('control-unreadable');
  expect(room.requests()).toEqual([]);
});

test('a line without end is not collected', async () => {
  expect(await answerTo('x'.repeat(MAX_LINE_BYTES + 1))).toBe('');
});

test('a call before the welcome is not done', async () => {
  const lines = [{ hello: { name: 'eager', scopes: ['toggle'] } }, { id: 1, call: 'set', ids: [web.key], on: true }];
  const eager = answerTo(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  await room.until(() => room.requests().length === 1);
  room.control().answer(room.requests()[0]?.id ?? '', []);
  expect(await eager).not.toContain('result');
  expect(wished()).toBe(false);
});

test('a request of a shape that is not known is refused, and the next one is served', async () => {
  const { client } = await room.welcome(['read']);
  await expect(client.call({ call: 'sudo' } as never)).rejects.toMatchObject({ code: 'control-unreadable' });
  await expect(client.call({ call: 'list' })).resolves.toMatchObject([{ resource: 'web' }]);
});
