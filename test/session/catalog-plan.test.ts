import { describe, expect, test } from 'vitest';
import { emptySession, type SessionState } from '../../electron/contract/session.ts';
import { dueNow, gentleMs, type Moment } from '../../electron/session/catalog-plan.ts';
import { reduce } from '../../electron/session/reducer.ts';
import { makeAccount, makeProject, makeResource, makeTarget } from '../support/builders.ts';

const NOW = 1_800_000_000_000;
const MINUTE = 60_000;
const shop = makeProject('shop');
const web = makeResource(makeTarget('web'), { readAt: NOW });
const db = makeResource(makeTarget('db', { kind: 'addon' }), { readAt: NOW });

function stateOf(resources = [web, db], account = makeAccount({ catalog: { state: 'fresh', readAt: NOW } })) {
  const actions = [
    { type: 'account-added', account },
    { type: 'catalog-loaded', accountId: 'acc', readAt: NOW, projects: [shop], resources },
  ] as const;
  return actions.reduce<SessionState>(reduce, emptySession);
}
const due = (part: Partial<Moment> = {}) =>
  dueNow({ state: stateOf(), shown: { rows: [] }, askedAt: new Map(), doubtedAt: 0, now: NOW, ...part }).map(
    ({ what, key, purpose }) => `${what} ${key.split('/').at(-1)} ${purpose}`,
  );

test('what was read just now is not asked for', () => {
  const shown = { project: shop.key, rows: [web.key, db.key], selected: web.key };
  const askedAt = new Map([
    [`project ${shop.key}`, NOW],
    [`instances ${web.key}`, NOW],
  ]);
  expect(due({ shown, askedAt })).toEqual([]);
});

test('what is looked at comes before what is only seen, and that before the rest', () => {
  const queue = makeResource(makeTarget('queue'));
  const shown = { project: shop.key, rows: [db.key], selected: web.key };
  expect(due({ state: stateOf([web, db, queue]), shown, now: NOW + 6 * MINUTE })).toEqual([
    'resource web shown',
    'instances web shown',
    'project shop shown',
    'resource db background',
    'account acc background',
    'resource queue details',
  ]);
});

test.each([
  ['an open details pane', { rows: [], selected: web.key }, 1, 'resource web shown'],
  ['a page', { rows: [], project: shop.key }, 1, 'project shop shown'],
  ['a row', { rows: [web.key] }, 5, 'resource web background'],
])('%s is asked for again after its time, not before', (_, shown, minutes, line) => {
  const askedAt = new Map([[`project ${shop.key}`, NOW]]);
  expect(due({ shown, askedAt, now: NOW + minutes * MINUTE - 1 })).not.toContain(line);
  expect(due({ shown, askedAt, now: NOW + minutes * MINUTE })).toContain(line);
});

test('a paused row is looked at more often, because no list tells that it runs again', () => {
  const paused = { ...web, state: 'paused' } as const;
  const state = stateOf([paused]);
  expect(due({ state, shown: { rows: [web.key] }, now: NOW + MINUTE })).toContain('resource web background');
});

test('the less is left of the allowance, the older things may get', () => {
  const shown = { rows: [web.key] };
  const at = (remaining: number, minutes: number) => {
    const budget = { limit: 1000, remaining, resetAt: NOW + 60 * MINUTE };
    const state = stateOf([web], makeAccount({ budget }));
    return due({ state, shown, now: NOW + minutes * MINUTE }).includes('resource web background');
  };
  expect([at(800, 5), at(700, 5), at(700, 10), at(400, 10), at(400, 20)]).toEqual([true, false, true, false, true]);
});

test('somebody who refreshes doubts all that is shown', () => {
  const shown = { rows: [web.key] };
  expect(due({ shown, doubtedAt: NOW + 1, now: NOW + 2 })).toContain('resource web background');
});

test('what failed lately waits as if it had been read', () => {
  const unread = { ...web, readAt: 0 };
  const askedAt = new Map([[`resource ${web.key}`, NOW]]);
  const shown = { rows: [web.key] };
  expect(due({ state: stateOf([unread]), shown, askedAt, now: NOW + MINUTE })).not.toContain('resource web background');
});

test('nothing is asked of an account that is not signed in', () => {
  const state = stateOf([web], makeAccount({ state: 'rejected' }));
  const shown = { project: shop.key, rows: [web.key], selected: web.key };
  expect(due({ state, shown, now: NOW + 60 * MINUTE })).toEqual([]);
});

describe('a whole account is read by itself', () => {
  test.each([
    [0, 1],
    [4, 3.6],
    [50, 42.24],
  ])('with %i projects every %f minutes', (projects, minutes) => {
    expect(gentleMs(makeAccount(), projects)).toBeCloseTo(minutes * MINUTE, -1);
  });

  test('never with more than a quarter of what an hour allows', () => {
    for (const projects of [1, 10, 100, 1000]) {
      for (const limit of [100, 1000, 5000]) {
        const budget = { limit, remaining: limit, resetAt: NOW };
        const perHour = (3_600_000 / gentleMs(makeAccount({ budget }), projects)) * (1 + projects * 3.5);
        expect(perHour).toBeLessThanOrEqual(Math.max(60 * (1 + 3.5), limit / 4) + 1e-6);
      }
    }
  });
});

test('of what nobody looks at, only some is asked for in one turn, of the shown project first', () => {
  const blog = makeProject('blog');
  const many = Array.from({ length: 100 }, (_, index) => makeResource(makeTarget(`s${index}`, { projectId: 'blog' })));
  const own = makeResource(makeTarget('own'));
  const state = reduce(stateOf(), {
    type: 'catalog-loaded',
    accountId: 'acc',
    readAt: NOW,
    projects: [shop, blog],
    resources: [...many, own],
  });
  const lines = due({ state, shown: { rows: [], project: shop.key } }).filter((line) => line.endsWith(' details'));
  expect(lines).toHaveLength(40);
  expect(lines[0]).toBe('resource own details');
});
