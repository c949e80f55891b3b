import { expect, it } from 'vitest';
import { makeHistory, SPAN_S } from '../../renderer/forwards/history.ts';
import { makeTraffic } from '../support/session-fixtures.ts';

const START = 1_000_000_000;
const at = (second: number) => START + second * 1000;

it('holds a sample until the next one and knows nothing before the first', () => {
  const history = makeHistory();
  history.record({ t: makeTraffic({ rateIn: 10, rateOut: 5 }) }, at(0));
  history.record({ t: makeTraffic({ rateIn: 40 }) }, at(3));
  const values = history.read('t', at(4));
  expect(values).toHaveLength(SPAN_S);
  expect(values.slice(-6)).toEqual([undefined, 15, 15, 15, 40, 40]);
});

it('keeps the newest of the samples within one second', () => {
  const history = makeHistory();
  for (const rateIn of [1, 2, 3]) history.record({ t: makeTraffic({ rateIn }) }, at(0) + rateIn * 250);
  expect(history.read('t', at(0)).at(-1)).toBe(3);
});

it('still shows a steady rate after more than a minute without a sample', () => {
  const history = makeHistory();
  const steady = makeTraffic({ rateIn: 7 });
  history.record({ t: steady }, at(0));
  history.record({ t: steady }, at(200));
  expect(new Set(history.read('t', at(200)))).toEqual(new Set([7]));
});

it('forgets a tunnel that has ended', () => {
  const history = makeHistory();
  history.record({ t: makeTraffic({ rateIn: 7 }) }, at(0));
  history.record({}, at(1));
  expect(history.read('t', at(1)).at(-1)).toBeUndefined();
});
