import { afterEach, expect, test } from 'vitest';
import { trustAlso } from '../../electron/base/trust.ts';
import { failureOf, freshApi } from './fresh-api.ts';

const PATH = '/v1/projects';
const at = freshApi();

afterEach(() => trustAlso(''));

test('an authority that is trusted no more is not by a connection or a session from before either', async () => {
  at.server.answer(PATH, { data: 1 });
  const api = at.open({ ca: undefined });
  trustAlso(at.server.ca);
  expect((await api.get(PATH)).body).toEqual({ data: 1 });
  trustAlso('');
  const failures = await Promise.all([1, 2, 3].map(async () => failureOf(api.get(PATH))));
  expect(failures.map(({ problem }) => problem.code)).toEqual(Array(3).fill('certificate-untrusted'));
  expect(at.server.asked).toHaveLength(1);
  trustAlso(at.server.ca);
  expect((await api.get(PATH)).body).toEqual({ data: 1 });
});

test('a request that is under way when the trust changes ends as it would', async () => {
  let finish = () => {};
  const asked = new Promise<void>((resolve) => {
    at.server.answer(PATH, (_, response) => {
      finish = () => response.writeHead(200, { 'content-type': 'application/json' }).end('{"data":1}');
      resolve();
    });
  });
  const api = at.open({ ca: undefined });
  trustAlso(at.server.ca);
  const answer = api.get(PATH);
  await asked;
  trustAlso('');
  expect((await failureOf(api.get(PATH))).problem.code).toBe('certificate-untrusted');
  finish();
  expect((await answer).body).toEqual({ data: 1 });
});
