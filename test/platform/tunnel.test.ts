import { once } from 'node:events';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { abandon, closed, dialOpen, dialRefused, finish, nextMessage, tunnelPath } from './probe.ts';
import { type Platform, startPlatform } from './start.ts';

let platform: Platform;
let pod = '';
let pods: readonly string[] = [];

const ECHO = { project: 'billing', kind: 'service', id: 'tcp-echo' } as const;
const LEDGER = { project: 'billing', kind: 'service', id: 'ledger' } as const;

beforeAll(async () => {
  platform = await startPlatform({ workloads: ['tcp-echo', 'udp-echo', 'http'] });
});
beforeEach(async () => {
  await platform.control.reset();
  pod = (await platform.control.inspect(ECHO)).pods[0] ?? '';
  pods = (await platform.control.inspect(LEDGER)).pods;
});
afterAll(async () => await platform.close());

test('bytes go both ways as binary messages and are counted', async () => {
  const webSocket = await dialOpen(platform, tunnelPath(ECHO, pod, 7000));
  const message = once(webSocket, 'message');
  webSocket.send(Buffer.from([0, 255, 10]));
  expect(await message).toEqual([Buffer.from([0, 255, 10]), true]);
  await finish(webSocket);
  const [tunnel] = await platform.control.waitForTunnels({ open: false });
  expect(tunnel).toMatchObject({ bytesUp: 3, bytesDown: 3, closeCode: 1005, pod, port: 7000 });
});

test('the team may stand in the path, and direct connections in the query', async () => {
  const path = tunnelPath({ ...ECHO, team: 'acme' }, pod, 7000);
  const webSocket = await dialOpen(platform, `${path}?directConnect=true`);
  await finish(webSocket);
});

test('each reason to refuse has its own status and says so in a message', async () => {
  const path = tunnelPath(ECHO, pod, 7000);
  const [bad, narrow, noPod, noPort, refusing, foreign] = await Promise.all([
    dialRefused(platform, path, 'nonsense'),
    dialRefused(platform, path, platform.tokens.readOnly),
    dialRefused(platform, tunnelPath(ECHO, 'tcp-echo-gone', 7000)),
    dialRefused(platform, tunnelPath(ECHO, pod, 7999)),
    dialRefused(platform, tunnelPath(ECHO, pod, 7002)),
    dialRefused(platform, tunnelPath({ ...ECHO, project: 'none' }, pod, 7000)),
  ]);
  expect([bad, narrow, noPod, noPort, refusing, foreign].map((answer) => answer.status)).toEqual([
    401, 403, 404, 404, 502, 404,
  ]);
  expect(noPod.json).toEqual({ message: 'Instance tcp-echo-gone not found' });
  expect((await platform.control.stats()).tunnels).toEqual([]);
});

test('a workload that was not started refuses', async () => {
  const [statsd] = (await platform.control.inspect({ project: 'storefront', kind: 'service', id: 'statsd' })).pods;
  const resource = { project: 'storefront', kind: 'service', id: 'statsd' } as const;
  expect((await dialRefused(platform, tunnelPath(resource, statsd ?? '', 8125))).status).toBe(502);
});

test('every instance is a server of its own', async () => {
  const names = await Promise.all(
    pods.map(async (name) => {
      const webSocket = await dialOpen(platform, tunnelPath(LEDGER, name, 8080));
      webSocket.send('GET /json HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n');
      const answer = await nextMessage(webSocket);
      await finish(webSocket);
      return /x-instance: (.*)\r/.exec(answer.toString())?.[1];
    }),
  );
  expect(names).toEqual(pods);
  expect(new Set(names).size).toBe(4);
});

test('a workload that ends closes with 1000 after its last byte', async () => {
  const webSocket = await dialOpen(platform, tunnelPath(ECHO, pod, 7000));
  const message = nextMessage(webSocket);
  const end = closed(webSocket);
  webSocket.send('bye!');
  expect((await message).toString()).toBe('bye\n');
  expect((await end).code).toBe(1000);
});

test('a workload that resets closes with 1011', async () => {
  const webSocket = await dialOpen(platform, tunnelPath(ECHO, pod, 7000));
  const end = closed(webSocket);
  webSocket.send('rst!');
  expect((await end).code).toBe(1011);
});

test('a client that is lost frees the connection to the workload', async () => {
  const webSocket = await dialOpen(platform, tunnelPath(ECHO, pod, 7000));
  await abandon(webSocket);
  const [tunnel] = await platform.control.waitForTunnels({ open: false, upstreamOpen: false });
  expect(tunnel?.closeCode).toBe(1006);
});

test('a client that does not read stops the workload from sending', async () => {
  const [ledger = ''] = pods;
  const webSocket = await dialOpen(platform, tunnelPath(LEDGER, ledger, 8080));
  webSocket.pause();
  const size = 256 * 1024 * 1024;
  webSocket.send(`GET /bytes?n=${size} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n`);
  const held = await settled(async () => (await platform.control.stats()).tunnels[0]?.bytesDown ?? 0);
  expect(held).toBeLessThan(size / 4);

  let received = 0;
  const end = closed(webSocket);
  webSocket.on('message', (message: Buffer) => (received += message.length));
  webSocket.resume();
  expect((await end).code).toBe(1000);
  expect(received).toBeGreaterThan(size);
});

test('a workload that does not read stops the client from sending', async () => {
  const webSocket = await dialOpen(platform, tunnelPath(ECHO, pod, 7000));
  webSocket.pause();
  // The echo cannot get rid of its answers, so it takes no more, so the gateway takes no more.
  const block = Buffer.alloc(1024 * 1024);
  for (let sent = 0; sent < 64; sent += 1) webSocket.send(block);
  await settled(async () => (await platform.control.stats()).tunnels[0]?.bytesUp ?? 0);
  expect(webSocket.bufferedAmount).toBeGreaterThan(block.length);
  await abandon(webSocket);
});

test('a datagram is one message, whatever its size', async () => {
  const webSocket = await dialOpen(platform, tunnelPath(ECHO, pod, 7001));
  const received: Buffer[] = [];
  const sizes = [1, 0, 1400, 9000, 65_507];
  const all = new Promise<void>((resolve) => {
    webSocket.on('message', (message: Buffer) => {
      received.push(message);
      if (received.length === sizes.length) resolve();
    });
  });
  for (const size of sizes) webSocket.send(Buffer.alloc(size, size % 256));
  await all;
  expect(received.map((message) => message.length)).toEqual(sizes);
  await finish(webSocket);
});

test('after a restart the old name is gone, the tunnel was closed with 1011, and the new name works', async () => {
  const webSocket = await dialOpen(platform, tunnelPath(ECHO, pod, 7000));
  const end = closed(webSocket);
  const { pods: renewed } = await platform.control.restart(ECHO);
  expect((await end).code).toBe(1011);
  expect((await dialRefused(platform, tunnelPath(ECHO, pod, 7000))).status).toBe(404);
  await finish(await dialOpen(platform, tunnelPath(ECHO, renewed[0] ?? '', 7000)));
});

test('scaling keeps the instances that stay', async () => {
  const up = await platform.control.scale(ECHO, 3);
  expect(up.pods).toHaveLength(3);
  expect(up.pods[0]).toBe(pod);
  const down = await platform.control.scale(ECHO, 0);
  expect(down.pods).toEqual([]);
  expect((await dialRefused(platform, tunnelPath(ECHO, pod, 7000))).status).toBe(404);
});

/** Reads until two answers in a row are equal: the flow has come to a stop. */
async function settled(read: () => Promise<number>): Promise<number> {
  let before = -1;
  let same = 0;
  let now = await read();
  while (same < 20) {
    before = now;
    now = await read();
    same = now === before && now > 0 ? same + 1 : 0;
  }
  return now;
}
