import { createServer as createTcpServer } from 'node:net';
import { createServer, type TLSSocket } from 'node:tls';
import { createHash } from 'node:crypto';
import { afterEach, expect, test, vi } from 'vitest';
import type { WebSocket } from 'ws';
import { ID, openTo, PORT, setUp, wish } from './bench.ts';
import { ask, openClient } from './client.ts';
import { cleanUp } from './clean-up.ts';
import { startEcho, startWorkload } from './upstream.ts';

const range = { first: '127.24.70.1', last: '127.24.70.254' };

afterEach(() => vi.unstubAllEnvs());

test('text messages are delivered as their bytes, empty ones as nothing', async () => {
  const { bench, address } = await openTo(await startEcho(), { range });
  bench.gateway.serve = (websocket) => {
    websocket.send('');
    websocket.send(Buffer.alloc(0));
    websocket.send('täxt', () => websocket.close(1000));
  };
  const { answer, end } = await ask(address, '');
  expect({ answer: Buffer.from(answer, 'latin1').toString(), end }).toEqual({ answer: 'täxt', end: 'end' });
});

test('what the gateway says together with its 101 arrives', async () => {
  const { bench, address } = await openTo(await startEcho(), { range });
  bench.gateway.serve = (websocket) => {
    for (let count = 0; count < 50; count += 1) websocket.send(`${count};`);
    websocket.close(1000);
  };
  const { answer, end } = await ask(address, '');
  expect(answer.split(';').length).toBe(51);
  expect(end).toBe('end');
});

test('a message longer than the limit ends its connection alone', async () => {
  const { bench, address } = await openTo(await startEcho(), { range, limits: { messageBytes: 1_000 } });
  const other = openClient(address);
  other.socket.write('a');
  await other.until('a');
  bench.gateway.serve = (websocket) => websocket.send(Buffer.alloc(1_001));
  expect((await ask(address, 'x')).end).toBe('ECONNRESET');
  other.socket.write('b');
  await other.until('ab');
});

test('garbage in place of frames ends its connection with a reset, soon', async () => {
  const { bench, address } = await openTo(await startEcho(), { range });
  bench.gateway.serve = (websocket) => {
    rawSocketOf(websocket).write(Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff]));
  };
  expect((await ask(address, 'x')).end).toBe('ECONNRESET');
});

function rawSocketOf(websocket: WebSocket): TLSSocket {
  return (websocket as unknown as { readonly _socket: TLSSocket })._socket;
}

test('an endless refusal body is not read to its end', async () => {
  const { bench, address } = await openTo(await startEcho(), { range, limits: { heldMs: 50 } });
  bench.gateway.decide = () => ({
    status: 500,
    body: 'x'.repeat(100_000),
    headers: { 'content-length': '99999999999' },
  });
  expect((await ask(address, 'x')).end).toBe('ECONNRESET');
  expect(bench.tunnel(PORT).status).toMatchObject({ problem: { code: 'endpoint-refused', args: { status: 500 } } });
});

test("the gateway's own words are one bounded line", async () => {
  const { bench, address } = await openTo(await startEcho(), { range, limits: { heldMs: 50 } });
  const body = JSON.stringify({ message: `bad\u0000\u001b[31m\nline\u202e ${'y'.repeat(1_000)}` });
  bench.gateway.decide = () => ({ status: 500, body });
  await ask(address, 'x');
  const { status } = bench.tunnel(PORT);
  const reason = 'problem' in status ? String(status.problem.args?.['reason']) : '';
  expect(reason).toHaveLength(200);
  expect(reason).toMatch(/^bad \[31m line y+$/);
});

test.each([
  [301, 'endpoint-refused'],
  [400, 'endpoint-refused'],
  [404, 'endpoint-gone'],
  [410, 'endpoint-gone'],
  [429, 'api-limited'],
  [500, 'endpoint-refused'],
  [502, 'endpoint-gone'],
  [503, 'endpoint-refused'],
  [200, 'endpoint-refused'],
])('an upgrade answered by %i is tried again as %s', async (status, code) => {
  const { bench } = await openTo(await startEcho(), { range });
  bench.gateway.decide = () => ({ status, headers: { location: 'https://elsewhere.example/' } });
  bench.engine.check();
  await bench.until(() => bench.tunnel(PORT).status.kind === 'retrying');
  expect(bench.tunnel(PORT).status).toMatchObject({ problem: { code } });
});

test('an unknown authority is not trusted either where the environment would have Node trust anyone', async () => {
  vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
  const bench = await setUp({ range });
  bench.gateway.instances.set('pod-1', (await startEcho()).at);
  bench.credentials = async () => ({ authorization: 'Bearer token-one' });
  bench.engine.reconcile([wish()]);
  await bench.until(() => bench.forward().tunnels[`${ID}:${PORT}`]?.status.kind === 'failed');
  expect(bench.tunnel(PORT).status).toMatchObject({ problem: { code: 'certificate-untrusted' } });
  expect(bench.gateway.upgrades).toEqual([]);
});

test('an unknown authority is not trusted, and a check after the network changed tries again', async () => {
  const bench = await setUp({ range });
  bench.gateway.instances.set('pod-1', (await startEcho()).at);
  bench.credentials = async () => ({ authorization: 'Bearer token-one' });
  bench.engine.reconcile([wish()]);
  await bench.until(() => bench.forward().tunnels[`${ID}:${PORT}`]?.status.kind === 'failed');
  expect(bench.tunnel(PORT).status).toMatchObject({
    problem: { code: 'certificate-untrusted', args: { host: 'localhost' } },
  });
  expect(bench.gateway.upgrades).toEqual([]);
  bench.credentials = async () => ({ authorization: 'Bearer token-one', ca: [bench.gateway.ca] });
  bench.engine.check();
  await bench.until(() => bench.tunnel(PORT).status.kind === 'open');
});

test('a certificate for another name is not trusted', async () => {
  const bench = await setUp({ range });
  bench.gateway.instances.set('pod-1', (await startEcho()).at);
  const { ca, key } = bench.gateway.certificate;
  const server = createServer({ cert: ca, key }, (socket) => socket.on('error', () => {}).resume());
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.2', resolve);
  });
  cleanUp(() => new Promise((resolve) => server.close(resolve)));
  const address = server.address();
  const url = `wss://127.0.0.2:${typeof address === 'object' && address ? address.port : 0}/tunnel`;
  const plan = { port: { number: PORT, protocol: 'TCP' }, hostnames: ['web'], endpoints: [{ instance: 'pod-1', url }] };
  bench.route = () => ({ plans: [plan] });
  bench.engine.reconcile([wish()]);
  await bench.until(() => bench.forward().tunnels[`${ID}:${PORT}`]?.status.kind === 'failed');
  expect(bench.tunnel(PORT).status).toMatchObject({
    problem: { code: 'certificate-untrusted', args: { reason: 'ERR_TLS_CERT_ALTNAME_INVALID' } },
  });
});

test.each(['http://localhost/', 'ws://localhost:1/tunnel', 'nonsense', 'wss://user:pw@localhost/', ''])(
  'the token is not sent to %s, and nothing is thrown',
  async (url) => {
    const bench = await setUp({ range });
    const plan = { port: { number: PORT, protocol: 'TCP' }, hostnames: ['web'], endpoints: [{ instance: 'p', url }] };
    bench.route = () => ({ plans: [plan] });
    bench.engine.reconcile([wish()]);
    await bench.until(() => bench.forward().tunnels[`${ID}:${PORT}`]?.status.kind === 'retrying');
    expect(bench.tunnel(PORT).status).toMatchObject({
      problem: { code: 'endpoint-unreachable', args: { reason: 'invalid tunnel address' } },
    });
  },
);

test('a gateway that answers no TLS, or hangs up, is unreachable', async () => {
  for (const act of ['hangs up', 'talks plain'] as const) {
    const server = createTcpServer((socket) => {
      socket.on('error', () => {}).resume();
      if (act === 'hangs up') socket.destroy();
      else socket.end('HTTP/1.1 400 Bad Request\r\n\r\n');
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    cleanUp(() => new Promise((resolve) => server.close(resolve)));
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const bench = await setUp({ range });
    const endpoint = { instance: 'p', url: `wss://localhost:${port}/tunnel` };
    bench.route = () => ({
      plans: [{ port: { number: PORT, protocol: 'TCP' }, hostnames: [], endpoints: [endpoint] }],
    });
    bench.engine.reconcile([wish()]);
    await bench.until(() => bench.forward().tunnels[`${ID}:${PORT}`]?.status.kind === 'retrying');
    expect(bench.tunnel(PORT).status).toMatchObject({ problem: { code: 'endpoint-unreachable' } });
    await bench.engine.close();
  }
});

test('a 101 that proves nothing is not believed', async () => {
  const { bench } = await openTo(await startEcho(), { range });
  const { ca, key } = bench.gateway.certificate;
  const server = createServer({ cert: ca, key }, (socket) => {
    socket.on('error', () => {});
    socket.once('data', () => {
      const accept = createHash('sha1').update('wrong').digest('base64');
      const lines = [
        'HTTP/1.1 101 Fine',
        'Upgrade: websocket',
        'Connection: Upgrade',
        `Sec-WebSocket-Accept: ${accept}`,
      ];
      socket.write(`${lines.join('\r\n')}\r\n\r\n`);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  cleanUp(() => new Promise((resolve) => server.close(resolve)));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const plan = { port: { number: PORT, protocol: 'TCP' }, hostnames: ['web'] };
  bench.route = () => ({ plans: [{ ...plan, endpoints: [{ instance: 'p', url: `wss://localhost:${port}/t` }] }] });
  bench.gateway.instances.clear();
  bench.engine.check();
  await bench.until(() => bench.tunnel(PORT).status.kind === 'retrying');
});

test('a gateway that accepts and finds out afterwards that the instance is gone is no open port', async () => {
  const bench = await setUp({ range });
  bench.gateway.instances.set('pod-1', (await startEcho()).at);
  bench.gateway.serve = (websocket) => websocket.close(1011);
  bench.engine.reconcile([wish()]);
  await bench.until(() => bench.forward().tunnels[`${ID}:${PORT}`]?.status.kind === 'retrying');
  expect(bench.tunnel(PORT).status).toMatchObject({ problem: { code: 'endpoint-gone' } });
});

test('a far end that breaks before the first byte is replaced unseen', async () => {
  const workload = await startWorkload((socket) => socket.end('greeting'));
  const { bench, address } = await openTo(workload, { range });
  bench.gateway.serve = (websocket) => {
    bench.gateway.serve = undefined;
    websocket.close(1011);
  };
  const client = openClient(address);
  expect(await client.ended).toBe('end');
  expect(client.received()).toBe('greeting');
});
