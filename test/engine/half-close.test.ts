import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { openTo } from './bench.ts';
import { ask, openClient } from './client.ts';
import { startEcho, startWorkload } from './upstream.ts';

const range = { first: '127.24.62.1', last: '127.24.62.254' };

/** Holds every upgrade back until `let` is called. */
function gate() {
  let open: () => void = () => {};
  const opened = new Promise<undefined>((resolve) => (open = () => resolve(undefined)));
  return { decide: () => opened, open };
}

test('a client that half-closes still receives an answer that comes late', async () => {
  const workload = await startWorkload((socket) => {
    socket.on('data', () => setTimeout(() => socket.end('+PONG'), 150));
  });
  const { address } = await openTo(workload, { range, limits: { quietMs: 20 } });
  expect(await ask(address, 'PING')).toEqual({ answer: '+PONG', end: 'end' });
});

test('a client that half-closes without a word still receives what the server says first', async () => {
  const workload = await startWorkload((socket) => setTimeout(() => socket.end('Tuesday'), 30));
  const { address } = await openTo(workload, { range });
  expect(await ask(address, '')).toEqual({ answer: 'Tuesday', end: 'end' });
});

test('bytes written before the upgrade is answered arrive', async () => {
  const echo = await startEcho();
  const { bench, address } = await openTo(echo, { range });
  const { decide, open } = gate();
  bench.gateway.decide = decide;
  const client = openClient(address);
  client.socket.write('early');
  await bench.gateway.until(() => bench.gateway.upgrades.length === 2);
  open();
  await client.until('early');
  expect(client.received()).toBe('early');
});

test('twenty programs that write and close before the upgrade is answered lose nothing', async () => {
  const workload = await startWorkload(() => {});
  const { bench, address } = await openTo(workload, { range, limits: { replyMs: 50 } });
  const { decide, open } = gate();
  bench.gateway.decide = decide;
  const closed = Array.from({ length: 20 }, () => {
    const socket = connect(address.port, address.host, () => socket.end('9 bytes..'));
    socket.resume();
    return new Promise((resolve) => {
      socket.on('close', resolve);
    });
  });
  await bench.gateway.until(() => bench.gateway.upgrades.length === 21);
  open();
  await workload.until(() => workload.receivedBytes() >= 180);
  await Promise.all(closed);
  expect(workload.received().toString()).toBe('9 bytes..'.repeat(20));
});

test('the far end is closed properly once it is silent after a local half-close', async () => {
  const workload = await startWorkload(() => {});
  const { bench, address } = await openTo(workload, { range, limits: { replyMs: 50 } });
  // That of the probe.
  await bench.gateway.until(() => bench.gateway.closeCodes.length === 1);
  await ask(address, 'log line');
  await bench.gateway.until(() => bench.gateway.closeCodes.length > 1);
  expect(bench.gateway.closeCodes).toEqual([1000, 1000]);
  expect(workload.received().toString()).toBe('log line');
});

test('a large upload that ends in a close arrives whole although nobody waits for it', async () => {
  const bytes = randomBytes(16 * 1024 * 1024);
  const workload = await startWorkload((socket) => socket.on('end', () => socket.end()));
  const { address } = await openTo(workload, { range, limits: { replyMs: 20, quietMs: 20 } });
  const socket = connect(address.port, address.host, () => socket.end(bytes, () => socket.destroy()));
  await workload.until(() => workload.sockets.size === 0 && workload.connections() === 2);
  expect(workload.received().equals(bytes)).toBe(true);
});

test('a large upload that an early answer meets arrives whole', async () => {
  const bytes = randomBytes(4 * 1024 * 1024);
  const workload = await startWorkload((socket) => socket.once('data', () => socket.write('got it')));
  const { address } = await openTo(workload, { range, limits: { replyMs: 20, quietMs: 20 } });
  expect(await ask(address, bytes.toString('latin1'))).toEqual({ answer: 'got it', end: 'end' });
  // The gateway may still be handing over what it has got.
  const length = Buffer.byteLength(bytes.toString('latin1'));
  await workload.until(() => workload.receivedBytes() === length);
});

test('a reader slower than the grace still gets a whole download after its half-close', async () => {
  const bytes = randomBytes(8 * 1024 * 1024);
  const workload = await startWorkload((socket) => socket.once('data', () => socket.end(bytes)));
  const { address } = await openTo(workload, {
    range,
    limits: { quietMs: 200, replyMs: 1_000 },
  });
  const socket = connect({ ...address, allowHalfOpen: true });
  socket.end('GET');
  let received = 0;
  for await (const chunk of socket) {
    received += (chunk as Buffer).length;
    // A pause longer than the grace.
    if (received < 128 * 1024) await new Promise((resolve) => setTimeout(resolve, 300));
  }
  expect(received).toBe(bytes.length);
});

test.each<[number | undefined, string]>([
  [1000, 'end'],
  [undefined, 'end'],
  [1001, 'ECONNRESET'],
  [1002, 'ECONNRESET'],
  [1008, 'ECONNRESET'],
  [1011, 'ECONNRESET'],
  [1012, 'ECONNRESET'],
  [4000, 'ECONNRESET'],
])('after the close code %s the client has all that came before, and sees: %s', async (code, end) => {
  const bytes = randomBytes(256 * 1024).toString('latin1');
  const workload = await startWorkload(() => {});
  const { bench, address } = await openTo(workload, { range });
  bench.gateway.serve = (websocket) => websocket.send(Buffer.from(bytes, 'latin1'), () => websocket.close(code));
  const client = openClient(address);
  expect(await client.ended).toBe(end);
  expect(client.received().length).toBe(bytes.length);
});

test('an end without a close frame is a reset even where the connection was closed in order', async () => {
  const { bench, address } = await openTo(await startEcho(), { range });
  const client = openClient(address);
  client.socket.write('x');
  await client.until('x');
  bench.gateway.hangUp();
  expect(await client.ended).toBe('ECONNRESET');
});

test('a local reset reaches the gateway as an end without a close frame', async () => {
  const { bench, address } = await openTo(await startEcho(), { range });
  const client = openClient(address);
  client.socket.write('x');
  await client.until('x');
  const before = bench.gateway.closeCodes.length;
  client.socket.resetAndDestroy();
  await bench.gateway.until(() => bench.gateway.closeCodes.length > before);
  expect(bench.gateway.closeCodes.at(-1)).toBe(1006);
});

test('a local reset right behind the last bytes is no end of what was sent', async () => {
  const workload = await startWorkload(() => {});
  const { bench, address } = await openTo(workload, { range, limits: { replyMs: 100, quietMs: 100 } });
  await bench.gateway.until(() => bench.gateway.closeCodes.length === 1);
  const client = openClient(address);
  client.socket.write('first');
  await workload.until(() => workload.receivedBytes() === 5);
  client.socket.write('one part', () => client.socket.resetAndDestroy());
  await bench.gateway.until(() => bench.gateway.closeCodes.length > 1);
  expect(bench.gateway.closeCodes.at(-1)).toBe(1006);
});

test('a reset after a FIN takes nothing back: all had been sent', async () => {
  const workload = await startWorkload((socket) => socket.write('unread'));
  const { bench, address } = await openTo(workload, { range, limits: { replyMs: 100, quietMs: 100 } });
  await bench.gateway.until(() => bench.gateway.closeCodes.length === 1);
  const socket = connect({ ...address, allowHalfOpen: true });
  await new Promise((resolve) => {
    socket.once('readable', resolve);
  });
  socket.end('all of it', () => socket.resetAndDestroy());
  await bench.gateway.until(() => bench.gateway.closeCodes.length > 1);
  expect(bench.gateway.closeCodes.at(-1)).toBe(1000);
  expect(workload.received().toString()).toBe('all of it');
});

test('a server that ends first is a FIN after its last byte, and late bytes of the client reset nothing', async () => {
  const workload = await startWorkload((socket) => socket.once('data', () => socket.end('bye')));
  const { address } = await openTo(workload, { range });
  const socket = connect({ ...address, allowHalfOpen: true });
  socket.write('quit');
  const chunks: Buffer[] = [];
  socket.on('data', (chunk) => chunks.push(chunk));
  await new Promise((resolve) => {
    socket.on('end', resolve);
  });
  await new Promise<void>((resolve) => {
    socket.write('too late', () => resolve());
  });
  expect(Buffer.concat(chunks).toString()).toBe('bye');
  const closed = new Promise((resolve) => {
    socket.on('close', resolve);
  });
  socket.end();
  expect(await closed).toBe(false);
});

test('an answer that the network swallows after a half-close ends in a reset, not as if it were whole', async () => {
  const workload = await startWorkload((socket) => socket.once('data', () => socket.write('one part')));
  const { bench, address } = await openTo(workload, { range, limits: { quietMs: 50, finishMs: 100 } });
  const client = openClient(address);
  client.socket.end('GET');
  await client.until('one part');
  bench.gateway.freeze();
  expect(await client.ended).toBe('ECONNRESET');
});

test('an answer is whole where the gateway lives but never answers a close frame', async () => {
  const { bench, address } = await openTo(await startEcho(), { range, limits: { quietMs: 50, finishMs: 100 } });
  bench.gateway.serve = (websocket) => {
    websocket.on('message', (message) => websocket.send(message));
    // What it would say in return is lost.
    websocket.on('conclude', () => websocket.pause());
    websocket.close = () => {};
  };
  expect(await ask(address, 'all of it')).toEqual({ answer: 'all of it', end: 'end' });
});

test('an error that the gateway answers our close frame with is a reset', async () => {
  const { bench, address } = await openTo(await startEcho(), { range, limits: { quietMs: 50 } });
  bench.gateway.serve = (websocket) => {
    const close = websocket.close.bind(websocket);
    websocket.on('message', (message) => websocket.send(message));
    // Its pong has gone out before.
    websocket.close = () => close(1011);
  };
  const client = openClient(address);
  client.socket.end('one part');
  expect(await client.ended).toBe('ECONNRESET');
  expect(client.received()).toBe('one part');
});
