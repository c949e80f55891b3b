import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { silentLog } from '../../electron/base/log.ts';
import type { Target } from '../../electron/contract/catalog.ts';
import { createApi, type Api } from '../../electron/northflank/api.ts';
import { readCredentials } from '../../electron/northflank/credentials.ts';
import { startPlatform, type Platform } from '../platform/start.ts';
import { failureOf, freshApi, TOKEN } from './fresh-api.ts';

let platform: Platform;
let apis: Api[] = [];

beforeAll(async () => {
  platform = await startPlatform({ workloads: [] });
});
afterEach(async () => {
  for (const api of apis) api.close();
  apis = [];
  await platform.control.reset();
});
afterAll(() => platform.close());

const signal = new AbortController().signal;
const db: Target = { accountId: 'acc', projectId: 'storefront', kind: 'addon', resourceId: 'orders-db' };
const checkout: Target = { ...db, kind: 'service', resourceId: 'checkout-api' };

function open(kind: keyof Platform['tokens'] = 'team'): Api {
  const token = platform.tokens[kind];
  const api = createApi({
    host: platform.url,
    ca: platform.ca,
    token: () => token,
    log: silentLog,
    userAgent: 'Portside/test',
  });
  apis.push(api);
  return api;
}

test('an addon’s login and addresses come as one list, in the platform’s names', async () => {
  const { values, isPartial } = await readCredentials(open(), db, { signal });
  expect([...values.keys()]).toEqual([
    'USERNAME',
    'PASSWORD',
    'ADMIN_USERNAME',
    'ADMIN_PASSWORD',
    'HOST',
    'PORT',
    'TLS_ENABLED',
    'DATABASE',
    'POSTGRES_URI',
    'POSTGRES_URI_ADMIN',
    'JDBC_POSTGRES_URI',
  ]);
  expect(isPartial).toBe(false);
});

test('a service’s environment is whole, with its templates filled', async () => {
  const { values } = await readCredentials(open(), { ...checkout, resourceId: 'web' }, { signal });
  expect(values.get('SEARCH_URL')).toBe('http://search:8080');
  expect(values.get('NF_ORDERS_DB_HOST')).toBe('primary.orders-db--k2xq.addon.code.run');
});

test('who may not read the environment is given what the secret groups say, the higher one over the lower', async () => {
  await platform.control.addRule({ path: '/runtime-environment', status: 403 });
  const { values, isPartial } = await readCredentials(open(), checkout, { signal });
  expect(isPartial).toBe(true);
  expect(values.get('STRIPE_KEY')).toBe('sk_test_51Nx0');
  expect(values.get('LOG_LEVEL')).toBe('warn');
  expect(values.has('NPM_TOKEN')).toBe(false);
  const web = await readCredentials(open(), { ...checkout, resourceId: 'web' }, { signal });
  expect(web.values.has('STRIPE_KEY')).toBe(false);
});

test.each([
  ['credentials', db, 'Project > Addons > General > Read'],
  ['(runtime-environment|secrets)', checkout, 'Project > Secrets > Services > Read'],
])('who may not read %s is told of the permission', async (path, target, permission) => {
  await platform.control.addRule({ path: `/${path}`, status: 403 });
  const { problem } = await failureOf(readCredentials(open(), target, { signal }));
  expect(problem).toEqual({ code: 'token-too-narrow', args: { permission } });
});

const at = freshApi();
const PATH = '/v1/projects/storefront/addons/orders-db/credentials';

test('numbers and yes or no are texts, and what is no variable is left out', async () => {
  at.server.answer(PATH, {
    data: {
      secrets: { A: 'x', B: null, C: { d: 1 }, D: 'a\0b', 'E\0': 'c' },
      envs: { PORT: 5432, TLS: true, __proto__: 'p' },
    },
  });
  const { values } = await readCredentials(at.api, db, { signal });
  expect([...values]).toEqual([
    ['A', 'x'],
    ['PORT', '5432'],
    ['TLS', 'true'],
  ]);
});

test('a failure tells nothing of an answer’s secrets', async () => {
  at.server.answer(PATH, { data: { secrets: `${TOKEN} and more` } });
  await readCredentials(at.api, db, { signal });
  at.server.answer(PATH, { nothing: TOKEN });
  expect((await failureOf(readCredentials(at.api, db, { signal }))).problem.code).toBe('api-malformed');
});
