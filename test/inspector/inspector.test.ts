import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { Failure } from '../../electron/contract/failure.ts';
import { INSPECTOR_LIMITS, MASK } from '../../electron/contract/inspector.ts';
import { keepBody } from '../../electron/inspector/body.ts';
import { readBody } from '../../electron/inspector/text.ts';
import { cleanUp } from '../engine/clean-up.ts';
import { answered, asked, happen, openRoom, WEB } from './room.ts';

const SECRET = 'hunter2hunter2';

function openWatched(...given: Parameters<typeof openRoom>) {
  const room = openRoom(...given);
  room.inspector.set(WEB, true);
  room.inspector.watch(WEB);
  return room;
}
const codeOf = (error: unknown) => (error instanceof Failure ? error.problem.code : error);

describe('a forward', () => {
  test('that nobody chose is not looked at, and none of its bytes is kept', () => {
    const { inspector } = openRoom();
    expect(inspector.observe({ forward: WEB, tunnel: `${WEB}:80`, peerPort: 1 })).toBeUndefined();
    expect(inspector.bytes()).toBe(0);
  });

  test('is told of at most once in a quarter of a second, newest state last', async () => {
    const room = openWatched();
    const before = room.told.length;
    for (let count = 0; count < 50; count += 1) happen(room, { got: '{}' });
    expect(room.told).toHaveLength(before);
    await room.until(() => Object.keys(room.last().requests).length === 50);
    expect(room.told).toHaveLength(before + 1);
    expect(room.last().requests[50]).toMatchObject({ method: 'GET', status: 200, state: 'complete', responseBytes: 2 });
  });

  test('whose list nobody sees is not told of', async () => {
    const room = openWatched();
    room.inspector.watch(undefined);
    expect(room.last().requests).toEqual({});
    happen(room);
    room.inspector.watch(WEB);
    expect(Object.keys(room.last().requests)).toHaveLength(1);
  });

  test('that is switched off is forgotten, and what is under way is not read further', () => {
    const room = openWatched();
    happen(room, { got: 'x'.repeat(5000) });
    const connection = room.inspector.observe({ forward: WEB, tunnel: `${WEB}:80`, peerPort: 2 });
    expect(connection?.isOver()).toBe(false);
    room.inspector.set(WEB, false);
    expect(room.last().requests).toEqual({});
    expect(room.inspector.bytes()).toBe(0);
    room.inspector.set(WEB, true);
    expect(connection?.isOver()).toBe(true);
  });

  test('that is no more is switched off', () => {
    const room = openWatched();
    room.inspector.keepOnly(new Set());
    expect(room.last().inspector.on).toEqual({});
  });
});

describe('memory', () => {
  test('holds no more requests of a forward than it may, the newest ones', () => {
    const room = openWatched();
    for (let count = 0; count < INSPECTOR_LIMITS.entries + 5; count += 1) happen(room);
    room.inspector.watch(WEB);
    const ids = Object.keys(room.last().requests).map(Number);
    expect(ids).toHaveLength(INSPECTOR_LIMITS.entries);
    expect(Math.min(...ids)).toBe(6);
  });

  test('holds the beginning of a large body, and its whole size', () => {
    const room = openWatched();
    happen(room, { response: answered({ fields: [] }), got: 'x'.repeat(INSPECTOR_LIMITS.bodyBytes + 1000) });
    room.inspector.look(1);
    expect(room.last().inspector.shown?.response).toMatchObject({
      bytes: INSPECTOR_LIMITS.bodyBytes + 1000,
      body: { kind: 'text', isCut: true },
    });
    expect(room.inspector.bytes()).toBeLessThan(INSPECTOR_LIMITS.bodyBytes + 4096);
  });

  test('stays below its bound over all forwards', () => {
    const room = openRoom();
    const body = Buffer.alloc(INSPECTOR_LIMITS.bodyBytes, 'x');
    for (const forward of ['a', 'b', 'c']) {
      room.inspector.set(forward, true);
      for (let count = 0; count < 150; count += 1) happen(room, { forward, sent: body, got: body });
    }
    room.inspector.watch('c');
    expect(room.inspector.bytes()).toBeLessThanOrEqual(INSPECTOR_LIMITS.allBytes);
    expect(room.inspector.bytes()).toBeGreaterThan(INSPECTOR_LIMITS.allBytes / 2);
  });
});

const secretRequest = asked({
  method: 'POST',
  path: `/login?token=${SECRET}&a=1`,
  fields: [
    ['Host', 'web'],
    ['Authorization', `Bearer ${SECRET}`],
    ['Cookie', `sid=${SECRET}`],
    ['X-Api-Key', SECRET],
    ['Content-Type', 'application/json'],
  ],
});
const secretAnswer = answered({
  fields: [
    ['Content-Type', 'application/json'],
    ['Set-Cookie', `sid=${SECRET}; Path=/`],
    ['Location', `/next?code=${SECRET}`],
  ],
});
const secrets = {
  request: secretRequest,
  sent: JSON.stringify({ user: 'me', password: SECRET }),
  response: secretAnswer,
  got: JSON.stringify({ accessToken: SECRET, ok: true }),
};

describe('a secret', () => {
  test('stands in nothing that the window is told, copies or exports', async () => {
    const room = openWatched();
    happen(room, secrets);
    room.inspector.look(1);
    expect(JSON.stringify(room.last())).toContain('"user\\":\\"me');
    const plain = JSON.stringify(room.inspector.plain(1, false));
    const har = await room.inspector.har(WEB);
    for (const text of [JSON.stringify(room.told), plain, har]) {
      expect(text).not.toContain(SECRET);
      expect(decodeURIComponent(text)).toContain(MASK);
    }
  });

  test('is in a copy for which it was asked', () => {
    const room = openWatched();
    happen(room, secrets);
    expect(room.inspector.plain(1, true)).toMatchObject({
      path: `/login?token=${SECRET}&a=1`,
      body: `{"user":"me","password":"${SECRET}"}`,
    });
  });
});

describe('a body', () => {
  const show = (bytes: Buffer, type: string, coding = '') => {
    const kept = keepBody();
    kept.add(bytes);
    return readBody(kept, [
      ['Content-Type', type],
      ['Content-Encoding', coding],
    ]);
  };

  test('that is packed is unpacked to be shown', () => {
    const json = Buffer.from('{"a":1}');
    expect(show(gzipSync(json), 'application/json', 'gzip')).toMatchObject({
      kind: 'text',
      text: '{"a":1}',
      isJson: true,
    });
    expect(show(brotliCompressSync(json), 'text/plain', 'br')).toMatchObject({ kind: 'text', text: '{"a":1}' });
  });

  test('whose packed end was not kept is shown as far as it goes', () => {
    const packed = gzipSync(Buffer.from('abcdefgh '.repeat(40) + Math.random()));
    expect(show(packed.subarray(0, packed.length - 12), 'text/plain', 'gzip')).toMatchObject({ kind: 'text' });
  });

  test('that would unpack to a gigabyte is not', () => {
    const bomb = gzipSync(Buffer.alloc(32 * 1024 * 1024));
    expect(bomb.length).toBeLessThan(INSPECTOR_LIMITS.bodyBytes);
    expect(show(bomb, 'text/plain', 'gzip')).toEqual({ kind: 'packed', coding: 'gzip' });
    expect(show(gzipSync(gzipSync('a')), 'text/plain', 'gzip, gzip')).toMatchObject({ kind: 'packed' });
  });

  test('that is no text is named', () => {
    expect(show(Buffer.from([0, 1, 2, 255]), 'image/png')).toEqual({ kind: 'binary', type: 'image/png' });
    expect(show(Buffer.from('ä', 'latin1'), 'text/plain; charset=iso-8859-1')).toMatchObject({ text: 'ä' });
  });
});

describe('an archive', () => {
  test('has all that HAR 1.2 asks for', async () => {
    const room = openWatched();
    happen(room, secrets);
    happen(room, { request: asked({ path: '/b' }), got: Buffer.from([0, 255]) });
    const { log } = JSON.parse(await room.inspector.har(WEB)) as { log: Record<string, any> };
    expect(log).toMatchObject({ version: '1.2', creator: { name: 'Portside', version: '1.2.3' } });
    expect(log['entries']).toHaveLength(2);
    for (const entry of log['entries']) {
      expect(new Date(entry.startedDateTime).toISOString()).toBe(entry.startedDateTime);
      expect(() => new URL(entry.request.url)).not.toThrow();
      expect(entry).toMatchObject({
        time: expect.any(Number),
        cache: {},
        timings: { send: expect.any(Number), wait: expect.any(Number), receive: expect.any(Number) },
        request: {
          method: expect.any(String),
          httpVersion: 'HTTP/1.1',
          cookies: expect.any(Array),
          headers: expect.any(Array),
          queryString: expect.any(Array),
          headersSize: expect.any(Number),
          bodySize: expect.any(Number),
        },
        response: {
          status: 200,
          statusText: 'OK',
          httpVersion: 'HTTP/1.1',
          cookies: expect.any(Array),
          headers: expect.any(Array),
          content: { size: expect.any(Number), mimeType: expect.any(String) },
          redirectURL: expect.any(String),
          headersSize: expect.any(Number),
          bodySize: expect.any(Number),
        },
      });
      const { send, wait, receive } = entry.timings;
      expect(send + wait + receive).toBeCloseTo(entry.time, 3);
    }
    expect(log['entries'][0].request.queryString).toEqual([
      { name: 'token', value: MASK },
      { name: 'a', value: '1' },
    ]);
    expect(log['entries'][1].comment).toMatch(/not text/);
  });
});

describe('a replay', () => {
  async function openServer() {
    const heard: { request: IncomingMessage; body: string }[] = [];
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => (body += String(chunk)));
      request.on('end', () => {
        heard.push({ request, body });
        response.end('again');
        server.emit('heard');
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    cleanUp(async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    });
    const { port } = server.address() as AddressInfo;
    return { heard, server, address: { host: '127.0.0.1', port } };
  }

  test('is the same request, with its secrets and with a length of its own', async () => {
    const { heard, server, address } = await openServer();
    const room = openWatched(address);
    const request = { ...secretRequest, fields: [...secretRequest.fields, ['Transfer-Encoding', 'chunked'] as const] };
    happen(room, { ...secrets, request });
    const again = once(server, 'heard');
    await room.inspector.replay(1);
    await again;
    expect(heard[0]?.request).toMatchObject({ method: 'POST', url: secretRequest.path });
    expect(heard[0]?.request.headers).toMatchObject({
      host: 'web',
      authorization: `Bearer ${SECRET}`,
      'content-length': String(secrets.sent.length),
      connection: 'close',
    });
    expect(heard[0]?.body).toBe(secrets.sent);
  });

  test('is refused where the request was not kept whole, is gone, or the forward is closed', async () => {
    const room = openWatched({ host: '127.0.0.1', port: 9 });
    happen(room, { sent: 'x'.repeat(INSPECTOR_LIMITS.bodyBytes + 1) });
    expect(codeOf(await room.inspector.replay(1).catch((error: unknown) => error))).toBe('request-not-whole');
    expect(codeOf(await room.inspector.replay(99).catch((error: unknown) => error))).toBe('request-gone');
    const closed = openWatched();
    happen(closed);
    expect(codeOf(await closed.inspector.replay(1).catch((error: unknown) => error))).toBe('not-open');
  });

  test('that nobody takes is told as a failure', async () => {
    const { address, server } = await openServer();
    const room = openWatched(address);
    happen(room);
    const closed = once(server, 'close');
    server.close();
    await closed;
    expect(codeOf(await room.inspector.replay(1).catch((error: unknown) => error))).toBe('replay-failed');
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
});
