import { describe, expect, it } from 'vitest';
import { bytes, duration, plural, rate, secondsUntil } from '../../renderer/text/format.ts';

describe('numbers as the user reads them', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [999.6, '1.0 KB'],
    [1000, '1.0 KB'],
    [9949, '9.9 KB'],
    [9950, '10 KB'],
    [48_000, '48 KB'],
    [999_499, '999 KB'],
    [999_500, '1.0 MB'],
    [1_100_000, '1.1 MB'],
    [2_500_000_000, '2.5 GB'],
    [-5, '0 B'],
  ])('%d bytes are %s', (count, words) => {
    expect(bytes(count)).toBe(words);
    expect(rate(count)).toBe(`${words}/s`);
  });

  it.each([
    [0, '0 s'],
    [59_999, '59 s'],
    [60_000, '1 min'],
    [3_600_000, '1 h'],
    [3_900_000, '1 h 5 min'],
    [86_400_000, '1 d'],
    [187_200_000, '2 d 4 h'],
  ])('%d ms last %s', (ms, words) => {
    expect(duration(ms)).toBe(words);
  });

  it('a countdown is rounded up and ends at 0', () => {
    expect([
      secondsUntil(8001, 0),
      secondsUntil(8000, 0),
      secondsUntil(1, 0),
      secondsUntil(0, 0),
      secondsUntil(0, 5000),
    ]).toEqual([9, 8, 1, 0, 0]);
  });

  it('one is singular, everything else plural', () => {
    const forms = { one: 'forward', other: 'forwards' };
    expect([0, 1, 2, 1200].map((count) => plural(count, forms))).toEqual([
      '0 forwards',
      '1 forward',
      '2 forwards',
      '1,200 forwards',
    ]);
  });
});
