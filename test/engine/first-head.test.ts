import { request } from 'node:http';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RemotePort } from '../../electron/contract/catalog.ts';
import type { TunnelPlan } from '../../electron/engine/face.ts';
import { readRequests } from '../../electron/engine/host-guard.ts';
import { ID, openTo, wish } from './bench.ts';
import { openClient } from './client.ts';
import { startEcho, startWeb, statusOf } from './upstream.ts';

const range = { first: '127.24.107.1', last: '127.24.107.254' };
const NAME = 'files.ns-demo.svc.cluster.local';
const files: TunnelPlan = {
  port: { number: 9000, protocol: 'TCP' },
  hostnames: [NAME, 'files'],
  endpoints: [{ instance: 'a', url: 'wss://gateway.example/' }],
};

/** What arrives of a connection that begins with these pieces. */
function through(pieces: readonly string[], change: Partial<TunnelPlan> = {}) {
  const reader = readRequests({ ...files, ...change }) ?? expect.fail('nobody looks');
  const passed = pieces.flatMap((piece) =>
    reader.push(Buffer.from(piece, 'latin1')).map((each) => each.toString('latin1')),
  );
  return { passed: passed.join(''), refusal: reader.refusal(), isDone: reader.isDone() };
}

const get = (host: string, ...fields: readonly string[]) =>
  ['GET /a HTTP/1.1', `Host: ${host}`, ...fields, '', ''].join('\r\n');
const untouched = (text: string) => ({ passed: text, refusal: undefined, isDone: true });

describe('how a connection to a port begins that is not said to be HTTP:', () => {
  test.each([
    ['a PostgreSQL client', '\0\0\0\x08\x04\xd2\x16/'],
    ['a TLS client', '\x16\x03\x01\x02\0\x01\0'],
    ['an SSH client', 'SSH-2.0-OpenSSH_9.2\r\n'],
    ['a Redis client', '*1\r\n$4\r\nPING\r\n'],
    ['an inline command', 'GET key\r\n'],
    ['a memcached client', 'set a 0 0 5\r\nhello\r\n'],
    ['a NATS client', 'CONNECT {"verbose":false}\r\nPING\r\n'],
    ['an AMQP client', 'AMQP\0\0\x09\x01'],
    ['a client of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['a request to a proxy', 'GET http://example.com/ HTTP/1.1\r\nHost: example.com\r\n\r\n'],
    ['a tunnel through a proxy', 'CONNECT example.com:443 HTTP/1.1\r\nHost: example.com\r\n\r\n'],
    ['a request by address', get('127.24.1.9:9000')],
    ['a request by name', get(`${NAME.toUpperCase()}:9000`)],
    ['a request without a name', 'GET / HTTP/1.0\r\n\r\n'],
  ])('%s is let through and not looked at any further', (_, text) => {
    expect(through([text])).toEqual(untouched(text));
    expect(through([text, get('evil.example')])).toEqual(untouched(text + get('evil.example')));
  });

  test.each(['H', 'HELO', 'GET ', 'GET /', `PUT /${'x'.repeat(60_000)}`])(
    '%.5s… passes at once, whatever becomes of it',
    (text) => {
      expect(through([text])).toEqual({ passed: text, refusal: undefined, isDone: false });
      expect(through([text, '\0'])).toEqual(untouched(`${text}\0`));
    },
  );

  test.each([
    ['for another name', get('evil.example:9000'), '421'],
    ['for another name among ours', get('files', 'Host: evil.example'), '421'],
    [
      'of a foreign page for a WebSocket',
      get('localhost', 'Upgrade: websocket', 'Origin: https://evil.example'),
      '403',
    ],
    ['with a head that has no end', `GET /${'x'.repeat(70_000)}`, '431'],
    ['with a head that is too long', get('files', `Cookie: ${'x'.repeat(70_000)}`), '431'],
  ])('a request %s is answered here, and nothing of it arrives', (_, text, status) => {
    const { passed, refusal, isDone } = through([text, 'more']);
    expect([passed, isDone]).toEqual(['', false]);
    expect(refusal?.answer?.toString()).toContain(`HTTP/1.1 ${status} `);
  });

  test('in pieces, a request for another name never arrives complete, and its connection is cut', () => {
    const text = get('evil.example', 'Accept: */*');
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: text.length - 1 }), { minLength: 1 }), (cuts) => {
        const ends = [...cuts.sort((a, b) => a - b), text.length];
        const { passed, refusal } = through(ends.map((end, index) => text.slice(ends[index - 1] ?? 0, end)));
        expect(refusal).toEqual({});
        expect(text.startsWith(passed)).toBe(true);
        expect(passed).not.toContain('\r\n\r\n');
      }),
    );
  });

  test('what is known to be a database is not looked at, nor anything once the guard is off', () => {
    expect(readRequests({ ...files, speaks: 'postgresql' })).toBeUndefined();
    expect(readRequests(files, 'off')).toBeUndefined();
  });
});

/** A forwarded port that is not said to be HTTP, with a web server behind it. */
async function openFiles(protocol: RemotePort['protocol']) {
  const heard: string[] = [];
  const server = await startWeb((asked, response) => {
    let bytes = 0;
    asked.on('data', (chunk: Buffer) => (bytes += chunk.length));
    asked.on('end', () => {
      heard.push(`${asked.headers.host} ${bytes}`);
      response.end('hello');
    });
  });
  const { bench, address } = await openTo(server, { range, ports: [{ number: 9000, protocol }] });
  const post = (host: string, bytes: number) =>
    statusOf(request({ ...address, method: 'POST', headers: { host }, agent: false }).end(Buffer.alloc(bytes, 'x')));
  return { heard, bench, post };
}

test.each(['TCP', 'HTTP/2'])('a page that has its own name lead to a %s port reads nothing there', async (protocol) => {
  const { heard, post, bench } = await openFiles(protocol);
  expect(await post('evil.example:9000', 10)).toBe(421);
  expect(heard).toEqual([]);
  expect(await post('localhost:9000', 3_000_000)).toBe(200);
  expect(heard).toEqual(['localhost:9000 3000000']);
  bench.engine.reconcile([wish(ID, { guard: 'off' })]);
  expect(await post('evil.example:9000', 10)).toBe(200);
});

test('a protocol that waits for an answer to each byte gets it', async () => {
  const { address } = await openTo(await startEcho(), { range });
  const client = openClient(address);
  for (const text of ['G', 'E', 'T', ' ', '/', ' ', 'H', '\n']) {
    client.socket.write(text);
    await client.until(text);
  }
  expect(client.received()).toBe('GET / H\n');
});
