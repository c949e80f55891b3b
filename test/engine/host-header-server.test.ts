import { once } from 'node:events';
import { Agent, createServer, get, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import {
  connect,
  createServer as createTcpServer,
  type AddressInfo,
  type Server as TcpServer,
  type Socket,
} from 'node:net';
import * as fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createHostRewriter } from '../../electron/engine/host-header.ts';

const FULL = 'web.ns-demo.svc.cluster.local';
const rewrite = { names: ['web', 'p01.web', '127.0.0.1'], to: FULL };
const DECOY = 'GET / HTTP/1.1\r\nHost: web\r\n\r\n';

type Seen = {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly string[];
  readonly body: string;
  readonly trailers: readonly string[];
};

/** Node's own parser is the judge of what arrives. */
let upstream: Server;
/** Passes bytes to `upstream` through a rewriter, as a forward does. */
let relay: TcpServer;
let seen: Seen[];

async function read(message: IncomingMessage): Promise<Seen> {
  const parts: Buffer[] = [];
  for await (const part of message) parts.push(part as Buffer);
  return {
    method: message.method ?? '',
    url: message.url ?? '',
    headers: message.rawHeaders,
    body: Buffer.concat(parts).toString('latin1'),
    trailers: message.rawTrailers,
  };
}

async function answer(message: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    seen.push(await read(message));
    response.end(`seen ${seen.length}`);
  } catch {
    // The client went away within its body.
    response.destroy();
  }
}

const portOf = (server: Server | TcpServer) => (server.address() as AddressInfo).port;

beforeEach(async () => {
  seen = [];
  upstream = createServer({ keepAliveTimeout: 0 }, (message, response) => {
    void answer(message, response);
  });
  upstream.on('upgrade', (message: IncomingMessage, socket: Socket, head: Buffer) => {
    socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n');
    seen.push({ method: 'GET', url: message.url ?? '', headers: message.rawHeaders, body: '', trailers: [] });
    socket.unshift(head);
    socket.pipe(socket);
  });
  upstream.listen(0, '127.0.0.1');
  await once(upstream, 'listening');
  relay = createTcpServer((local) => {
    const far = connect(portOf(upstream), '127.0.0.1');
    const rewriter = createHostRewriter(rewrite);
    local.on('data', (chunk) => rewriter.push(chunk).forEach((piece) => far.write(piece)));
    local.on('end', () => {
      rewriter.end().forEach((piece) => far.write(piece));
      far.end();
    });
    far.pipe(local);
    local.on('error', () => far.destroy());
    far.on('error', () => local.destroy());
    local.on('close', () => far.destroy());
  });
  relay.listen(0, '127.0.0.1');
  await once(relay, 'listening');
});

afterEach(async () => {
  upstream.closeAllConnections();
  await Promise.all([upstream, relay].map((server) => new Promise((resolve) => server.close(resolve))));
});

const hostsSeen = () => seen.map(({ headers }) => headers[headers.findIndex((name) => /^host$/i.test(name)) + 1]);

test('requests of http.request on one kept connection arrive with the cluster name', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  for (const path of ['/a', '/b', '/c']) {
    const sent = get({ host: '127.0.0.1', port: portOf(relay), path, agent, headers: { host: 'web:8080' } });
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    response.resume();
    await once(response, 'end');
  }
  agent.destroy();
  expect(hostsSeen()).toEqual([`${FULL}:8080`, `${FULL}:8080`, `${FULL}:8080`]);
  expect(seen.map(({ url }) => url)).toEqual(['/a', '/b', '/c']);
});

test('a request of fetch, which writes host in lower case, arrives with the cluster name', async () => {
  const response = await fetch(`http://127.0.0.1:${portOf(relay)}/`, {
    method: 'POST',
    body: DECOY,
    headers: { connection: 'close' },
  });
  expect(await response.text()).toBe('seen 1');
  expect(seen[0]?.headers).toContain('host');
  expect(hostsSeen()).toEqual([`${FULL}:${portOf(relay)}`]);
  expect(seen[0]?.body).toBe(DECOY);
});

test('a streamed upload of several MiB that looks like requests arrives whole, and the next request is rewritten', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const block = DECOY.repeat(4096);
  for (const headers of [{}, { 'content-length': block.length * 20 }]) {
    const sent = request({
      port: portOf(relay),
      host: '127.0.0.1',
      method: 'PUT',
      agent,
      headers: { host: 'web', expect: '100-continue', ...headers },
    });
    sent.flushHeaders();
    await once(sent, 'continue');
    for (let count = 0; count < 20; count += 1) sent.write(block);
    sent.end();
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    response.resume();
    await once(response, 'end');
  }
  agent.destroy();
  expect(hostsSeen()).toEqual([FULL, FULL]);
  expect(seen.map(({ body }) => body === block.repeat(20))).toEqual([true, true]);
});

test('bytes after an accepted upgrade arrive as they are', async () => {
  const sent = get({
    host: '127.0.0.1',
    port: portOf(relay),
    headers: { host: 'web', connection: 'Upgrade', upgrade: 'echo' },
  });
  const [, socket] = (await once(sent, 'upgrade')) as [IncomingMessage, Socket];
  socket.write(DECOY);
  let echoed = '';
  while (echoed.length < DECOY.length) echoed += String((await once(socket, 'data'))[0]);
  socket.destroy();
  expect(echoed).toBe(DECOY);
  expect(hostsSeen()).toEqual([FULL]);
});

/** What the server makes of these bytes until it closes, and the statuses that it answers. */
async function judge(chunks: readonly Buffer[]): Promise<{ requests: Seen[]; statuses: string[] }> {
  seen = [];
  const socket = connect(portOf(upstream), '127.0.0.1');
  let answer = '';
  socket.on('data', (chunk) => (answer += chunk.toString('latin1')));
  // The server resets the connection after refusing a request.
  socket.on('error', () => {});
  for (const chunk of chunks) socket.write(chunk);
  socket.end();
  await once(socket, 'close');
  return { requests: seen, statuses: [...answer.matchAll(/^HTTP\/1\.1 (\d+)/gm)].map(([, status]) => status ?? '') };
}

const body = fc.constantFrom('', 'abc', DECOY, `0\r\n\r\n${DECOY}`);
const line = fc.oneof(
  fc.constantFrom('Host: web', 'host:web:8080', 'Host:  p01.web. ', 'Host: other', 'X-Forwarded-Host: web', 'A: b'),
  fc.constantFrom('Transfer-Encoding: chunked', 'Transfer-Encoding: gzip, chunked', 'Transfer-Encoding:chunked, gzip'),
  fc.constantFrom(
    'Content-Length: 3',
    'Content-Length: 30',
    'content-length:0',
    'Content-Length: 3,3',
    'Content-Length: 3a',
  ),
  fc.constantFrom(
    ' folded: web',
    'Host : web',
    'Connection: Upgrade',
    'Connection: close',
    'Upgrade: echo',
    'Upgrade: h2c',
  ),
);
const wild = fc
  .array(
    fc.tuple(
      fc.constantFrom('GET / HTTP/1.1', 'POST /a HTTP/1.1', 'PUT /b HTTP/1.0', 'GET  / HTTP/1.1', 'BREW / HTTP/1.1'),
      fc.array(line, { maxLength: 4 }),
      fc.constantFrom('\r\n', '\r\n', '\r\n', '\n'),
      fc.oneof(
        body,
        body.map((text) => `${text.length.toString(16)}\r\n${text}\r\n0\r\n\r\n`),
        body.map((text) => `${text.length.toString(16)};x\r\n${text}\r\n0\r\nHost: web\r\n\r\n`),
      ),
    ),
    { minLength: 1, maxLength: 4 },
  )
  .map((requests) =>
    requests.map(([first, fields, end, text]) => [first, 'Host: web', ...fields, '', text].join(end)).join(''),
  );

const withoutHost = ({ headers, ...rest }: Seen) => ({
  ...rest,
  headers: headers.map((value, index) => (/^host$/i.test(headers[index - 1] ?? '') ? '' : value)),
});

test("Node's parser finds the same requests and bodies with and without rewriting, whatever is sent", async () => {
  await fc.assert(
    fc.asyncProperty(wild, fc.nat(), async (text, cut) => {
      const bytes = Buffer.from(text, 'latin1');
      const at = cut % bytes.length;
      const rewriter = createHostRewriter(rewrite);
      const rewritten = [bytes.subarray(0, at), bytes.subarray(at)].flatMap((chunk) => rewriter.push(chunk));
      const direct = await judge([bytes]);
      const relayed = await judge([Buffer.concat([...rewritten, ...rewriter.end()])]);
      expect(relayed.statuses).toEqual(direct.statuses);
      expect(relayed.requests.map(withoutHost)).toEqual(direct.requests.map(withoutHost));
    }),
    { numRuns: 300 },
  );
});
