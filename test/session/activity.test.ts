import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MOST_ACTIVITIES } from '../../electron/contract/activity.ts';
import type { TunnelStatus } from '../../electron/contract/forward.ts';
import { problem } from '../../electron/contract/problem.ts';
import { emptySession } from '../../electron/contract/session.ts';
import type { Action } from '../../electron/session/actions.ts';
import { keepActivity } from '../../electron/session/activity.ts';
import { createStore } from '../../electron/session/store.ts';
import { anyAction } from '../support/any-action.ts';
import { makeAccount, makeTunnel, openStatus, tunnelsOf } from '../support/builders.ts';
import { added, on, tunnelId, web } from '../support/facts.ts';

const gone = problem('endpoint-gone');
const retrying: TunnelStatus = { kind: 'retrying', attempt: 1, dueAt: 9, problem: gone };
const seen = (status: TunnelStatus, change: Partial<Parameters<typeof makeTunnel>[1]> = {}): Action => ({
  type: 'observed',
  id: web.key,
  status: { kind: 'open', since: 1 },
  tunnels: tunnelsOf(makeTunnel(tunnelId, { status, ...change })),
});
const at = (port: number): TunnelStatus => ({ ...openStatus, address: { host: '127.24.0.1', port } });

/** A diary whose clock moves by one second for each action. */
function diary(...actions: readonly Action[]) {
  const store = createStore(emptySession);
  let now = 0;
  keepActivity(store, () => now);
  for (const action of actions) {
    now += 1000;
    store.dispatch(action);
  }
  return Object.values(store.read().activity);
}
const kinds = (...actions: readonly Action[]) => diary(...actions).map(({ what }) => what);
const about = { forward: web.key, tunnel: tunnelId, port: '80' };

describe('of a forward', () => {
  test('the wish is told, the open port with its address and how long it took', () => {
    expect(diary(on, seen({ kind: 'starting' }), seen(openStatus))).toEqual([
      { id: 1, at: 1000, forward: web.key, what: 'on' },
      { id: 2, at: 3000, ...about, what: 'opened', to: '127.24.0.1:80', ms: 2000 },
    ]);
  });

  test('a loss is told with its reason, the healing with how long it had been away', () => {
    expect(diary(on, seen(openStatus), seen(retrying), seen({ kind: 'starting' }), seen(openStatus)).slice(2)).toEqual([
      { id: 3, at: 3000, ...about, what: 'lost', problem: gone },
      { id: 4, at: 5000, ...about, what: 'healed', to: '127.24.0.1:80', ms: 2000 },
    ]);
  });

  test('tries that fail for the same reason are told once, another reason is told', () => {
    const again: TunnelStatus = { ...retrying, attempt: 2, dueAt: 99 };
    const silent: TunnelStatus = { ...retrying, problem: problem('endpoint-unreachable') };
    expect(kinds(on, seen(openStatus), seen(retrying), seen(again), seen(silent))).toEqual([
      'on',
      'opened',
      'lost',
      'trouble',
    ]);
  });

  test('that had trouble before it ever was open is opened, not healed', () => {
    expect(kinds(on, seen(retrying), seen(openStatus))).toEqual(['on', 'trouble', 'opened']);
  });

  test('another address and another instance are told with what was before', () => {
    const entries = diary(on, seen(at(80), { instance: 'web-0' }), seen(at(81), { instance: 'web-1' }));
    expect(entries.slice(2)).toEqual([
      { id: 3, at: 3000, ...about, what: 'instance', from: 'web-0', to: 'web-1' },
      { id: 4, at: 3000, ...about, what: 'moved', from: '127.24.0.1:80', to: '127.24.0.1:81' },
    ]);
  });

  test('a notice on a working port is trouble, and cleared when it goes', () => {
    const silent: TunnelStatus = { ...openStatus, notice: problem('endpoint-silent') };
    expect(kinds(on, seen(openStatus), seen(silent), seen(openStatus))).toEqual(['on', 'opened', 'trouble', 'cleared']);
  });

  test('a failure of the whole forward is told once', () => {
    const failed: Action = {
      type: 'observed',
      id: web.key,
      status: { kind: 'failed', problem: problem('no-ports') },
      tunnels: {},
    };
    expect(kinds(on, failed, failed)).toEqual(['on', 'failed']);
  });

  test('another verification of the same open port is no news', () => {
    expect(kinds(on, seen(openStatus), seen({ ...openStatus, verifiedAt: 99 }))).toEqual(['on', 'opened']);
  });
});

test('network and accounts are told when they go and come', () => {
  const lost: Action = {
    type: 'account-changed',
    id: 'acc',
    change: { state: 'rejected', problem: problem('token-rejected') },
  };
  const back: Action = { type: 'account-changed', id: 'acc', change: { state: 'signed-in' } };
  const online = (is: boolean): Action => ({ type: 'online', online: is });
  expect(kinds(added, online(false), online(true), lost, back)).toEqual([
    'offline',
    'online',
    'account-lost',
    'account-back',
  ]);
});

test('what was restored from the last run is no news of this one', () => {
  const store = createStore(emptySession);
  store.dispatch({ type: 'account-added', account: makeAccount() });
  store.dispatch(on);
  keepActivity(store);
  expect(store.read().activity).toEqual({});
});

test('an account that is signed out takes its entries with it', () => {
  expect(kinds(added, on, { type: 'online', online: false }, { type: 'account-removed', id: 'acc' })).toEqual([
    'offline',
  ]);
});

test(`of more than ${MOST_ACTIVITIES} entries the oldest make room, and ids go on`, () => {
  const actions = Array.from({ length: MOST_ACTIVITIES + 3 }, (_, index): Action => ({
    type: 'online',
    online: index % 2 === 1,
  }));
  const ids = diary(...actions).map(({ id }) => id);
  expect([ids.length, ids[0], ids.at(-1)]).toEqual([MOST_ACTIVITIES, 4, MOST_ACTIVITIES + 3]);
});

test('any history whatever has a diary whose ids count up', () => {
  fc.assert(
    fc.property(fc.array(anyAction, { maxLength: 40 }), (actions) => {
      const entries = diary(...actions).filter(({ forward }) => forward !== undefined);
      expect(entries.every(({ id }, index) => index === 0 || id > (entries[index - 1]?.id ?? 0))).toBe(true);
    }),
    { numRuns: 200 },
  );
});
