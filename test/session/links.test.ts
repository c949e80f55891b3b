import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { SessionState } from '../../electron/contract/session.ts';
import { openLinks } from '../../electron/session/links.ts';
import { createStore, type Store } from '../../electron/session/store.ts';
import { makeAccount, makeProject, makeResource, makeState } from '../support/session-fixtures.ts';

const WAIT_MS = 1000;
const shop = makeProject({ id: 'shop' });
const web = makeResource(shop, { name: 'web' });
const org = makeAccount({ id: 'org', scope: 'org' });
const blue = makeProject({ id: 'shop', accountId: 'org', teamId: 'blue' });
const blueKey = 'org/blue/shop/service/web';
const blueWeb = {
  ...makeResource(blue, { name: 'web' }),
  key: blueKey,
  target: { accountId: 'org', teamId: 'blue', projectId: 'shop', kind: 'service', resourceId: 'web' },
} as const;

let store: Store;
let looked: string[];
let close = () => {};

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  close();
  vi.useRealTimers();
});

function follow(url: string, state: SessionState): void {
  store = createStore(state);
  looked = [];
  const links = openLinks({ ...store, look: (key) => void looked.push(key), waitMs: WAIT_MS });
  close = () => links.close();
  links.follow(url);
}
const known = (part: Parameters<typeof makeState>[0] = {}) =>
  makeState({ projects: [shop], resources: [web], ...part });
const code = () => {
  const { proposal } = store.read();
  return proposal.state === 'failed' ? proposal.problem.code : undefined;
};

test('a link that opens leads the window there', () => {
  follow('portside://open/shop/service/web', known());
  expect(store.read().desktop.place).toEqual({ kind: 'resource', key: web.key });
  expect(store.read().forwards).toEqual({});
});

test('a link that forwards proposes with its ports, and switches nothing on', () => {
  follow('portside://forward/shop/service/web?ports=8080,9090', known());
  expect(store.read().proposal).toEqual({
    state: 'ready',
    kind: 'link',
    needs: [{ id: web.key, isSure: true, ports: [8080, 9090] }],
    unknown: [],
  });
  expect(store.read().forwards).toEqual({});
});

test('where two accounts have it both are proposed and one is ticked, unless the link names the team', () => {
  const state = makeState({ accounts: [makeAccount(), org], projects: [shop, blue], resources: [web, blueWeb] });
  follow('portside://forward/shop/service/web', state);
  expect(store.read().proposal).toMatchObject({
    needs: [
      { id: web.key, isSure: true },
      { id: blueKey, isSure: false },
    ],
  });
  const red = { ...state, resources: { [blueKey]: blueWeb } };
  follow('portside://forward/shop/service/web?team=blue', red);
  expect(store.read().proposal).toMatchObject({ needs: [{ id: blueKey }] });
});

test('a profile is found by its name, in any case', () => {
  const profile = { id: 'p', name: 'Backend Wörk', entries: {} };
  follow(`portside://profile/${encodeURIComponent('backend wörk')}`, known({ profiles: { p: profile } }));
  expect(store.read().desktop.place).toEqual({ kind: 'profile', id: 'p' });
});

describe('a link that comes too early', () => {
  test('waits for the catalogue', () => {
    const account = makeAccount({ catalog: { state: 'loading' } });
    follow('portside://open/shop/service/web', makeState({ accounts: [account], projects: [], resources: [] }));
    expect([store.read().desktop.place, code()]).toEqual([undefined, undefined]);
    store.dispatch({ type: 'catalog-loaded', accountId: 'acme', readAt: 1, projects: [shop], resources: [web] });
    expect(store.read().desktop.place).toEqual({ kind: 'resource', key: web.key });
    vi.advanceTimersByTime(2 * WAIT_MS);
    expect(code()).toBeUndefined();
  });

  test('waits until the open proposal is answered, so that its button keeps its meaning', () => {
    const proposal = { state: 'ready', file: '.env', kind: 'env', needs: [], unknown: [] } as const;
    follow('portside://forward/shop/service/web', known({ proposal }));
    vi.advanceTimersByTime(2 * WAIT_MS);
    expect(store.read().proposal).toBe(proposal);
    store.dispatch({ type: 'proposed', proposal: { state: 'none' } });
    expect(store.read().proposal).toMatchObject({ kind: 'link' });
  });
});

describe('a link to nothing', () => {
  test('in a known project is asked for once at Northflank, and then said', async () => {
    follow('portside://open/shop/addon/gone', known());
    await Promise.resolve();
    expect(looked).toEqual(['acme/-/shop/addon/gone']);
    expect(code()).toBeUndefined();
    await vi.advanceTimersByTimeAsync(WAIT_MS);
    expect([looked.length, code()]).toEqual([1, 'link-unknown']);
  });

  test.each([
    ['portside://open/other/service/web', 'link-unknown'],
    ['portside://profile/gone', 'link-profile-unknown'],
    ['portside://open/shop/service/..', 'link-unreadable'],
    ['portside:javascript:alert(1)', 'link-unreadable'],
  ])('%s says %s at once', (url, problem) => {
    follow(url, known());
    expect(code()).toBe(problem);
    expect(store.read().desktop.place).toBeUndefined();
  });

  test('of somebody who is signed out says so', () => {
    follow('portside://open/shop/service/web', makeState({ accounts: [], projects: [], resources: [] }));
    expect(code()).toBe('link-signed-out');
  });
});
