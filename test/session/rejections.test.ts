import { beforeEach, expect, test } from 'vitest';
import { emptySession } from '../../electron/contract/session.ts';
import { watchRejections } from '../../electron/session/rejections.ts';
import { createStore, type Store } from '../../electron/session/store.ts';
import { makeAccount, makeResource, makeTarget } from '../support/builders.ts';

const web = makeResource(makeTarget('web'));
const db = makeResource(makeTarget('db', { kind: 'addon' }));
const problem = { code: 'token-rejected' } as const;
let store: Store;
let proved: string[];
let verified: (readonly string[])[];
let release = () => {};

beforeEach(() => {
  store = createStore(emptySession);
  proved = [];
  verified = [];
  watchRejections({
    subscribe: store.subscribe,
    prove: (id) => {
      proved.push(id);
      return new Promise((resolve) => {
        release = resolve;
      });
    },
    verify: (ids) => verified.push(ids),
  });
  store.dispatch({ type: 'account-added', account: makeAccount() });
  for (const { key } of [web, db]) store.dispatch({ type: 'wished', id: key, on: true });
});

const reject = (id: string) =>
  store.dispatch({ type: 'observed', id, status: { kind: 'failed', problem }, tunnels: {} });
const setState = (state: 'rejected' | 'signed-in') =>
  store.dispatch({ type: 'account-changed', id: 'acc', change: { state } });

test('a forward whose token is rejected has the account prove it, once for all of them', async () => {
  reject(web.key);
  reject(db.key);
  expect(proved).toEqual(['acc']);
  release();
  await Promise.resolve();
  // It stays rejected: that is no news.
  reject(web.key);
  expect(proved).toEqual(['acc']);
});

test('an account whose token is rejected has its wished forwards find out', () => {
  store.dispatch({ type: 'wished', id: db.key, on: false });
  setState('rejected');
  expect(verified).toEqual([[web.key]]);
  setState('rejected');
  expect(verified).toHaveLength(1);
  reject(web.key);
  expect(proved).toEqual([]);
});
