import { createServer, type AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Failure } from '../../electron/contract/failure.ts';
import { createApi, withApi, type Api, type ApiParts } from '../../electron/northflank/api.ts';
import { inTurn, json, openApiServer, raw, type ApiServer } from '../support/api-server.ts';
import { recordLines, wholeText } from '../support/lines.ts';
import { createAuthority } from '../platform/certificates.ts';

const TOKEN = 'nf-secret-4f81c0ffee';
const PATH = '/v1/projects';
const FAST = { backoff: { firstMs: 1, capMs: 1 } };

let server: ApiServer;
let lines: ReturnType<typeof recordLines>;
let apis: Api[] = [];

beforeEach(async () => {
  server = await openApiServer();
  lines = recordLines();
});

afterEach(async () => {
  for (const api of apis) api.close();
  apis = [];
  await server.close();
});

function open(parts: Partial<ApiParts> = {}): Api {
  const { host, ca } = server;
  const api = createApi({
    host,
    ca,
    token: () => TOKEN,
    log: lines.log,
    userAgent: 'Portside/1',
    timing: FAST,
    ...parts,
  });
  apis.push(api);
  return api;
}

/** The failure of a GET; also checks that nothing about it tells the token. */
async function failureOf(api: Api, options?: Parameters<Api['get']>[1]): Promise<Failure> {
  const error: unknown = await api.get(PATH, options).catch((reason: unknown) => reason);
  expect(wholeText(error)).not.toContain(TOKEN);
  expect(lines.text()).not.toContain(TOKEN);
  expect(lines.text()).toContain('request failed');
  expect(error).toBeInstanceOf(Failure);
  return error as Failure;
}

describe('a good answer', () => {
  test('is given with the hourly limit, and the request says who asks', async () => {
    const limits = { 'x-ratelimit-limit': '1000', 'x-ratelimit-remaining': '988', 'x-ratelimit-reset': '3100' };
    server.answer(PATH, json({ data: 1 }, 200, limits));
    const answer = await open().get(PATH, { query: { per_page: 100, cursor: 'a&b=c', page: undefined } });
    expect(answer).toEqual({ body: { data: 1 }, limit: { limit: 1000, remaining: 988, resetSeconds: 3100 } });
    expect(server.asked).toMatchObject([
      {
        path: PATH,
        query: '?per_page=100&cursor=a%26b%3Dc',
        headers: { authorization: `Bearer ${TOKEN}`, accept: 'application/json', 'user-agent': 'Portside/1' },
      },
    ]);
    expect(lines.text()).not.toContain(TOKEN);
  });

  test('comes over one connection that is kept', async () => {
    server.answer(PATH, { data: 1 });
    const api = open();
    await api.get(PATH);
    await api.get(PATH);
    expect(server.connections()).toBe(1);
  });

  test('needs at most eight connections, however many are asked for at once', async () => {
    server.answer(PATH, { data: 1 });
    const api = open();
    await Promise.all(Array.from({ length: 40 }, () => api.get(PATH)));
    expect(server.connections()).toBeLessThanOrEqual(8);
    expect(server.asked).toHaveLength(40);
  });

  test('is asked for with the token that is right at that moment', async () => {
    server.answer(PATH, inTurn(json({}, 500), json({ data: 1 })));
    const tokens = ['old-token', 'new-token'];
    await open({ token: () => Promise.resolve(tokens.shift() ?? '') }).get(PATH);
    expect(server.asked.map((each) => each.headers.authorization)).toEqual(['Bearer old-token', 'Bearer new-token']);
  });
});

describe('a refusal', () => {
  const message = `no, ${TOKEN}\u0000 \u202e may not\n\n${'x'.repeat(400)}`;
  const refusals: [number, object, Record<string, string>, object, number][] = [
    [401, { error: { message } }, {}, { code: 'token-rejected' }, 1],
    [403, { error: { message } }, {}, { code: 'token-too-narrow', args: { permission: 'Project > Read' } }, 1],
    [404, { error: { message } }, {}, { code: 'resource-gone', args: { name: 'web' } }, 1],
    [409, { error: { message: 'Busy' } }, {}, { code: 'api-failed', args: { status: 409, reason: 'Busy' } }, 1],
    [400, { message: 'Flat' }, {}, { code: 'api-failed', args: { status: 400, reason: 'Flat' } }, 1],
    [422, { error: 'text' }, {}, { code: 'api-failed', args: { status: 422 } }, 1],
    [500, {}, {}, { code: 'api-failed', args: { status: 500 } }, 3],
    [429, {}, {}, { code: 'api-limited' }, 3],
    [429, {}, { 'retry-after': '0' }, { code: 'api-limited' }, 3],
    [429, {}, { 'retry-after': '1200' }, { code: 'api-limited', args: { seconds: 1200 } }, 1],
    [429, {}, { 'x-ratelimit-reset': '90' }, { code: 'api-limited', args: { seconds: 90 } }, 1],
    [429, {}, { 'retry-after': '99999999999' }, { code: 'api-limited', args: { seconds: 3600 } }, 1],
    [503, {}, { 'retry-after': '600' }, { code: 'api-failed', args: { status: 503 } }, 1],
    [204, {}, {}, { code: 'api-malformed' }, 1],
  ];
  test.each(refusals)('of status %i %j %j is %j after %i tries', async (status, body, headers, problem, tries) => {
    server.answer(PATH, json(body, status, headers));
    const failure = await failureOf(open(), { permission: 'Project > Read', name: 'web' });
    expect(failure.problem).toMatchObject(problem);
    expect(server.asked).toHaveLength(tries);
  });

  test('has its reason cut, in one line and without the token', async () => {
    server.answer(PATH, json({ error: { message } }, 418));
    const { reason } = (await failureOf(open())).problem.args ?? {};
    expect(reason).toMatch(/^no, \[token\] may not x+…$/);
    expect(String(reason)).toHaveLength(200);
  });

  test('that passes is not seen', async () => {
    server.answer(PATH, inTurn(json({}, 503), json({}, 429, { 'retry-after': '0' }), json({ data: 'here' })));
    expect((await open().get(PATH)).body).toEqual({ data: 'here' });
  });
});

describe('an answer that is not the API', () => {
  test.each([
    ['a page', '<html>Sign in to the network</html>'],
    ['half an answer', '{"data": {"projects": ['],
    ['nothing', ''],
  ])('%s, is api-malformed', async (_, text) => {
    server.answer(PATH, raw(text));
    expect((await failureOf(open())).problem).toEqual({ code: 'api-malformed', args: { host: server.host } });
  });

  test('a redirect is not followed, so the token goes nowhere else', async () => {
    const elsewhere = await openApiServer({ '/': { data: 1 } });
    server.answer(PATH, raw('', 302, { location: `${elsewhere.host}/` }));
    const failure = await failureOf(open());
    await elsewhere.close();
    expect(failure.problem.code).toBe('api-malformed');
    expect(elsewhere.asked).toEqual([]);
  });

  test('one that never ends is cut at 32 MiB', async () => {
    let sent = 0;
    server.answer(PATH, (_, response) => {
      const chunk = Buffer.alloc(1024 * 1024, 32);
      const more = () => {
        while (!response.destroyed && response.write(chunk)) sent += chunk.length;
      };
      response.on('drain', more);
      more();
    });
    expect((await failureOf(open())).problem.code).toBe('api-malformed');
    expect(sent).toBeLessThan(64 * 1024 * 1024);
    expect(server.asked).toHaveLength(1);
  });

  test('headers without end are api-malformed', async () => {
    server.answer(PATH, (_, response) => response.setHeader('x-long', 'x'.repeat(100_000)).end('{}'));
    expect((await failureOf(open())).problem.code).toBe('api-malformed');
  });
});

describe('a far side that cannot be reached', () => {
  const unreachable = (host: string, reason: string) => ({ code: 'api-unreachable', args: { host, reason } });

  test('because nobody listens, says so after three tries', async () => {
    await server.close();
    const { problem, retriable } = await failureOf(open());
    expect(problem).toEqual(unreachable(server.host, 'it refuses connections'));
    expect(retriable).toBe(true);
    expect(lines.text().match(/request failed/g)).toHaveLength(3);
  });

  test('because its name is not known, says so', async () => {
    const host = 'https://no-such-host.invalid';
    expect((await failureOf(open({ host }))).problem).toMatchObject({ code: 'api-unreachable', args: { host } });
  });

  test('because connections are cut, is asked three times', async () => {
    server.answer(PATH, (request) => request.socket.destroy());
    expect((await failureOf(open())).problem).toEqual(unreachable(server.host, 'the connection was cut'));
    expect(server.asked).toHaveLength(3);
  });

  test('because the answer is cut in the middle, gives no half answer', async () => {
    const half: Parameters<typeof inTurn>[0] = (request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"data":', () => request.socket.destroy());
    };
    server.answer(PATH, inTurn(half, half, half, { data: 1 }));
    const api = open();
    expect((await failureOf(api)).problem).toEqual(unreachable(server.host, 'the connection was cut'));
    expect((await api.get(PATH)).body).toEqual({ data: 1 });
  });

  test.each([
    ['says nothing', () => {}],
    ['never ends its answer', (_: unknown, response: { write: (text: string) => void }) => response.write('{')],
  ])('because it %s, is given up in time and not asked again', async (_, answer) => {
    server.answer(PATH, answer);
    const failure = await failureOf(open({ timing: { ...FAST, timeoutMs: 300 } }));
    expect(failure.problem).toEqual(unreachable(server.host, 'it took too long'));
    expect(server.asked).toHaveLength(1);
  });

  test('because it speaks no TLS, says so and hears no token', async () => {
    let heard = '';
    const plain = createServer((socket) => {
      socket.on('error', () => {});
      socket.on('data', (chunk) => {
        heard += chunk.toString('latin1');
        socket.end('HTTP/1.1 400 Bad Request\r\n\r\n');
      });
    });
    await new Promise<void>((resolve) => {
      plain.listen(0, '127.0.0.1', resolve);
    });
    const host = `https://127.0.0.1:${(plain.address() as AddressInfo).port}`;
    const failure = await failureOf(open({ host }));
    await new Promise((resolve) => {
      plain.close(resolve);
    });
    expect(failure.problem).toEqual(unreachable(host, 'it does not speak TLS'));
    expect(heard).not.toContain(TOKEN);
    expect(heard).not.toBe('');
  });
});

describe('a certificate', () => {
  test('of an unknown authority is refused, and the server hears no request', async () => {
    const failure = await failureOf(open({ ca: undefined }));
    expect(failure.problem.code).toBe('certificate-untrusted');
    expect(failure.problem.args).toMatchObject({ host: server.host, reason: 'its authority is not known here' });
    expect(server.asked).toEqual([]);
  });

  test('for another name is refused', async () => {
    const authority = await createAuthority();
    const other = await openApiServer({}, await authority.issue(['other.example']));
    const failure = await failureOf(open({ host: other.host, ca: authority.ca }));
    await other.close();
    expect(failure.problem).toMatchObject({
      code: 'certificate-untrusted',
      args: { reason: 'it belongs to another name' },
    });
    expect(other.asked).toEqual([]);
  });

  test('of one of several given authorities is accepted', async () => {
    server.answer(PATH, { data: 1 });
    const { ca } = await createAuthority();
    expect((await open({ ca: [ca, server.ca] }).get(PATH)).body).toEqual({ data: 1 });
  });

  test.each(['not a certificate', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'])(
    'authority that cannot be read (%j) is named at once',
    (ca) => {
      expect(() => open({ ca })).toThrow('certificate-untrusted');
    },
  );
});

test.each(['', '  ', 'two words', 'line\r\nX-Evil: 1', 'snow☃'])(
  'token %j is rejected without a request',
  async (token) => {
    expect((await failureOf(open({ token: () => token }))).problem.code).toBe('token-rejected');
    expect(server.connections()).toBe(0);
  },
);

describe('an abort', () => {
  test('ends a request under way with its reason', async () => {
    const stop = new AbortController();
    const reason = new Error('enough');
    server.answer(PATH, () => stop.abort(reason));
    await expect(open().get(PATH, { signal: stop.signal })).rejects.toBe(reason);
  });

  test('ends the wait before the next try', async () => {
    const stop = new AbortController();
    const reason = new Error('enough');
    server.answer(PATH, json({}, 500));
    const log = { ...lines.log, warn: () => setImmediate(() => stop.abort(reason)) };
    const timing = { backoff: { firstMs: 60_000, capMs: 60_000 } };
    await expect(open({ log, timing }).get(PATH, { signal: stop.signal })).rejects.toBe(reason);
    expect(server.asked).toHaveLength(1);
  });

  test('that came before starts nothing', async () => {
    const reason = new Error('enough');
    await expect(open().get(PATH, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(server.connections()).toBe(0);
  });
});

test('a connection for one use is closed also when the job fails', async () => {
  server.answer(PATH, { data: 1 });
  const job = async (api: Api) => {
    await api.get(PATH);
    throw new Error('broken job');
  };
  await expect(withApi(open(), job)).rejects.toThrow('broken job');
});
