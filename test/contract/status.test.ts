import { describe, expect, test } from 'vitest';
import { makeForward, type Forward, type ForwardStatus, type TunnelStatus } from '../../electron/contract/forward.ts';
import type { Problem } from '../../electron/contract/problem.ts';
import { needsAttention, summarise, troubleOf } from '../../electron/contract/status.ts';
import { makeTarget, makeTunnel, openStatus, tunnelsOf } from '../support/builders.ts';

const problem: Problem = { code: 'no-instance' };
const other: Problem = { code: 'offline' };
const notice: Problem = { code: 'port-in-use' };

const forwards = {
  off: { kind: 'off' },
  starting: { kind: 'starting' },
  open: { kind: 'open', since: 1 },
  retrying: { kind: 'retrying', attempt: 1, dueAt: 2, problem },
  failed: { kind: 'failed', problem },
  closing: { kind: 'closing', connections: 1 },
} as const satisfies Record<ForwardStatus['kind'], ForwardStatus>;

const tunnels = {
  open: openStatus,
  starting: { kind: 'starting' },
  retrying: { kind: 'retrying', attempt: 1, dueAt: 2, problem: other },
  failed: { kind: 'failed', problem: other },
  closing: { kind: 'closing', connections: 0 },
} as const satisfies Record<TunnelStatus['kind'], TunnelStatus>;

function forward(kind: ForwardStatus['kind'], kinds: readonly TunnelStatus['kind'][] = [], on = true): Forward {
  return {
    ...makeForward(makeTarget('web'), 'web'),
    wish: { on },
    status: forwards[kind],
    tunnels: tunnelsOf(...kinds.map((each, index) => makeTunnel(`web:${index}`, { status: tunnels[each] }))),
  };
}

describe('the one word for a forward', () => {
  test('of which one port is being asked again is checking, and live only after the answer', () => {
    const asked = makeTunnel('web:1', { status: { ...openStatus, checking: true } });
    const one = { ...forward('open', ['open']) };
    expect(summarise({ ...one, tunnels: { ...one.tunnels, 'web:1': asked } })).toBe('checking');
    expect(needsAttention({ ...one, tunnels: { 'web:1': asked } })).toBe(false);
  });

  test.each(['off', 'starting', 'retrying', 'failed', 'closing'] as const)('that is %s itself is that', (kind) => {
    expect(summarise(forward(kind, ['open', 'failed']))).toBe(kind);
  });

  test.each([
    [[], 'starting'],
    [['open'], 'live'],
    [['open', 'open'], 'live'],
    [['open', 'failed'], 'partial'],
    [['open', 'starting'], 'partial'],
    [['open', 'retrying', 'failed'], 'partial'],
    [['open', 'closing'], 'partial'],
    [['retrying', 'failed'], 'retrying'],
    [['retrying', 'starting'], 'retrying'],
    [['starting', 'failed'], 'starting'],
    [['closing', 'failed'], 'closing'],
    [['failed', 'failed'], 'failed'],
  ] as const)('that is open with tunnels %j is %s', (kinds, summary) => {
    expect(summarise(forward('open', kinds))).toBe(summary);
  });

  test('is never live by a wish alone', () => {
    expect(summarise(forward('off', [], true))).toBe('off');
  });
});

describe('the first trouble', () => {
  test('is the own one of the forward before that of a tunnel', () => {
    expect(troubleOf(forward('retrying', ['failed']))).toEqual(problem);
    expect(troubleOf(forward('failed', ['failed']))).toEqual(problem);
    expect(troubleOf(forward('open', ['open', 'failed', 'retrying']))).toEqual(other);
  });

  test('may be a notice of an open tunnel', () => {
    const moved = makeTunnel('web:1', { status: { ...openStatus, notice } as TunnelStatus });
    expect(troubleOf({ ...forward('open'), tunnels: tunnelsOf(makeTunnel('web:0'), moved) })).toEqual(notice);
  });

  test.each(['off', 'starting', 'closing'] as const)('is none while %s', (kind) => {
    expect(troubleOf(forward(kind))).toBeUndefined();
    expect(troubleOf(forward('open', ['open', 'starting', 'closing']))).toBeUndefined();
  });
});

test.each([
  ['failed', [], true],
  ['retrying', [], true],
  ['open', ['open', 'failed'], true],
  ['open', ['open'], false],
  ['starting', [], false],
  ['closing', [], false],
  ['off', [], false],
] as const)('a wished forward that is %s with %j needs attention: %s', (kind, kinds, needs) => {
  expect(needsAttention(forward(kind, kinds, true))).toBe(needs);
  expect(needsAttention(forward(kind, kinds, false))).toBe(false);
});
