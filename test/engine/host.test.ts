import { once } from 'node:events';
import { request } from 'node:http';
import { expect, test } from 'vitest';
import { openClient } from './client.ts';
import { plan, setUp } from './bench.ts';
import { startWeb } from './upstream.ts';

const range = { first: '127.24.73.1', last: '127.24.73.254' };
const PORT = 8080;
const INTERNAL = 'web.ns-demo.svc.cluster.local';

/** A service that tells which Host it saw, forwarded with the rewriting that Northflank's services get. */
async function openHttp(protocol = 'HTTP', isRewritten = true) {
  const server = await startWeb((asked, response) => response.end(`[${asked.headers.host}]`));
  const bench = await setUp({ range });
  bench.gateway.instances.set('pod-1', server.at);
  const rewrite = { names: ['web', 'p01.web'], to: INTERNAL };
  bench.route = () => ({
    plans: [{ ...plan(bench.gateway, { number: PORT, protocol }, ['pod-1']), ...(isRewritten && { rewrite }) }],
  });
  const [address] = await bench.open();
  if (!address) throw new Error('nothing is open');
  return address;
}

test('a service sees its internal name in place of the local one, on every request of a connection', async () => {
  const { host, port } = await openHttp();
  const client = openClient({ host, port });
  const ask = (name: string) => `GET / HTTP/1.1\r\nhost: ${name}\r\nX-Forwarded-Host: web\r\n\r\n`;
  client.socket.write(ask('web:8080') + ask('P01.web').slice(0, 20));
  client.socket.write(ask('P01.web').slice(20));
  await client.until(`[${INTERNAL}]`);
  expect(client.received()).toContain(`[${INTERNAL}:8080]`);
  client.socket.destroy();
});

test('an address goes through as it is', async () => {
  const { host, port } = await openHttp();
  const asked = request({ host, port, headers: { host: '127.0.0.1:1' } }).end();
  const [response] = (await once(asked, 'response')) as [AsyncIterable<Buffer>];
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  expect(Buffer.concat(chunks).toString()).toBe('[127.0.0.1:1]');
});

test('a port without rewriting passes every byte as it is', async () => {
  const { host, port } = await openHttp('HTTP/2', false);
  const client = openClient({ host, port });
  client.socket.write(`GET / HTTP/1.1\r\nHost: ${INTERNAL}:1\r\n\r\n`);
  await client.until(`[${INTERNAL}:1]`);
  client.socket.destroy();
});
