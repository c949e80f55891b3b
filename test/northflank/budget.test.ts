import { beforeEach, describe, expect, test } from 'vitest';
import { isNearlyUsedUp } from '../../electron/contract/budget.ts';
import { createBudget, type BudgetKeeper, type Purpose } from '../../electron/northflank/budget.ts';
import { json } from '../support/api-server.ts';
import { failureOf, freshApi } from './fresh-api.ts';

const PURPOSES: readonly Purpose[] = ['forward', 'user', 'shown', 'background', 'details'];
let now: number;
let budget: BudgetKeeper;

beforeEach(() => {
  now = 1_000_000;
  budget = createBudget(() => now);
});

const told = (remaining: number, resetSeconds = 3600, limit = 1000) => {
  budget.begin();
  budget.end({ limit, remaining, resetSeconds });
};
const admitted = () =>
  PURPOSES.filter((purpose) => {
    try {
      budget.admit(purpose);
      return true;
    } catch {
      return false;
    }
  });

describe('the less is left, the more urgent must a request be', () => {
  test.each([
    [1000, 5],
    [751, 5],
    [750, 4],
    [501, 4],
    [500, 3],
    [101, 3],
    [100, 2],
    [51, 2],
    [50, 1],
    [0, 1],
  ])('with %i of 1000 left, %i purposes of five pass', (remaining, count) => {
    told(remaining);
    expect(admitted()).toEqual(PURPOSES.slice(0, count));
  });

  test('one that is refused says how much is left and when all is back', () => {
    told(40, 900);
    expect(() => budget.admit('user')).toThrowError(
      expect.objectContaining({
        problem: { code: 'budget-kept', args: { left: 40, limit: 1000, seconds: 900 } },
        retriable: true,
        retryAfterMs: 900_000,
      }) as Error,
    );
  });

  test('what is under way counts as used', () => {
    told(510);
    for (let index = 0; index < 9; index += 1) budget.begin();
    expect(admitted()).toContain('background');
    budget.begin();
    expect(admitted()).not.toContain('background');
  });
});

describe('what is known of it', () => {
  test('is nothing before an answer told it', () => {
    expect(budget.read()).toBeUndefined();
  });

  test('comes back when its time is over', () => {
    told(0, 60);
    expect(budget.read()).toEqual({ limit: 1000, remaining: 0, resetAt: now + 60_000 });
    now += 60_000;
    expect(budget.read()?.remaining).toBe(1000);
    expect(admitted()).toEqual(PURPOSES);
  });

  test('does not grow by an answer that was overtaken', () => {
    told(700);
    told(704, 3599);
    expect(budget.read()?.remaining).toBe(700);
  });

  test('is what the platform says of another window, or of another limit', () => {
    told(10, 5);
    told(990);
    expect(budget.read()?.remaining).toBe(990);
    told(4900, 3600, 5000);
    expect(budget.read()).toMatchObject({ limit: 5000, remaining: 4900 });
  });

  test('is counted where no answer tells it, so that a silent platform is not flooded', () => {
    for (let index = 0; index < 600; index += 1) {
      budget.begin();
      budget.end(undefined);
    }
    expect(admitted()).toEqual(['forward', 'user', 'shown']);
    expect(budget.read()).toBeUndefined();
    now += 3_600_000;
    expect(admitted()).toEqual(PURPOSES);
  });
});

test('after "too many requests" nothing but forwards is sent until the time is over', () => {
  budget.block(30_000);
  expect(admitted()).toEqual(['forward']);
  now += 29_000;
  expect(() => budget.admit('user')).toThrowError(
    expect.objectContaining({ problem: { code: 'api-limited', args: { seconds: 1 } } }) as Error,
  );
  now += 1000;
  expect(admitted()).toEqual(PURPOSES);
});

test('it is nearly used up with a tenth left, until it is back', () => {
  const low = { limit: 1000, remaining: 100, resetAt: 5000 };
  expect([isNearlyUsedUp(low, 4999), isNearlyUsedUp(low, 5000), isNearlyUsedUp(undefined, 0)]).toEqual([
    true,
    false,
    false,
  ]);
  expect(isNearlyUsedUp({ ...low, remaining: 101 }, 0)).toBe(false);
});

describe('a client of the platform', () => {
  const at = freshApi();
  const limits = (remaining: number) => ({
    'x-ratelimit-limit': '1000',
    'x-ratelimit-remaining': String(remaining),
    'x-ratelimit-reset': '600',
  });

  test('does not even ask for what has to wait', async () => {
    at.server.answer('/v1/a', json({}, 200, limits(300)));
    await at.api.get('/v1/a', { purpose: 'background' });
    const failure = await failureOf(at.api.get('/v1/a', { purpose: 'background' }));
    expect(failure.problem).toMatchObject({ code: 'budget-kept', args: { left: 300, limit: 1000 } });
    expect(at.server.asked).toHaveLength(1);
    await at.api.get('/v1/a');
    expect(at.server.asked).toHaveLength(2);
  });

  test('respects how long it is to wait, of whatever it is asked then', async () => {
    at.server.answer('/v1/a', json({}, 429, { 'retry-after': '600' }));
    at.server.answer('/v1/b', {});
    await failureOf(at.api.get('/v1/a', { purpose: 'shown' }));
    const failure = await failureOf(at.api.get('/v1/b', { purpose: 'user' }));
    expect(failure.problem.code).toBe('api-limited');
    expect(failure.retryAfterMs).toBeGreaterThan(590_000);
    expect(at.server.asked).toHaveLength(1);
  });
});
