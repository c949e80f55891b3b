import { describe, expect, test } from 'vitest';
import { withApi, type Api } from '../../electron/northflank/api.ts';
import { inTurn, json } from '../support/api-server.ts';
import { failureOf, TOKEN, freshApi } from './fresh-api.ts';

const PATH = '/v1/projects';
const at = freshApi();

describe('a good answer', () => {
  test('is given with the hourly limit, and the request says who asks', async () => {
    const limits = { 'x-ratelimit-limit': '1000', 'x-ratelimit-remaining': '988', 'x-ratelimit-reset': '3100' };
    at.server.answer(PATH, json({ data: 1 }, 200, limits));
    const answer = await at.api.get(PATH, { query: { per_page: 100, cursor: 'a&b=c', page: undefined } });
    expect(answer).toEqual({ body: { data: 1 } });
    const now = Date.now();
    expect(at.api.budget()).toMatchObject({ limit: 1000, remaining: 988 });
    expect(at.api.budget()?.resetAt).toBeLessThanOrEqual(now + 3_100_000);
    expect(at.api.budget()?.resetAt).toBeGreaterThan(now + 3_090_000);
    expect(at.server.asked).toMatchObject([
      {
        path: PATH,
        query: '?per_page=100&cursor=a%26b%3Dc',
        headers: { authorization: `Bearer ${TOKEN}`, accept: 'application/json', 'user-agent': 'Portside/1' },
      },
    ]);
    expect(at.lines.text()).not.toContain(TOKEN);
  });

  test('comes over one connection that is kept', async () => {
    at.server.answer(PATH, { data: 1 });
    await at.api.get(PATH);
    await at.api.get(PATH);
    expect(at.server.connections()).toBe(1);
  });

  test('needs at most 32 connections, however many are asked for at once', async () => {
    at.server.answer(PATH, { data: 1 });
    await Promise.all(Array.from({ length: 100 }, () => at.api.get(PATH)));
    expect(at.server.connections()).toBeLessThanOrEqual(32);
    expect(at.server.asked).toHaveLength(100);
  });

  test('is asked for with the token that is right at that moment', async () => {
    at.server.answer(PATH, inTurn(json({}, 500), json({ data: 1 })));
    const tokens = ['old-token', 'new-token'];
    await at.open({ token: () => Promise.resolve(tokens.shift() ?? '') }).get(PATH);
    expect(at.server.asked.map((each) => each.headers.authorization)).toEqual(['Bearer old-token', 'Bearer new-token']);
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
    at.server.answer(PATH, json(body, status, headers));
    const failure = await failureOf(at.api.get(PATH, { permission: 'Project > Read', name: 'web' }));
    expect(failure.problem).toMatchObject(problem);
    expect(at.server.asked).toHaveLength(tries);
  });

  test('has its reason cut, in one line and without the token', async () => {
    at.server.answer(PATH, json({ error: { message } }, 418));
    const { reason } = (await failureOf(at.api.get(PATH))).problem.args ?? {};
    expect(reason).toMatch(/^no, \[token\] may not x+…$/);
    expect(String(reason)).toHaveLength(200);
  });

  test('that passes is not seen', async () => {
    at.server.answer(PATH, inTurn(json({}, 503), json({}, 429, { 'retry-after': '0' }), json({ data: 'here' })));
    expect((await at.api.get(PATH)).body).toEqual({ data: 'here' });
  });
});

test.each(['', '  ', 'two words', 'line\r\nX-Evil: 1', 'snow☃'])(
  'token %j is rejected without a request',
  async (token) => {
    expect((await failureOf(at.open({ token: () => token }).get(PATH))).problem.code).toBe('token-rejected');
    expect(at.server.connections()).toBe(0);
  },
);

describe('an abort', () => {
  test('ends a request under way with its reason', async () => {
    const stop = new AbortController();
    const reason = new Error('enough');
    at.server.answer(PATH, () => stop.abort(reason));
    await expect(at.api.get(PATH, { signal: stop.signal })).rejects.toBe(reason);
  });

  test('ends the wait before the next try', async () => {
    const stop = new AbortController();
    const reason = new Error('enough');
    at.server.answer(PATH, json({}, 500));
    const log = { ...at.lines.log, warn: () => setImmediate(() => stop.abort(reason)) };
    const timing = { backoff: { firstMs: 60_000, capMs: 60_000 } };
    await expect(at.open({ log, timing }).get(PATH, { signal: stop.signal })).rejects.toBe(reason);
    expect(at.server.asked).toHaveLength(1);
  });

  test('that came before starts nothing', async () => {
    const reason = new Error('enough');
    await expect(at.api.get(PATH, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(at.server.connections()).toBe(0);
  });
});

test('a connection for one use is closed also when the job fails', async () => {
  at.server.answer(PATH, { data: 1 });
  const job = async (api: Api) => {
    await api.get(PATH);
    throw new Error('broken job');
  };
  await expect(withApi(at.api, job)).rejects.toThrow('broken job');
});
