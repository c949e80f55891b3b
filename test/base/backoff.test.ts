import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { backoffMs } from '../../electron/base/backoff.ts';

const backoff = { firstMs: 500, capMs: 30_000 };

test('without luck it doubles up to the cap', () => {
  const delays = [1, 2, 3, 4, 5, 6, 7, 8, 1000].map((attempt) => backoffMs(attempt, backoff, () => 1));
  expect(delays).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
});

test('with all luck it is half of that', () => {
  expect([1, 2, 100].map((attempt) => backoffMs(attempt, backoff, () => 0))).toEqual([250, 500, 15_000]);
});

test('it is always between half and all, whole and within the cap', () => {
  const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 2 ** 31 }),
      fc.nat(60_000),
      fc.nat(600_000),
      chance,
      (attempt, firstMs, capMs, luck) => {
        const delay = backoffMs(attempt, { firstMs, capMs }, () => luck);
        const full = Math.min(capMs, firstMs * 2 ** Math.min(attempt - 1, 30));
        expect(Number.isInteger(delay)).toBe(true);
        expect(delay).toBeGreaterThanOrEqual(Math.floor(full / 2));
        expect(delay).toBeLessThanOrEqual(Math.min(capMs, Math.ceil(full)));
      },
    ),
  );
});

test('two that failed together do not come back together', () => {
  const delays = new Set(Array.from({ length: 20 }, () => backoffMs(10, backoff)));
  expect(delays.size).toBeGreaterThan(10);
});
