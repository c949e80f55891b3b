import type { Socket } from 'node:net';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { trustAlso } from '../../electron/base/trust.ts';
import type { Api } from '../../electron/northflank/api.ts';
import { createAuthority } from '../platform/certificates.ts';
import { startConnectProxy } from '../support/connect-proxy.ts';
import {
  answer,
  data,
  END_HEADERS,
  field,
  frame,
  goaway,
  headers,
  numbers,
  OK,
  openRawServer,
  setting,
  TYPE,
  type Peer,
  type RawParts,
  type RawServer,
} from '../support/raw-http2.ts';
import { failureOf, FAST, freshApi } from './fresh-api.ts';

const PATH = '/v1/projects';
const MAX_STREAMS = 3;
/** Long enough for a handshake on a busy machine. */
const SOON = { timeoutMs: 500 };
const PING = frame(TYPE.ping, 0, 0, Buffer.alloc(8));
const many = (count: number, part: (index: number) => Buffer) =>
  Buffer.concat(Array.from({ length: count }, (_, at) => part(at)));
const status = (text: string) => Buffer.concat([Buffer.from([0x48, 3]), Buffer.from(text)]);

const at = freshApi();
let servers: RawServer[] = [];

async function serve(parts: RawParts): Promise<RawServer> {
  const server = await openRawServer(parts);
  servers.push(server);
  return server;
}

const clientOf = ({ host, ca }: RawServer, timing = {}): Api => at.open({ host, ca, timing: { ...FAST, ...timing } });
const ask = (api: Api, count: number) => Promise.all(Array.from({ length: count }, () => api.get(PATH)));

afterEach(async () => {
  vi.useRealTimers();
  trustAlso('');
  await Promise.all(servers.map((server) => server.close()));
  servers = [];
});

describe('the connection of all requests', () => {
  const unreachable: readonly (readonly [string, (id: number, peer: Peer) => void])[] = [
    ['a reset', (_, { socket }) => socket.destroy()],
    [
      'an end in the middle of a frame',
      (id, { send, socket }) => {
        send(headers(id), data(id, '{"data":1}').subarray(0, 12));
        socket.end();
      },
    ],
    [
      'an end before the answer’s',
      (id, { send, socket }) => {
        send(headers(id), data(id, '{"data":1}', 0));
        socket.end();
      },
    ],
    ['an answer without a status', (id, { send }) => send(headers(id, field('x', 'y')), data(id, '{}'))],
    [
      'a thousand fields',
      (id, { send }) =>
        send(
          headers(
            id,
            many(1000, (index) => field(`x${index}`, 'y')),
          ),
        ),
    ],
    [
      'fields that unfold to 2 MB',
      (id, { send }) => {
        const kept = Buffer.concat([Buffer.from([0x40, 1, 0x61, 126]), Buffer.alloc(126, 'z')]);
        send(headers(id, Buffer.concat([OK, kept, Buffer.alloc(15_000, 0xbe)])));
      },
    ],
    [
      'fields without end',
      (id, { send, flood }) => {
        send(frame(TYPE.headers, 0, id, OK));
        flood(() => many(100, () => frame(TYPE.continuation, 0, id, field('x', 'y'))));
      },
    ],
    [
      'empty parts without end',
      (id, { send, flood }) => {
        send(headers(id));
        flood(() => many(100, () => data(id, '', 0)));
      },
    ],
    ['an end that is an error', (_, { send }) => send(goaway(0, 11))],
    ['an end that takes nothing', (_, { send }) => send(goaway(0))],
  ];

  test.each(unreachable)('that gives %s has been cut, and is asked three times', async (_, attack) => {
    let asked = 0;
    const server = await serve({
      onRequest: (id, peer) => {
        asked += 1;
        if (asked <= 3) attack(id, peer);
        else peer.send(answer(id));
      },
    });
    const api = clientOf(server);
    expect((await failureOf(api.get(PATH))).problem).toEqual({
      code: 'api-unreachable',
      args: { host: server.host, reason: 'the connection was cut' },
    });
    expect(asked).toBe(3);
    expect((await api.get(PATH)).body).toEqual({ data: 1 });
  });

  test.each<[string, (id: number, peer: Peer) => void]>([
    [
      'fields after it',
      (id, { send }) => send(headers(id), data(id, '{"data":1}', 0), frame(TYPE.headers, 5, id, field('x', 'y'))),
    ],
    ['bytes after its end', (id, { send }) => send(answer(id), data(id, 'more'), data(id, 'more'))],
    [
      'news of it before',
      (id, { send }) =>
        send(
          many(50, () => headers(id, status('103'))),
          answer(id),
        ),
    ],
  ])('that gives an answer with %s has given it', async (_, attack) => {
    const server = await serve({ onRequest: attack });
    expect((await clientOf(server).get(PATH)).body).toEqual({ data: 1 });
    expect(server.connections()).toBe(1);
  });

  // Some versions of Node end their side without a word to us.
  test.each([
    ['an answer that nobody asked for', frame(TYPE.push, END_HEADERS, 1, Buffer.concat([numbers(2), OK]))],
    ['fields that cannot be read', headers(1, Buffer.alloc(8, 0xff))],
  ])('that gives %s is left, in time at the latest', async (_, fault) => {
    let isBroken = true;
    const server = await serve({ onRequest: (id, { send }) => send(isBroken ? fault : answer(id)) });
    const api = clientOf(server, SOON);
    expect((await failureOf(api.get(PATH))).problem.code).toBe('api-unreachable');
    isBroken = false;
    expect((await api.get(PATH)).body).toEqual({ data: 1 });
  });

  test('that takes one request at a time answers fifty', async () => {
    let underWay = 0;
    let most = 0;
    const server = await serve({
      settings: setting(MAX_STREAMS, 1),
      onRequest: (id, { send }) => {
        most = Math.max(most, (underWay += 1));
        setImmediate(() => {
          underWay -= 1;
          send(answer(id));
        });
      },
    });
    const api = clientOf(server);
    await api.get(PATH);
    await ask(api, 50);
    expect([most, server.connections()]).toEqual([1, 1]);
  });

  test('that takes no more requests is left by those that wait for it', async () => {
    const server = await serve({
      onRequest: (id, { send, number }) =>
        send(answer(id), ...(number === 1 ? [frame(TYPE.settings, 0, 0, setting(MAX_STREAMS, 0))] : [])),
    });
    const api = clientOf(server, SOON);
    await api.get(PATH);
    const failures = await Promise.all(Array.from({ length: 20 }, () => failureOf(api.get(PATH))));
    expect(new Set(failures.map(({ problem }) => problem.args?.['reason']))).toEqual(new Set(['it took too long']));
    await api.get(PATH);
    expect(server.connections()).toBe(2);
  });

  test('that ends after half of a hundred requests costs no answer', async () => {
    const server = await serve({
      onRequest: (id, { send, number }) => {
        if (number > 1) send(answer(id));
        else if (id === 199)
          send(
            many(50, (index) => answer(2 * index + 1)),
            goaway(99),
          );
      },
    });
    expect(await ask(clientOf(server), 100)).toHaveLength(100);
    expect(server.connections()).toBe(2);
  });

  test('that ends after each answer, and is never closed by its server, is let go', async () => {
    const server = await serve({ onRequest: (id, { send }) => send(answer(id), goaway(id)) });
    const api = clientOf(server, SOON);
    for (let turn = 0; turn < 20; turn += 1) await api.get(PATH);
    expect(server.connections()).toBe(20);
    await server.until(() => server.open() === 0);
  });

  test('that breaks the protocol and is read no more is not given to the next request', async () => {
    const server = await serve({
      onRequest: (id, { send, socket }) => {
        send(answer(id), frame(TYPE.window, 0, 0, numbers(0)));
        socket.pause();
      },
    });
    const api = clientOf(server);
    for (let turn = 0; turn < 5; turn += 1) await api.get(PATH);
    expect(server.connections()).toBe(5);
    // The fault may be on its way when the request starts, but the next try knows of it.
    expect(at.lines.text()).not.toContain('"tries":2');
  });

  test.each([
    ['pings', PING],
    ['settings', frame(TYPE.settings, 0, 0)],
  ])('that is full of %s brings answers', async (_, noise) => {
    const server = await serve({
      onConnection: ({ flood }) => flood(() => many(500, () => noise)),
      onRequest: (id, { send }) => send(answer(id)),
    });
    const api = clientOf(server);
    for (let turn = 0; turn < 20; turn += 1) await api.get(PATH);
    expect(server.connections()).toBe(1);
    api.close();
    await server.until(() => server.open() === 0);
  });

  test('that names other servers without end is left before the names fill the memory', async () => {
    let names = 0;
    const server = await serve({
      onConnection: ({ flood, number }) => {
        if (number > 1) return;
        flood(() => {
          const origins = many(500, () => {
            const name = Buffer.from(`https://h${(names += 1)}.example`);
            return Buffer.concat([Buffer.from([0, name.length]), name]);
          });
          return frame(TYPE.origin, 0, 0, origins);
        });
      },
      onRequest: (id, { send }) => send(answer(id)),
    });
    const api = clientOf(server);
    await api.get(PATH);
    await server.until(() => server.open() === 0);
    await api.get(PATH);
    expect(server.connections()).toBe(2);
  });

  test('that was silent for an hour by the clock of the day is used no more: a lid was closed', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const server = await serve({ onRequest: (id, { send }) => send(answer(id)) });
    const api = clientOf(server);
    await api.get(PATH);
    await api.get(PATH);
    expect(server.connections()).toBe(1);
    vi.setSystemTime(Date.now() + 3_600_000);
    await api.get(PATH);
    expect(server.connections()).toBe(2);
  });

  test('that gives no answer to some, which run out of time one after the other, is replaced once', async () => {
    let heard = () => {};
    const server = await serve({
      onRequest: (id, { send, number }) => {
        if (number > 1 || id === 1) send(answer(id));
        else heard();
      },
    });
    const api = clientOf(server, SOON);
    await api.get(PATH);
    const later: Promise<unknown>[] = [];
    for (let turn = 0; turn < 20; turn += 1) {
      const isHeard = new Promise<void>((resolve) => (heard = resolve));
      later.push(failureOf(api.get(PATH)).then(() => api.get(PATH)));
      await isHeard;
    }
    await Promise.all(later);
    expect(server.connections()).toBe(2);
  });
});

test('a server that wants HTTP/1.1 is asked by it', async () => {
  at.server.answer(PATH, ({ httpVersion }, response) => {
    if (httpVersion === '2.0') for (const session of at.server.sessions) session.goaway(13);
    else response.end('{"data":1}');
  });
  expect((await at.api.get(PATH)).body).toEqual({ data: 1 });
});

describe('closing', () => {
  test.each([0, 1, 30])(
    'in the middle of everything ends all requests, and nothing is connected after it (%i turns)',
    async (turns) => {
      const server = await serve({ onRequest: () => {} });
      const api = clientOf(server, { backoff: { firstMs: 60_000, capMs: 60_000 } });
      const failures = Array.from({ length: 20 }, () => failureOf(api.get(PATH)));
      for (let turn = 0; turn < turns; turn += 1) {
        await new Promise((resolve) => {
          setImmediate(resolve);
        });
      }
      api.close();
      for (const { problem } of await Promise.all(failures))
        expect(problem.args).toMatchObject({ reason: 'the connection was cut' });
      await server.until(() => server.open() === 0);
      const before = server.connections();
      await failureOf(api.get(PATH));
      expect(server.connections()).toBe(before);
    },
  );
});

describe('where something changes while the connection is being made', () => {
  test('the network: a proxy that holds the connection is waited for no longer', async () => {
    const held: Socket[] = [];
    const proxy = await startConnectProxy();
    proxy.answer = (socket) => void held.push(socket);
    at.server.answer(PATH, { data: 1 });
    const api = at.open({ proxy: () => Promise.resolve(proxy.target), timing: { ...FAST, answerMs: 60_000 } });
    const asked = ask(api, 10);
    await proxy.until(() => proxy.connects.length === 1);
    proxy.answer = undefined;
    api.forget();
    expect(await asked).toHaveLength(10);
    expect(at.lines.text()).not.toContain('request failed');
    await proxy.close();
  });

  test('whom to trust: the token is told over a connection that was made under the new trust', async () => {
    const proxy = await startConnectProxy();
    at.server.answer(PATH, { data: 1 });
    trustAlso(at.server.ca);
    const api = at.open({ ca: (await createAuthority()).ca, proxy: () => Promise.resolve(proxy.target) });
    const asked = failureOf(api.get(PATH));
    await proxy.until(() => proxy.connects.length === 1);
    trustAlso('');
    expect((await asked).problem.code).toBe('certificate-untrusted');
    expect(at.server.asked).toEqual([]);
    await proxy.close();
  });
});
