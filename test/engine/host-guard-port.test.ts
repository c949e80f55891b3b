import { once } from 'node:events';
import { request } from 'node:http';
import { expect, test } from 'vitest';
import { ID, openTo, wish } from './bench.ts';
import { openClient } from './client.ts';
import { startWeb, statusOf } from './upstream.ts';

const range = { first: '127.24.101.1', last: '127.24.101.254' };

/** A forwarded HTTP port, and what of its requests the service heard. */
async function openHttp() {
  const heard: string[] = [];
  const server = await startWeb((asked, response) => {
    heard.push(String(asked.headers.host));
    response.end('hello');
  });
  const { bench, address } = await openTo(server, { range, ports: [{ number: 8080, protocol: 'HTTP' }] });
  const ask = (host: string) => statusOf(request({ ...address, headers: { host }, agent: false }).end());
  return { heard, bench, address, ask };
}

test('a page that has its own name lead here gets a page of ours, and the service hears nothing', async () => {
  const { heard, ask, address } = await openHttp();
  expect(await ask('evil.example:8080')).toBe(421);
  expect(heard).toEqual([]);
  expect(await ask(`${address.host}:8080`)).toBe(200);
  expect(heard).toEqual([`${address.host}:8080`]);
});

test('the connection ends after the answer, also for a client that goes on', async () => {
  const { heard, address } = await openHttp();
  const client = openClient(address);
  const evil = 'POST / HTTP/1.1\r\nHost: evil.example\r\nContent-Length: 400000\r\n\r\n';
  const closed = once(client.socket, 'close');
  client.socket.write(evil);
  for (let count = 0; count < 4; count += 1) client.socket.write('x'.repeat(100_000));
  await client.until('</html>');
  client.socket.end();
  await closed;
  expect(client.received()).toMatch(/^HTTP\/1\.1 421 /);
  expect(heard).toEqual([]);
});

test('a request for another name on a connection that was good is cut off', async () => {
  const { heard, address } = await openHttp();
  const client = openClient(address);
  client.socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
  await client.until('hello');
  client.socket.write('GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n');
  expect(await client.ended).toBe('ECONNRESET');
  expect(heard).toEqual(['localhost']);
});

test('two requests in one piece, the second for another name, are no trouble', async () => {
  const { address, ask } = await openHttp();
  const client = openClient(address);
  const get = (host: string) => `GET / HTTP/1.1\r\nHost: ${host}\r\n\r\n`;
  client.socket.write(get('localhost') + get('evil.example'));
  expect(await client.ended).toBe('ECONNRESET');
  expect(await ask('localhost')).toBe(200);
});

test('a choice of the user counts for the next connection', async () => {
  const { bench, ask } = await openHttp();
  bench.engine.reconcile([wish(ID, { guard: 'off' })]);
  expect(await ask('evil.example')).toBe(200);
  bench.engine.reconcile([wish(ID, { guard: 'strict' })]);
  expect(await ask('evil.example')).toBe(421);
  expect(await ask('localhost')).toBe(200);
});
