import { createServer as createHttpServer } from 'node:http';
import { constants, type ServerHttp2Stream } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { createServer as createTlsServer, type TLSSocket } from 'node:tls';
import { describe, expect, test } from 'vitest';
import { createAuthority } from '../platform/certificates.ts';
import { inTurn, type Answer } from '../support/api-server.ts';
import { failureOf, FAST, freshApi } from './fresh-api.ts';

const PATH = '/v1/projects';

/** The server's side of the request, where it came by HTTP/2. */
const streamOf = (response: object) => (response as { readonly stream: ServerHttp2Stream }).stream;

const breakOff =
  (code: number): Answer =>
  (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write('{"data":', () => streamOf(response).close(code));
  };

describe('a server that speaks HTTP/2', () => {
  const at = freshApi();

  test('is asked for a hundred things over one connection', async () => {
    const waiting: (() => void)[] = [];
    at.server.answer(PATH, (_, response) => {
      waiting.push(() => response.end('{"data":1}'));
      // Nobody is answered before all have asked.
      if (waiting.length === 100) for (const answer of waiting) answer();
    });
    const answers = await Promise.all(Array.from({ length: 100 }, () => at.api.get(PATH)));
    expect(answers.every(({ body }) => (body as { data: number }).data === 1)).toBe(true);
    expect(at.server.connections()).toBe(1);
  });

  test('and ends the connection when an answer is under way, gives that answer; the next request has a new connection', async () => {
    at.server.answer(PATH, (_, response) => {
      for (const session of at.server.sessions) session.goaway();
      response.end('{"data":1}');
    });
    expect((await at.api.get(PATH)).body).toEqual({ data: 1 });
    expect((await at.api.get(PATH)).body).toEqual({ data: 1 });
    expect(at.server.connections()).toBe(2);
  });

  test('and is gone the next time, is asked over a new connection', async () => {
    at.server.answer(PATH, { data: 1 });
    await at.api.get(PATH);
    for (const session of at.server.sessions) session.destroy();
    expect((await at.api.get(PATH)).body).toEqual({ data: 1 });
    expect(at.server.connections()).toBe(2);
  });

  test.each([
    ['refused', constants.NGHTTP2_REFUSED_STREAM],
    ['given up', constants.NGHTTP2_CANCEL],
    ['broken off by a fault', constants.NGHTTP2_INTERNAL_ERROR],
  ])('an answer that is %s is asked for again', async (_, code) => {
    at.server.answer(PATH, inTurn(breakOff(code), { data: 1 }));
    expect((await at.api.get(PATH)).body).toEqual({ data: 1 });
    expect(at.server.asked).toHaveLength(2);
  });

  test('a request that is given up ends alone', async () => {
    const given = new AbortController();
    const reset = new Promise<void>((resolve) => {
      at.server.answer('/v1/given-up', (_, response) => {
        streamOf(response).once('close', resolve);
        given.abort(new Error('nobody waits'));
      });
    });
    at.server.answer(PATH, (_, response) => void reset.then(() => response.end('{"data":1}')));
    const other = at.api.get(PATH);
    await expect(at.api.get('/v1/given-up', { signal: given.signal })).rejects.toThrow('nobody waits');
    expect((await other).body).toEqual({ data: 1 });
    expect(at.server.connections()).toBe(1);
  });
});

describe.each(['http1', 'both'] as const)('a server that speaks %s', (speaks) => {
  const at = freshApi({ speaks });

  test('and lets a request wait for ever, is asked over another connection then', async () => {
    const api = at.open({ timing: { ...FAST, timeoutMs: 200 } });
    at.server.answer(
      PATH,
      inTurn({ data: 0 }, () => {}, { data: 1 }),
    );
    await api.get(PATH);
    expect((await failureOf(api.get(PATH))).problem.args).toMatchObject({ reason: 'it took too long' });
    expect((await api.get(PATH)).body).toEqual({ data: 1 });
    expect(at.server.connections()).toBe(2);
  });

  test('is asked anew where the network has changed: also for what it had not answered', async () => {
    const api = at.open({ timing: { ...FAST, answerMs: 20 } });
    const asked = new Promise<void>((resolve) => {
      at.server.answer(
        PATH,
        inTurn({ data: 0 }, () => resolve(), { data: 1 }),
      );
    });
    await api.get(PATH);
    const answer = api.get(PATH);
    await asked;
    api.forget();
    expect((await answer).body).toEqual({ data: 1 });
    expect((await api.get(PATH)).body).toEqual({ data: 1 });
    expect(at.server.connections()).toBe(2);
  });
});

describe('a server that speaks HTTP/1.1 alone', () => {
  const at = freshApi({ speaks: 'http1' });

  test('is asked over the connection that showed it', async () => {
    at.server.answer(PATH, { data: 1 });
    await at.api.get(PATH);
    await at.api.get(PATH);
    expect(at.server.connections()).toBe(1);
  });

  test.each<[string, (socket: TLSSocket) => void, timeoutMs: number]>([
    ['speaks something else', (socket) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'.repeat(10)), 5000],
    ['says nothing', () => {}, 500],
  ])('a server that agrees to HTTP/2 and %s is asked by HTTP/1.1', async (_, speak, timeoutMs) => {
    let heard = '';
    const authority = await createAuthority();
    const { key, cert } = await authority.issue(['127.0.0.1']);
    const web = createHttpServer((_, response) => response.end('{"data":1}'));
    const server = createTlsServer({ key, cert, ALPNProtocols: ['h2', 'http/1.1'] }, (socket) => {
      socket.on('error', () => {});
      if (socket.alpnProtocol !== 'h2') return void web.emit('connection', socket);
      socket.on('data', (chunk) => (heard += chunk.toString('latin1')));
      speak(socket);
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const host = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const api = at.open({ host, ca: authority.ca, timing: { ...FAST, timeoutMs } });
    await api.get(PATH).catch(() => {});
    expect((await api.get(PATH)).body).toEqual({ data: 1 });
    const begun = () => heard.split('PRI * HTTP/2.0').length - 1;
    const before = begun();
    expect((await api.get(PATH)).body).toEqual({ data: 1 });
    expect(before).toBeGreaterThan(0);
    expect(begun()).toBe(before);
    api.close();
    await new Promise((resolve) => {
      server.close(resolve);
    });
  });
});
