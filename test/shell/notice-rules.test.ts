import { expect, test } from 'vitest';
import type { Forward } from '../../electron/contract/forward.ts';
import { problem } from '../../electron/contract/problem.ts';
import type { SessionState } from '../../electron/contract/session.ts';
import { beginNotices, isWaiting, nextNotices, type Memory } from '../../electron/shell/notice-rules.ts';
import {
  makeAccount,
  makeForward,
  makeProject,
  makeResource,
  makeState,
  makeTunnel,
  openAt,
  openForward,
} from '../support/session-fixtures.ts';

const project = makeProject({ id: 'shop' });
const resources = ['web', 'cache', 'queue'].map((name) => makeResource(project, { name }));
const [web, cache] = resources as [(typeof resources)[0], (typeof resources)[0]];
const port = { number: 80, protocol: 'TCP' };

const live = (resource = web): Forward => openForward(resource, [makeTunnel(resource, port, openAt(1, 80))]);
const lost = (resource = web): Forward =>
  openForward(resource, [
    makeTunnel(resource, port, { kind: 'retrying', attempt: 1, dueAt: 9, problem: problem('endpoint-gone') }),
  ]);
const state = (forwards: readonly Forward[], part: Partial<SessionState> = {}): SessionState => ({
  ...makeState({ projects: [project], resources, forwards }),
  ...part,
});

/** Walks through states at their times, in seconds, and returns what was told at each. */
function walk(steps: readonly (readonly [seconds: number, state: SessionState])[], startedHidden = false) {
  const [first, ...rest] = steps;
  if (!first) throw new Error('no step');
  let memory: Memory = beginNotices({ state: first[1], now: first[0] * 1000 }, startedHidden);
  const told = rest.map(([seconds, next]) => {
    const step = nextNotices(memory, { state: next, now: seconds * 1000 });
    ({ memory } = step);
    return step.notices;
  });
  return { told, memory };
}

test('a forward that is lost is told once, after its time, and leads there', () => {
  const { told } = walk([
    [0, state([live()])],
    [1, state([lost()])],
    [15, state([lost()])],
    [16, state([lost()])],
    [60, state([lost()])],
  ]);
  expect(told.map((each) => each.length)).toEqual([0, 0, 1, 0]);
  expect(told[2]).toEqual([
    {
      topic: 'lost',
      title: 'web is not reachable',
      body: 'Instance gone · Portside keeps trying.',
      place: { kind: 'resource', key: web.key },
    },
  ]);
});

test('a forward that comes back in time, was switched off or never was up is not told', () => {
  const off = { ...lost(), wish: { on: false } };
  for (const end of [live(), off]) {
    const { told, memory } = walk([
      [0, state([live()])],
      [1, state([lost()])],
      [5, state([end])],
      [60, state([end])],
    ]);
    expect(told.flat()).toEqual([]);
    expect(isWaiting(memory)).toBe(false);
  }
  expect(
    walk([
      [0, state([lost()])],
      [60, state([lost()])],
    ]).told.flat(),
  ).toEqual([]);
});

test('several are told in one notice', () => {
  const { told } = walk([
    [0, state([live(web), live(cache)])],
    [1, state([lost(web), lost(cache)])],
    [20, state([lost(web), lost(cache)])],
  ]);
  expect(told.flat().map(({ title, body, place }) => [title, body, place])).toEqual([
    ['2 forwards are not reachable', 'web, cache · Instance gone · Portside keeps trying.', undefined],
  ]);
});

test('one that is lost after another is told together with it, since the newer notice takes the place of the older', () => {
  const { told } = walk([
    [0, state([live(web), live(cache)])],
    [1, state([lost(web), live(cache)])],
    [5, state([lost(web), lost(cache)])],
    [16, state([lost(web), lost(cache)])],
    [20, state([lost(web), lost(cache)])],
    [21, state([live(web), lost(cache)])],
  ]);
  expect(told.map((each) => each.map(({ title }) => title))).toEqual([
    [],
    [],
    ['web is not reachable'],
    ['2 forwards are not reachable'],
    [],
  ]);
});

test('a forward whose ports are lost one after the other is told', () => {
  const other = { number: 81, protocol: 'TCP' };
  const open = (each: typeof port) => makeTunnel(web, each, openAt(1, each.number));
  const down = (each: typeof port) =>
    makeTunnel(web, each, { kind: 'retrying', attempt: 1, dueAt: 9, problem: problem('endpoint-gone') });
  const { told } = walk([
    [0, state([openForward(web, [open(port), open(other)])])],
    [1, state([openForward(web, [down(port), open(other)])])],
    [2, state([openForward(web, [down(port), down(other)])])],
    [17, state([openForward(web, [down(port), down(other)])])],
  ]);
  expect(told.map((each) => each.map(({ title }) => title))).toEqual([[], [], ['web is not reachable']]);
});

test('without a network nothing is told, and the time counts from its return', () => {
  const offline = { online: false };
  const { told } = walk([
    [0, state([live()])],
    [1, state([lost()], offline)],
    [100, state([lost()], offline)],
    [110, state([lost()])],
    [116, state([lost()])],
  ]);
  expect(told.map((each) => each.length)).toEqual([0, 0, 0, 1]);
});

test('a sign-in that is needed is told, and leads to it', () => {
  const rejected = makeAccount({ state: 'rejected', problem: problem('token-rejected') });
  const next = { ...state([]), accounts: { acme: rejected } };
  const { told } = walk([
    [0, state([])],
    [1, next],
    [2, next],
  ]);
  expect(told.flat()).toMatchObject([
    { title: 'Sign in to Acme again', place: { kind: 'sign-in', accountId: 'acme' } },
  ]);
});

test('a forward whose time was up is told; one that the user stopped is not', () => {
  const timed = (on: boolean) => ({ ...live(), wish: { on, ...(on && { stopsAt: 5000 }) } });
  const stoppedAt = (seconds: number) =>
    walk([
      [0, state([timed(true)])],
      [seconds, state([timed(false)])],
    ]).told.flat();
  expect(stoppedAt(5)).toMatchObject([{ title: 'web was stopped', body: 'Its time was up.' }]);
  expect(stoppedAt(3)).toEqual([]);
});

test('a start without a window is summed up once, when all are live or the time is up', () => {
  const starting = makeForward(cache);
  const { told } = walk(
    [
      [0, state([makeForward(web), starting])],
      [1, state([live(), starting])],
      [2, state([live(), live(cache)])],
      [40, state([live(), live(cache)])],
    ],
    true,
  );
  expect(told.map((each) => each.map(({ title }) => title))).toEqual([[], ['2 forwards live'], []]);
  const late = walk(
    [
      [0, state([live(), starting])],
      [31, state([live(), starting])],
    ],
    true,
  );
  expect(late.told.flat()).toMatchObject([{ title: '1 of 2 forwards live' }]);
  expect(
    walk(
      [
        [0, state([])],
        [31, state([])],
      ],
      true,
    ).told.flat(),
  ).toEqual([]);
});

test('production that a start without a window left off is told once, and leads there; so is what waits for an answer', () => {
  const left = state([makeForward(web), makeForward(cache)], { heldBack: [web.key], restorable: [cache.key] });
  const steps = [0, 1, 2].map((seconds) => [seconds, left] as const);
  const { told } = walk(steps, true);
  expect(told[0]).toEqual([
    {
      topic: 'held back',
      title: 'web stayed off',
      body: 'Production is switched on by hand.',
      place: { kind: 'resource', key: web.key },
    },
    { topic: 'restorable', title: 'Switch cache on again?', body: 'Open Portside to answer.' },
  ]);
  expect(told[1]).toEqual([]);
  expect(walk(steps).told.flat()).toEqual([]);
});
