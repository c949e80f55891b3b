import { once } from 'node:events';
import http, { type IncomingMessage } from 'node:http';
import http2 from 'node:http2';
import { Redis } from 'ioredis';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { Client } from 'pg';
import { WebSocket } from 'ws';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask, bridge, dialOpen, finish, nextMessage, tunnelPath } from './probe.ts';
import { type Platform, startPlatform } from './start.ts';
import type { ResourceRef } from './world/world.ts';

let platform: Platform;

const WEB = { project: 'storefront', kind: 'service', id: 'web' } as const;
const WEB_HOST = 'web.ns-8zy2mcjh9zn2.svc.cluster.local:8080';

beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(async () => await platform.close());

/** Runs with a local port that leads to the resource's port. */
async function through<T>(resource: ResourceRef, port: number, run: (local: number) => Promise<T>): Promise<T> {
  const { port: local, close } = await bridge(platform, resource, port);
  try {
    return await run(local);
  } finally {
    await close();
  }
}

type Sent = { readonly host?: string; readonly method?: string; readonly body?: string };

async function fetchText(
  port: number,
  path: string,
  { host = WEB_HOST, method = 'GET', body }: Sent = {},
): Promise<{ readonly response: IncomingMessage; readonly text: string; readonly chunks: number }> {
  const request = http.request({ host: '127.0.0.1', port, path, method, agent: false, headers: { host } });
  request.end(body);
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  const parts: Buffer[] = [];
  for await (const part of response) parts.push(part as Buffer);
  return { response, text: Buffer.concat(parts).toString('latin1'), chunks: parts.length };
}

async function credentials(project: string, id: string): Promise<Record<string, string>> {
  const answer = await ask(platform, `/v1/projects/${project}/addons/${id}/credentials`);
  const { secrets, envs } = (answer.json as { data: Record<'secrets' | 'envs', Record<string, string>> }).data;
  return { ...secrets, ...envs };
}

test('the web service knows itself by its cluster name and by addresses only', async () => {
  await through(WEB, 8080, async (port) => {
    const [named, addressed, short] = await Promise.all([
      fetchText(port, '/json'),
      fetchText(port, '/json', { host: '127.24.1.1:8080' }),
      fetchText(port, '/json', { host: 'web:8080' }),
    ]);
    expect(named.response.statusCode).toBe(200);
    expect(JSON.parse(named.text)).toMatchObject({ service: 'web', host: WEB_HOST });
    expect(addressed.response.statusCode).toBe(200);
    expect(short.response.statusCode).toBe(421);
  });
});

test('its page shows the instance, the host and the request, and escapes them', async () => {
  await through(WEB, 8080, async (port) => {
    const request = http.request({ port, path: '/', agent: false, headers: { host: WEB_HOST, 'x-odd': '<b>' } });
    request.end();
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    const html = (await response.toArray()).join('');
    expect(html).toContain(String(response.headers['x-instance']));
    expect(html).toContain(WEB_HOST);
    expect(html).toContain('&lt;b&gt;');
    expect(html).not.toContain('<b>');
  });
});

test('it echoes, streams and sends many bytes', async () => {
  await through(WEB, 8080, async (port) => {
    const [echo, stream, bytes, none] = await Promise.all([
      fetchText(port, '/echo', { method: 'POST', body: 'hello' }),
      fetchText(port, '/stream?lines=3&ms=30'),
      fetchText(port, '/bytes?n=300000'),
      fetchText(port, '/none'),
    ]);
    expect(echo.text).toBe('hello');
    expect(stream.text).toBe('line 1 of 3\nline 2 of 3\nline 3 of 3\n');
    expect(stream.chunks).toBeGreaterThan(1);
    expect(stream.response.headers['transfer-encoding']).toBe('chunked');
    expect(bytes.text.length).toBe(300_000);
    expect(Buffer.from(bytes.text, 'latin1').every((byte, index) => byte === index % 251)).toBe(true);
    expect(none.response.statusCode).toBe(404);
  });
});

test('it echoes websockets under its own name only', async () => {
  await through(WEB, 8080, async (port) => {
    const webSocket = new WebSocket(`ws://127.0.0.1:${port}/ws`, { headers: { host: WEB_HOST } });
    await once(webSocket, 'open');
    const message = nextMessage(webSocket);
    webSocket.send('over a tunnel');
    expect((await message).toString()).toBe('over a tunnel');
    await finish(webSocket);
    const refused = new WebSocket(`ws://127.0.0.1:${port}/ws`, { headers: { host: 'web' } });
    await expect(once(refused, 'open')).rejects.toThrow('421');
  });
});

test('its metrics are on a second port', async () => {
  const { text } = await through(WEB, 9090, async (port) => await fetchText(port, '/metrics'));
  expect(text).toMatch(/^scrapes_total\{service="web",instance="web-.*"\} 1$/m);
});

test('the search service speaks HTTP/2 without TLS', async () => {
  await through({ project: 'storefront', kind: 'service', id: 'search' }, 50_051, async (port) => {
    const session = http2.connect(`http://127.0.0.1:${port}`);
    const request = session.request({ ':path': '/find' });
    const answer = JSON.parse((await request.toArray()).join('')) as unknown;
    expect(answer).toMatchObject({ service: 'search', path: '/find', httpVersion: '2.0' });
    session.close();
    await once(session, 'close');
  });
});

test('the statsd service counts and answers', async () => {
  const resource = { project: 'storefront', kind: 'service', id: 'statsd' } as const;
  const { pods } = await platform.control.inspect(resource);
  const webSocket = await dialOpen(platform, tunnelPath(resource, pods[0] ?? '', 8125));
  const say = async (text: string): Promise<string> => {
    const message = nextMessage(webSocket);
    webSocket.send(text);
    return (await message).toString();
  };
  expect(await say('orders:1|c')).toBe('orders=1');
  expect(await say('orders:2|c\ndepth:7|g')).toBe('orders=3\ndepth=7');
  expect(await say('echo hello')).toBe('hello');
  expect(await say('who?')).toBe(pods[0]);
  await finish(webSocket);
});

const COUNT = 'SELECT count(*) AS n, sum(total_cents) AS total FROM orders';

test('PostgreSQL with TLS proves its addon name and refuses plain connections', async () => {
  const { HOST = '', USERNAME, PASSWORD, DATABASE } = await credentials('storefront', 'orders-db');
  await through({ project: 'storefront', kind: 'addon', id: 'orders-db' }, 5432, async (port) => {
    const login = { host: '127.0.0.1', port, user: USERNAME, password: PASSWORD, database: DATABASE };
    const client = new Client({ ...login, ssl: { ca: platform.ca, servername: HOST } });
    await client.connect();
    expect((await client.query(COUNT)).rows).toEqual([{ n: '6', total: '55749' }]);
    await client.end();
    await expect(new Client(login).connect()).rejects.toThrow(/no encryption/);
    const stranger = new Client({ ...login, ssl: { ca: platform.ca, servername: 'elsewhere.example' } });
    await expect(stranger.connect()).rejects.toThrow(/altnames/);
  });
});

test('PostgreSQL without TLS takes the password of its credentials and no other', async () => {
  const { USERNAME, PASSWORD, DATABASE } = await credentials('billing', 'ledger-db');
  await through({ project: 'billing', kind: 'addon', id: 'ledger-db' }, 5432, async (port) => {
    const login = { host: '127.0.0.1', port, user: USERNAME, password: PASSWORD, database: DATABASE };
    const client = new Client(login);
    await client.connect();
    expect((await client.query('SELECT name FROM customers WHERE id = 4')).rows).toEqual([{ name: 'Emmy Noether' }]);
    await client.end();
    await expect(new Client({ ...login, password: 'wrong' }).connect()).rejects.toThrow(/password authentication/);
  });
});

test('Redis keeps values, or its addon is failed where it is not installed', async () => {
  const resource = { project: 'storefront', kind: 'addon', id: 'cache' } as const;
  if (platform.missing.includes('redis')) {
    expect((await platform.control.inspect(resource)).state).toBe('failed');
    return;
  }
  const { PASSWORD = '' } = await credentials('storefront', 'cache');
  await through(resource, 6379, async (port) => {
    const redis = new Redis({ port, password: PASSWORD, retryStrategy: null, lazyConnect: true });
    await redis.connect();
    await redis.set('basket', '3 items');
    expect(await redis.get('basket')).toBe('3 items');
    const ended = once(redis, 'end');
    await redis.quit();
    await ended;
  });
});

test('MariaDB answers, or its addon is failed where it is not installed', async () => {
  const resource = { project: 'billing', kind: 'addon', id: 'invoices-db' } as const;
  if (platform.missing.includes('mariadb')) {
    expect((await platform.control.inspect(resource)).state).toBe('failed');
    return;
  }
  const { USERNAME = '', PASSWORD = '', DATABASE = '' } = await credentials('billing', 'invoices-db');
  await through(resource, 3306, async (port) => {
    const login = { host: '127.0.0.1', port, user: USERNAME, password: PASSWORD, database: DATABASE };
    const connection = await createConnection(login);
    const [rows] = await connection.query<RowDataPacket[]>('SELECT count(*) AS n FROM customers');
    expect(rows).toEqual([{ n: 4 }]);
    await connection.end();
  });
});
