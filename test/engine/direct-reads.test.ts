import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { adopt, readAsStream, readDirectly } from '../../electron/engine/direct-reads.ts';
import { createFacts } from '../support/gateway-facts.ts';
import { cleanUp } from './clean-up.ts';

/** A client and the server's side of its connection, adopted. */
async function openPair(): Promise<{ server: Server; client: Socket; socket: Socket }> {
  const server = createServer({ allowHalfOpen: true });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = connect({ port: (server.address() as AddressInfo).port, host: '127.0.0.1', allowHalfOpen: true });
  client.on('error', () => {});
  const [accepted] = (await once(server, 'connection')) as [Socket];
  const socket = adopt(accepted);
  socket.on('error', () => {});
  cleanUp(async () => {
    client.destroy();
    socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return { server, client, socket };
}

/** Collects what lands, copied at once as it has to be. */
function collector() {
  const facts = createFacts();
  let text = '';
  return {
    take: (bytes: Buffer) => {
      text += bytes.toString('latin1');
      facts.check();
    },
    text: () => text,
    until: (length: number) => facts.until(() => text.length >= length),
  };
}

test('an adopted socket is another object on the same connection, and the server no longer counts it', async () => {
  const { server, client, socket } = await openPair();
  expect(socket.remotePort).toBe(client.localPort);
  expect(await new Promise((resolve) => server.getConnections((_, count) => resolve(count)))).toBe(0);
  expect(socket.allowHalfOpen).toBe(true);
});

test('what came early is returned once, and what comes later is read directly', async () => {
  const { client, socket } = await openPair();
  client.write('early');
  await once(socket, 'readable');
  const landed = collector();
  expect(String(readDirectly(socket, landed.take))).toBe('early');
  socket.resume();
  client.write('later');
  await landed.until(5);
  expect(landed.text()).toBe('later');
});

test('a half-close that came early is told after the bytes before it', async () => {
  const { client, socket } = await openPair();
  client.end('all there is');
  await once(socket, 'readable');
  expect(String(readDirectly(socket, () => {}))).toBe('all there is');
  const ended = once(socket, 'end');
  socket.resume();
  await ended;
  socket.end('answer');
  const [answer] = (await once(client, 'data')) as [Buffer];
  expect(String(answer)).toBe('answer');
});

test('a reset of the other side is heard while nobody reads', async () => {
  const { client, socket } = await openPair();
  const closed = new Promise((resolve) => socket.once('close', resolve));
  client.resetAndDestroy();
  await closed;
});

test('until it is read directly, a socket takes no more than its own buffer', async () => {
  const { client, socket } = await openPair();
  const flushed = new Promise((resolve) => client.write(Buffer.alloc(64 * 1024 * 1024), resolve));
  await once(socket, 'readable');
  const isFlushed = await Promise.race([
    flushed.then(() => true),
    new Promise((resolve) => {
      setTimeout(resolve, 200, false);
    }),
  ]);
  expect(isFlushed).toBe(false);
  expect(socket.readableLength).toBeLessThan(1024 * 1024);
  client.destroy();
});

test('a paused socket lands nothing, and everything after it is resumed', async () => {
  const { client, socket } = await openPair();
  const landed = collector();
  readDirectly(socket, landed.take);
  socket.resume();
  client.write('a');
  await landed.until(1);
  socket.pause();
  // Reading one's own answer proves that the bytes are there.
  await new Promise((resolve) => client.write('b'.repeat(100_000), resolve));
  socket.write('x');
  await once(client, 'data');
  expect(landed.text()).toBe('a');
  socket.resume();
  await landed.until(100_001);
});

test('bytes come as events again once the reader has left', async () => {
  const { client, socket } = await openPair();
  const landed = collector();
  readDirectly(socket, landed.take);
  socket.resume();
  client.write('one');
  await landed.until(3);
  socket.pause();
  readAsStream(socket);
  client.write('two');
  await once(socket, 'readable');
  expect(landed.text()).toBe('one');
  expect(String(readDirectly(socket, landed.take))).toBe('two');
  readAsStream(socket);
  const data = once(socket, 'data');
  socket.resume();
  client.write('three');
  expect(String((await data)[0])).toBe('three');
  expect(landed.text()).toBe('one');
});

test('a socket of another kind is left as it is', async () => {
  const { client } = await openPair();
  expect(readDirectly(client, () => {})).toBeUndefined();
  readAsStream(client);
  const unable = { allowHalfOpen: false, _handle: {} } as unknown as Socket;
  expect(adopt(unable)).toBe(unable);
});
