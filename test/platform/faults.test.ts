import { once } from 'node:events';
import { WebSocket } from 'ws';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { DropHow } from './control/protocol.ts';
import { abandon, ask, closed, dial, dialOpen, dialRefused, finish, nextMessage, tunnelPath } from './probe.ts';
import { type Platform, startPlatform } from './start.ts';

let platform: Platform;
let path = '';

const ECHO = { project: 'billing', kind: 'service', id: 'tcp-echo' } as const;

beforeAll(async () => {
  platform = await startPlatform({ workloads: ['tcp-echo'] });
});
beforeEach(async () => {
  await platform.control.reset();
  path = tunnelPath(ECHO, (await platform.control.inspect(ECHO)).pods[0] ?? '', 7000);
});
afterAll(async () => await platform.close());

test('a rule answers in place of the API as often as it says', async () => {
  await platform.control.addRule({ path: '^/v1/projects$', status: 503, times: 2, headers: { 'retry-after': '7' } });
  const first = await ask(platform, '/v1/projects');
  expect(first.headers['retry-after']).toBe('7');
  expect(first.json).toMatchObject({ error: { status: 503 } });
  expect((await ask(platform, '/v1/projects')).status).toBe(503);
  expect((await ask(platform, '/v1/projects')).status).toBe(200);
});

test('a rule with a string for a body sends it raw', async () => {
  await platform.control.addRule({ path: '/v1/auth', status: 200, body: '<html>bad</html>' });
  expect((await ask(platform, '/v1/auth')).text).toBe('<html>bad</html>');
});

test('a rule holds for tunnels too and can be cleared', async () => {
  await platform.control.addRule({ path: '^/tunnel/', status: 429, body: { message: 'slow down' } });
  const refused = await dialRefused(platform, path);
  expect([refused.status, refused.json]).toEqual([429, { message: 'slow down' }]);
  await platform.control.clearFaults();
  await finish(await dialOpen(platform, path));
});

test('a rule can delay the true answer', async () => {
  await platform.control.addRule({ path: '^/v1/auth', delayMs: 80 });
  const startedAt = performance.now();
  expect((await ask(platform, '/v1/auth')).status).toBe(200);
  expect(performance.now() - startedAt).toBeGreaterThan(75);
});

test('a rule can reset the connection', async () => {
  await platform.control.addRule({ path: '^/v1/auth|^/tunnel/', reset: true });
  await expect(ask(platform, '/v1/auth')).rejects.toMatchObject({ code: 'ECONNRESET' });
  await expect(dial(platform, path)).rejects.toMatchObject({ code: 'ECONNRESET' });
});

test('a hanging upgrade is seen and never answered', async () => {
  await platform.control.addRule({ path: '^/tunnel/', hang: true });
  const { url, ca, tokens } = platform;
  const headers = { authorization: `Bearer ${tokens.team}` };
  const webSocket = new WebSocket(url.replace('https', 'wss') + path, { ca, headers });
  webSocket.on('error', () => undefined);
  await platform.control.waitForRequests({ path: '^/tunnel/', status: 0 });
  expect(webSocket.readyState).toBe(WebSocket.CONNECTING);
  await abandon(webSocket);
});

test.each<[DropHow, number]>([
  ['close-1000', 1000],
  ['close-1001', 1001],
  ['close-1011', 1011],
  ['kill', 1006],
])('a tunnel dropped by %s ends with %d and frees its workload', async (how, code) => {
  const webSocket = await dialOpen(platform, path);
  const end = closed(webSocket);
  expect(await platform.control.dropTunnels({}, how)).toBe(1);
  expect((await end).code).toBe(code);
  await platform.control.waitForTunnels({ open: false, upstreamOpen: false });
});

test.each<[DropHow, boolean]>([
  ['blackhole', true],
  ['half-open', false],
])('a tunnel in %s answers neither bytes nor pings', async (how, upstreamOpen) => {
  const webSocket = await dialOpen(platform, path);
  await platform.control.dropTunnels({}, how);
  await platform.control.waitForTunnels({ upstreamOpen });
  let heard = 0;
  webSocket.on('pong', () => (heard += 1)).on('message', () => (heard += 1));
  webSocket.ping();
  webSocket.send('hello');
  // Another tunnel, opened later, has its answers: these would have come long before.
  const other = await dialOpen(platform, path);
  const pong = once(other, 'pong');
  const message = nextMessage(other);
  other.ping();
  other.send('hello');
  await Promise.all([pong, message]);
  expect(heard).toBe(0);
  await finish(other);
  await abandon(webSocket);
  await platform.control.waitForTunnels({ upstreamOpen: false }, { atLeast: 2 });
});

test('only tunnels that match are dropped', async () => {
  const [kept, dropped] = await Promise.all([
    dialOpen(platform, path),
    dialOpen(platform, `${path}?directConnect=true`),
  ]);
  const end = closed(dropped);
  expect(await platform.control.dropTunnels({ path: 'directConnect' }, 'close-1000')).toBe(1);
  await end;
  expect(kept.readyState).toBe(WebSocket.OPEN);
  await finish(kept);
});

test('an outage refuses new connections, keeps open ones, and ends on the same port', async () => {
  const webSocket = await dialOpen(platform, path);
  await platform.control.stopListening();
  await expect(ask(platform, '/v1/auth')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  const message = nextMessage(webSocket);
  webSocket.send('still here');
  expect((await message).toString()).toBe('still here');
  await platform.control.resumeListening();
  expect((await ask(platform, '/v1/auth')).status).toBe(200);
  await finish(webSocket);
});

test('an outage can take the open tunnels along', async () => {
  const webSocket = await dialOpen(platform, path);
  const end = closed(webSocket);
  await platform.control.stopListening({ dropOpen: true });
  expect((await end).code).toBe(1006);
  await platform.control.clearFaults();
  await finish(await dialOpen(platform, path));
});

test('latency delays every round trip, the handshake included', async () => {
  await platform.control.setLatency(40);
  const startedAt = performance.now();
  const webSocket = await dialOpen(platform, path);
  const openedAt = performance.now();
  const pong = once(webSocket, 'pong');
  webSocket.ping();
  await pong;
  // TLS 1.3 takes one round trip, the upgrade another; TCP's own is over loopback.
  expect(openedAt - startedAt).toBeGreaterThan(155);
  expect(performance.now() - openedAt).toBeGreaterThan(78);
  await finish(webSocket);
});

test('latency does not limit the rate, bandwidth does', async () => {
  const block = Buffer.alloc(256 * 1024, 7);
  const timeFor = async (): Promise<number> => {
    const webSocket = await dialOpen(platform, path);
    const startedAt = performance.now();
    let received = 0;
    const all = new Promise<void>((resolve) => {
      webSocket.on('message', (message: Buffer) => {
        received += message.length;
        if (received === block.length) resolve();
      });
    });
    webSocket.send(block);
    await all;
    const took = performance.now() - startedAt;
    await finish(webSocket);
    return took;
  };
  await platform.control.setLatency(20);
  expect(await timeFor()).toBeLessThan(400);
  await platform.control.setLatency(0);
  await platform.control.setBandwidth(512 * 1024);
  expect(await timeFor()).toBeGreaterThan(490);
});

test('a reset passes a slow link', async () => {
  await platform.control.setLatency(5);
  const webSocket = await dialOpen(platform, path);
  const end = closed(webSocket);
  await platform.control.dropTunnels({}, 'kill');
  expect((await end).code).toBe(1006);
  await platform.control.waitForTunnels({ open: false, upstreamOpen: false });
});

test('compression is off unless it is switched on', async () => {
  const plain = await dial(platform, path, { perMessageDeflate: true });
  expect(plain).toMatchObject({ extensions: '' });
  await platform.control.setCompression(true);
  const deflated = await dial(platform, path, { perMessageDeflate: true });
  expect(deflated).toMatchObject({ extensions: 'permessage-deflate' });
  for (const webSocket of [plain, deflated]) if (webSocket instanceof WebSocket) await finish(webSocket);
});

test('a wait that is in vain says for what', async () => {
  await expect(platform.control.waitForTunnels({ path: 'nowhere' }, { timeoutMs: 20 })).rejects.toThrow(
    'waited 20 ms in vain for tunnels {"path":"nowhere"',
  );
});
