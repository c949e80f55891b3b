import { beforeAll, expect, test } from 'vitest';
import { startEngineSubject } from './engine-subject.ts';
import type { FaultName } from './faults.ts';
import { judge, type Journal } from './journal.ts';
import { runSoak } from './run.ts';
import { trendOf } from './trend.ts';

/** The short form of `npm run soak`: faults whose damage is over within seconds. */
const NAMES: readonly FaultName[] = [
  'restart',
  'scale',
  'tunnels closed',
  'tunnels killed',
  'token rotated',
  'token late',
  'latency',
  'outage',
];

let journal: Journal;

beforeAll(async () => {
  journal = await runSoak({
    seed: 5,
    forMs: 0,
    names: NAMES,
    stormMs: 7_000,
    gapMs: [300, 900],
    liveMs: 15_000,
    restMs: 3_000,
    calmMs: 2_000,
    sampleMs: 1_000,
    idleMs: 0,
    openSubject: async () => startEngineSubject({ first: '127.24.212.1', last: '127.24.212.254' }),
    say: () => {},
  });
}, 120_000);

test('a short storm of faults ends without a wrong byte, a lie or a leak', () => {
  expect(journal.faults.length).toBeGreaterThan(5);
  expect(judge(journal).findings).toEqual([]);
});

test('every kind of program did some work meanwhile', () => {
  const done = Object.fromEntries(Object.entries(journal.tallies).map(([load, tally]) => [load, tally.done]));
  for (const load of ['http bytes', 'http echo', 'tcp short', 'udp']) expect(done[load], load).toBeGreaterThan(0);
});

test('an early end in order counts, unless the gateway was told to make it', () => {
  const base = { ...journal, violations: [] };
  const end = { load: 'tcp', member: 'web', openedAt: 1_000, at: 5_000, what: 'early' } as const;
  const fault = { name: 'tunnels closed', detail: 'close-1000', how: 'close-1000', at: 4_000, doneAt: 4_100 } as const;
  expect(judge({ ...base, cleanEnds: [end], faults: [fault] })).toEqual({ findings: [], ordered: 1 });
  for (const other of [
    { ...fault, how: 'close-1011' as const },
    { ...fault, member: 'cache' as const },
    { ...fault, at: 6_000, doneAt: 6_100 },
    { ...fault, at: 100, doneAt: 200 },
  ])
    expect(judge({ ...base, cleanEnds: [end], faults: [other] }).findings).toHaveLength(1);
});

test('the trend of memory is its slope', () => {
  const line = Array.from({ length: 20 }, (_, minute) => [minute, 50 + 0.5 * minute] as const);
  expect(trendOf(line).slope).toBeCloseTo(0.5);
  expect(trendOf(line.map(([minute], index) => [minute, 50 + (index % 2)])).slope).toBeLessThan(0.05);
});
