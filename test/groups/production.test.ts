import { describe, expect, test } from 'vitest';
import {
  guardedName,
  isProduction,
  matchedPattern,
  productionOf,
  unconfirmed,
} from '../../electron/contract/production.ts';
import { defaultSettings } from '../../electron/contract/settings.ts';
import { makeForward, makeProject, makeResource, makeState } from '../support/session-fixtures.ts';

const patterns = defaultSettings.productionPatterns;

describe('a name means production', () => {
  test.each([
    ['prod', 'prod'],
    ['shop-prod', 'prod'],
    ['Shop Production', 'production'],
    ['EU_PROD_2', 'prod'],
    ['shopProd', 'prod'],
    ['live', 'live'],
    ['prod.eu', 'prod'],
  ])('%s', (name, word) => expect(matchedPattern(name, patterns)).toBe(word));
});

describe('a name does not mean production', () => {
  test.each(['products', 'productional', 'delivery', 'olive', 'non-prod', 'not production', 'staging', '', '—'])(
    '%j',
    (name) => expect(matchedPattern(name, patterns)).toBeUndefined(),
  );
});

test('a pattern of several words stands for them side by side', () => {
  expect(matchedPattern('shop blue green', ['blue green'])).toBe('blue green');
  expect(matchedPattern('shop green blue', ['blue green'])).toBeUndefined();
  expect(matchedPattern('shop', ['', '  ', '--'])).toBeUndefined();
});

const prod = makeProject({ id: 'shop-prod' });
const staging = makeProject({ id: 'staging' });
const db = makeResource(prod, { name: 'orders-db', kind: 'addon' });
const web = makeResource(staging, { name: 'web' });
const tagged = makeResource(staging, { name: 'billing', tags: ['team-a', 'PRODUCTION'] });
const state = makeState({ projects: [prod, staging], resources: [db, web, tagged] });

test('a resource is production with its project, or by a tag of its own, and says why', () => {
  expect(productionOf(state, db.key)).toEqual({ by: 'name', word: 'prod' });
  expect(productionOf(state, tagged.key)).toEqual({ by: 'tag', word: 'production' });
  expect(productionOf(state, web.key)).toBeUndefined();
});

test('what the catalogue has not named yet is judged by the project’s id', () => {
  expect(isProduction({ ...state, projects: {}, resources: {} }, db.key)).toBe(true);
  expect(isProduction(state, 'constructor')).toBe(false);
});

test('a mark by hand counts more than names and tags', () => {
  const marked = { ...state, marks: { [prod.key]: 'not-production', [staging.key]: 'production' } as const };
  expect(productionOf(marked, db.key)).toBeUndefined();
  expect(productionOf(marked, web.key)).toEqual({ by: 'hand' });
  const cleared = { ...state, marks: { [staging.key]: 'not-production' } as const };
  expect(productionOf(cleared, tagged.key)).toBeUndefined();
});

test('the word stands before the name wherever there is only text', () => {
  expect(guardedName(state, db.key)).toBe('Production · orders-db');
  expect(guardedName(state, web.key)).toBe('web');
});

test('only what is production and not on yet needs a word', () => {
  expect(unconfirmed(state, [db.key, web.key, tagged.key])).toEqual([db.key, tagged.key]);
  const withDb = { ...state, forwards: { [db.key]: makeForward(db) } };
  expect(unconfirmed(withDb, [db.key, web.key])).toEqual([]);
});
