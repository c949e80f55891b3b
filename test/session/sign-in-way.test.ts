import { beforeEach, describe, expect, test } from 'vitest';
import { createWays, type Way, type Whose } from '../../electron/session/sign-in-way.ts';

const host = 'https://api.example';
const known = { host, token: 'nf-known', ca: 'PEM', proxy: 'http://proxy.example', teamId: 'blue' };
const never = new AbortController().signal;
let asked: (readonly [Way, Whose])[];
let answer: boolean;
const fresh = () =>
  createWays({
    login: async (id) => (id === 'acc' ? known : undefined),
    loginsAt: async (at) => (at === host ? [{ host, token: 'nf-other' }, known] : []),
    normaliseHost: (typed) => typed.replace(/\/$/, ''),
    ask: async (way, whose) => {
      asked.push([way, whose]);
      return answer;
    },
  });

beforeEach(() => {
  asked = [];
  answer = false;
});

describe('what a sign-in leaves out', () => {
  test('is as it was for the account, and never its token', async () => {
    const { token: _, ...rest } = known;
    expect(await fresh().complete({ again: 'acc', host: `${host}/` })).toEqual({ ...rest, host: `${host}/` });
    expect(await fresh().complete({ again: 'acc', host, proxy: 'http://other' })).toMatchObject({
      proxy: 'http://other',
      ca: 'PEM',
    });
  });

  test.each([{ again: 'acc', host: 'https://evil.example' }, { again: 'constructor', host }, { host }])(
    'stays left out for %j',
    async (request) => {
      expect(await fresh().complete(request)).toEqual({ host: request.host });
    },
  );
});

describe('a token that the page does not know', () => {
  test('goes the ordinary way without a question', async () => {
    await fresh().allow({ host, ca: '' }, { login: 'acme' }, never);
    expect(asked).toEqual([]);
  });

  test.each([{ ca: 'PEM' }, { proxy: 'http://evil.example' }, { page: 'app.northflank.com' }])(
    'goes nowhere by %j unless the user says so',
    async (by) => {
      await expect(fresh().allow({ host, ...by }, { login: 'acme' }, never)).rejects.toMatchObject({
        problem: { code: 'way-refused' },
      });
      answer = true;
      await fresh().allow({ host, ...by }, 'browser', never);
      expect(asked).toEqual([
        [{ host, ...by }, { login: 'acme' }],
        [{ host, ...by }, 'browser'],
      ]);
    },
  );

  test('goes nowhere once the sign-in was given up, whatever the box says', async () => {
    answer = true;
    await expect(
      fresh().allow({ host, ca: 'PEM' }, { login: 'acme' }, AbortSignal.abort(new Error('given up'))),
    ).rejects.toThrow('given up');
  });

  test('is not asked about any more after three refusals', async () => {
    const ways = fresh();
    for (let times = 0; times < 5; times += 1) {
      await expect(ways.allow({ host, ca: 'PEM' }, { login: 'acme' }, never)).rejects.toThrow();
    }
    expect(asked).toHaveLength(3);
  });
});

describe('a token that was pasted', () => {
  test.each([
    ['by a way that an account there takes', { host, ca: 'PEM', proxy: 'http://proxy.example' }],
    ['by the ordinary way', { host: `${host}/` }],
    ['to a host that no account is at', { host: 'https://new.example', ca: 'OWN', proxy: 'http://own.example' }],
  ])('goes %s without a question', async (_, way) => {
    await fresh().allowPasted(way, never);
    expect(asked).toEqual([]);
  });

  test.each([
    { ca: 'OWN' },
    { proxy: 'http://evil.example' },
    { ca: 'PEM', proxy: 'http://evil.example' },
    { ca: 'PEM' },
  ])('takes the place of no account by %j unless the user says so', async (by) => {
    await expect(fresh().allowPasted({ host, ...by }, never)).rejects.toMatchObject({
      problem: { code: 'way-refused' },
    });
    expect(asked).toEqual([[{ host, ...by }, 'known']]);
  });
});

test('what was allowed is not asked about again in this run, and nothing else is allowed by it', async () => {
  answer = true;
  const ways = fresh();
  await ways.allow({ host, ca: 'OWN' }, 'browser', never);
  await ways.allowPasted({ host: `${host}/`, ca: 'OWN' }, never);
  expect(asked).toHaveLength(1);
  await ways.allow({ host, ca: 'OWN', proxy: 'http://p' }, 'browser', never);
  await ways.allow({ host: 'https://other.example', ca: 'OWN' }, 'browser', never);
  expect(asked).toHaveLength(3);
});
