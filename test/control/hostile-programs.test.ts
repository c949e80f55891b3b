import { once } from 'node:events';
import { chownSync, readFileSync, writeFileSync } from 'node:fs';
import { createConnection, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeProject, makeResource, makeTarget } from '../support/builders.ts';
import { proofOf } from '../../electron/control/protocol.ts';
import { openRoom, web, type Room } from './room.ts';

let room: Room;
beforeEach(() => {
  room = openRoom();
});
afterEach(() => room.close());

const wished = () => room.store.read().forwards[web.key]?.wish.on ?? false;

/** A connection of a program that keeps to nothing. */
function connectRudely(): Socket {
  const where = JSON.parse(readFileSync(join(room.directory, 'control.json'), 'utf8')) as { readonly path: string };
  return createConnection({ path: where.path, allowHalfOpen: true }).on('error', () => {});
}

test('refused programs that do not hang up keep nobody else out', async () => {
  const rude = Array.from({ length: 40 }, connectRudely);
  try {
    for (const socket of rude) socket.write('no hello\n');
    await Promise.all(rude.map((socket) => once(socket.resume(), 'end')));
    const { client } = await room.welcome(['read']);
    await expect(client.call({ call: 'status' })).resolves.toBeDefined();
  } finally {
    for (const socket of rude) socket.destroy();
  }
});

test('programs that say nothing keep nobody else out', async () => {
  const silent = Array.from({ length: 40 }, connectRudely);
  try {
    await Promise.all(silent.map((socket) => once(socket, 'connect')));
    const { client } = await room.welcome(['read']);
    await expect(client.call({ call: 'status' })).resolves.toBeDefined();
  } finally {
    for (const socket of silent) socket.destroy();
  }
});

test('one program that connects again and again leaves room for others', async () => {
  const { token } = await room.welcome(['read'], 'greedy');
  await room.welcome(['read'], 'modest');
  const refused: unknown[] = [];
  for (let times = 0; times < 40; times += 1) {
    await room.visit(['read'], { name: 'greedy', token }).catch((error: unknown) => refused.push(error));
  }
  expect(refused).toHaveLength(40 - 15);
  expect(refused[0]).toMatchObject({ code: 'control-crowded' });
  const { client } = await room.welcome(['read'], 'another');
  await expect(client.call({ call: 'status' })).resolves.toBeDefined();
});

test.each(['{"proof":"%"}', '{"welcome":{"version":"1","scopes":["read"]}}', '{"waiting":true}', '%'])(
  'whoever has taken the place of an app that has ended is told no token: %s',
  async (answer) => {
    const file = join(room.directory, 'control.json');
    const where = readFileSync(file, 'utf8');
    await room.control().close();
    writeFileSync(file, where);
    const heard: Buffer[] = [];
    const squatter = createServer((socket) => {
      socket.on('data', (data: Buffer) => heard.push(data)).on('error', () => {});
      socket.write(`${answer.replace('%', '0'.repeat(64))}\n`);
    });
    squatter.listen((JSON.parse(where) as { readonly path: string }).path);
    await once(squatter, 'listening');
    try {
      await expect(room.visit(['read'], { token: 'a-secret-token' })).rejects.toThrow('Portside');
      expect(Buffer.concat(heard).toString()).not.toContain('a-secret-token');
    } finally {
      squatter.close();
    }
  },
);

test('the proof of one challenge is none for another', async () => {
  const socket = connectRudely();
  socket.setEncoding('utf8');
  socket.write(`${JSON.stringify({ challenge: 'ab'.repeat(32) })}\n`);
  const [first] = (await once(socket, 'data')) as [string];
  const { proof } = JSON.parse(first) as { readonly proof: string };
  expect(proof).toMatch(/^[0-9a-f]{64}$/);
  const { key } = JSON.parse(readFileSync(join(room.directory, 'control.json'), 'utf8')) as { readonly key: string };
  expect([proofOf(key, 'ab'.repeat(32)), proofOf(key, 'cd'.repeat(32))].map((each) => each === proof)).toEqual([
    true,
    false,
  ]);
  // A second one is none of the protocol, and is answered as such.
  socket.write(`${JSON.stringify({ challenge: 'cd'.repeat(32) })}\n`);
  const [second] = (await once(socket, 'data')) as [string];
  expect(second).toContain('control-unreadable');
  socket.destroy();
});

test('a program that goes on asking while the user is asked is let go, with its question', async () => {
  const socket = connectRudely();
  socket.write(`${JSON.stringify({ hello: { name: 'flood', scopes: ['read'] } })}\n`);
  await room.until(() => room.requests().length === 1);
  const ended = once(socket.resume(), 'end');
  socket.write(`${JSON.stringify({ id: 1, call: 'status' })}\n`.repeat(200));
  await ended;
  socket.destroy();
  await room.until(() => room.requests().length === 0);
});

test('a program that reads no answers is let go before they pile up', async () => {
  const { token } = await room.welcome(['read'], 'deaf');
  room.store.dispatch({
    type: 'catalog-loaded',
    accountId: 'acc',
    readAt: 2,
    projects: [makeProject('shop')],
    resources: Array.from({ length: 3000 }, (_, index) => makeResource(makeTarget(`service-${index}`))),
  });
  const socket = connectRudely();
  socket.write(`${JSON.stringify({ hello: { name: 'deaf', scopes: ['read'], token } })}\n`);
  socket.write(`${JSON.stringify({ id: 1, call: 'list' })}\n`.repeat(90));
  // Nothing is read, so its end shows where nothing can be written any more.
  const beat = setInterval(() => socket.write('\n', (error) => error && socket.destroy()), 5);
  await once(socket, 'close');
  clearInterval(beat);
});

test.runIf(process.getuid?.() === 0)('a socket of another user is told no token', async () => {
  chownSync(join(room.directory, 'control.sock'), 12_345, 12_345);
  await expect(room.visit(['read'], { token: 'secret' })).rejects.toThrow('not running');
});

test('a program that asks and leaves again and again brings no window to the front any more', async () => {
  for (let times = 0; times < 10; times += 1) {
    const leave = new AbortController();
    const coming = room.visit(['read'], { signal: leave.signal });
    await room.until(() => room.requests().length === 1);
    leave.abort(new Error('enough'));
    await expect(coming).rejects.toThrow('enough');
    await room.until(() => room.requests().length === 0);
  }
  const shown = room.shown.length;
  await expect(room.visit(['read'])).rejects.toMatchObject({ code: 'control-refused' });
  expect(room.shown).toHaveLength(shown);
});

test('what a program could not switch on is not its own once the user did', async () => {
  const { client } = await room.welcome(['toggle']);
  room.store.dispatch({ type: 'project-marked', key: web.projectKey, mark: 'production' });
  await expect(client.call({ call: 'set', ids: [web.key], on: true, lease: true })).rejects.toMatchObject({
    code: 'needs-confirmation',
  });
  room.store.dispatch({ type: 'wished', id: web.key, on: true });
  client.close();
  await client.ended;
  const { client: next } = await room.welcome(['read']);
  await next.call({ call: 'status' });
  expect(wished()).toBe(true);
});
