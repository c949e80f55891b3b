import { expect, test } from 'vitest';
import { createHash, randomBytes } from 'node:crypto';
import type { Observe } from '../../electron/engine/observe.ts';
import { watchExchanges } from '../support/exchanges.ts';
import { openTo } from './bench.ts';
import { openClient } from './client.ts';
import { startWorkload } from './upstream.ts';

const range = { first: '127.24.102.1', last: '127.24.102.254' };
const HTTP = [{ number: 8080, protocol: 'HTTP' as const }];

/** A workload that answers with exactly these bytes once it has heard all of `asked`, and then says it is done. */
async function forwardOf(asked: Buffer, answer: Buffer, observe: Observe | undefined) {
  const workload = await startWorkload((socket) => {
    let heard = 0;
    socket.on('data', (chunk) => {
      heard += chunk.length;
      if (heard === asked.length) socket.end(answer);
    });
  });
  const { bench, address } = await openTo(workload, { range, ports: HTTP, ...(observe && { observe }) });
  return { workload, bench, address };
}

async function exchange(asked: Buffer, answer: Buffer, observe: Observe | undefined, cuts: readonly number[]) {
  const { workload, address, bench } = await forwardOf(asked, answer, observe);
  const client = openClient(address);
  let from = 0;
  for (const to of [...cuts, asked.length]) {
    await new Promise((resolve) => client.socket.write(asked.subarray(from, to), resolve));
    from = to;
  }
  const end = await client.ended;
  await bench.engine.close();
  return { heard: workload.received(), got: Buffer.from(client.received(), 'latin1'), end };
}

const text = (...lines: string[]) => Buffer.from(lines.join('\r\n'), 'latin1');
const get = (path: string) => text(`GET ${path} HTTP/1.1`, 'Host: localhost', '', '');
const post = text('POST / HTTP/1.1', 'Host: localhost', 'Transfer-Encoding: chunked', '', '3', 'abc', '0', '', '');
const ok = (body: Buffer) => Buffer.concat([text('HTTP/1.1 200 OK', `Content-Length: ${body.length}`, '', ''), body]);
const large = randomBytes(3 * 1024 * 1024);

test.each([
  ['split heads', get('/split'), ok(Buffer.from('x')), [3, 17, 30]],
  ['pipelined requests', Buffer.concat([get('/1'), get('/2')]), Buffer.concat([ok(large), ok(Buffer.from('2'))]), [40]],
  ['chunked bodies', post, text('HTTP/1.1 200 OK', 'Transfer-Encoding: chunked', '', '1', 'a', '0', '', ''), [50, 80]],
  ['no body after 204', get('/none'), text('HTTP/1.1 204 No Content', '', ''), []],
  ['100 before the answer', post, Buffer.concat([text('HTTP/1.1 100 Continue', '', ''), ok(Buffer.from('x'))]), []],
  ['an answer without a length', get('/'), Buffer.concat([text('HTTP/1.1 200 OK', '', ''), large]), []],
  [
    'an upgrade',
    text('GET /ws HTTP/1.1', 'Host: localhost', 'Connection: Upgrade', 'Upgrade: x', '', '\x01\x02'),
    Buffer.concat([text('HTTP/1.1 101 Switching Protocols', '', ''), large]),
    [],
  ],
  [
    'HTTP/2 without an upgrade',
    text('PRI * HTTP/2.0', '', 'SM', '', '\0\0\0\x04'),
    Buffer.concat([Buffer.from([0, 0, 6, 4]), large]),
    [5],
  ],
  ['something else', Buffer.concat([Buffer.from([0x16, 3, 1]), large]), large, [2]],
  [
    'an answer that is broken',
    get('/'),
    Buffer.concat([text('HTTP/1.1 200 OK', 'Content-Length: -7', '', ''), large]),
    [],
  ],
] as const)('bytes pass as they are with the inspector on: %s', async (_, asked, answer, cuts) => {
  const { sink, seen, unread } = watchExchanges();
  const on = await exchange(asked, answer, () => sink, cuts);
  expect(on.heard.equals(asked)).toBe(true);
  expect(on.got.equals(answer)).toBe(true);
  expect(on.end).toBe('end');
  expect(seen.length + unread.length).toBeGreaterThan(0);
});

test('what is told of a large answer is the answer', async () => {
  const { sink, seen } = watchExchanges();
  await exchange(get('/'), ok(large), () => sink, []);
  const hash = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
  expect(hash(Buffer.from(seen[0]?.got ?? '', 'latin1'))).toBe(hash(large));
  expect(seen[0]).toMatchObject({ end: 'complete', isRequestWhole: true });
});

test('a half-closed client gets the whole answer with the inspector on', async () => {
  const { sink, lines } = watchExchanges();
  // The FIN stays here: a WebSocket has none.
  const workload = await startWorkload((socket) => {
    socket.on('data', () => {
      if (workload.receivedBytes() === get('/').length) socket.end(ok(large));
    });
  });
  const { bench, address } = await openTo(workload, { range, ports: HTTP, observe: () => sink });
  const client = openClient(address);
  client.socket.end(get('/'));
  expect(await client.ended).toBe('end');
  expect(client.received().length).toBe(ok(large).length);
  await bench.engine.close();
  expect(lines()).toEqual(['GET / → 200 complete']);
});

test('off, a connection is asked about once and nothing is read; ports that are not HTTP are not asked about', async () => {
  const asked: unknown[] = [];
  const observe: Observe = (about) => void asked.push(about.tunnel);
  await exchange(get('/'), ok(Buffer.from('x')), observe, []);
  expect(asked).toEqual(['acc/-/demo/service/web:8080']);
  const workload = await startWorkload((socket) => socket.end('hello'));
  const { address } = await openTo(workload, { range, observe });
  expect(await openClient(address).ended).toBe('end');
  expect(asked).toHaveLength(1);
});
