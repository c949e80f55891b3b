import { expect, test } from 'vitest';
import { proveToken } from '../../electron/northflank/account.ts';
import { json, raw } from '../support/api-server.ts';
import { freshApi } from './fresh-api.ts';

const at = freshApi();

const prove = (token = 'a-token', teamId?: string) => proveToken(at.api, { token, teamId });
const auth = (data: object) => at.server.answer('/v1/auth', { data });
const jwt = (claims: unknown) => `x.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.y`;
const acme = { entityType: 'team', entityId: 'acme', entityUid: 'u-1', name: 'laptop' };

test('a team token names its team and when it ends', async () => {
  auth({ ...acme, expiresAt: '2030-01-02T03:04:05.000Z', permissions: { teamScope: [] } });
  expect(await prove()).toEqual({
    id: expect.stringMatching(/^[0-9a-f]{20}$/),
    host: at.server.host,
    name: 'acme',
    scope: 'team',
    expiresAt: '2030-01-02T03:04:05.000Z',
    tokenName: 'laptop',
  });
});

const permissions = {
  orgScope: [],
  teamScope: ['Project > Projects > Manage > Read'],
  projectScope: ['Project > Services > General > Read', 'Project > Addons > Backups > Read'],
};

test('the role, and the permissions that it lacks, are told in the platform’s words', async () => {
  auth({ ...acme, role: { name: 'Reader' }, permissions });
  expect(await prove()).toMatchObject({ role: 'Reader', missing: ['Project > Addons > General > Read'] });
  auth({
    ...acme,
    permissions: { ...permissions, projectScope: ['Project > Services', 'project.addons.general.read'] },
  });
  expect((await prove()).missing).toEqual([]);
});

test.each([
  ['are not told', undefined],
  ['are none', { orgScope: [], teamScope: [], projectScope: [] }],
  ['are in words that nobody here knows', { orgScope: ['*'], teamScope: ['7f3'], projectScope: ['all'] }],
  ['have another shape', 'everything'],
])('permissions that %s are called neither there nor missing', async (_, given) => {
  auth({ ...acme, permissions: given });
  expect(await prove()).not.toHaveProperty('missing');
});

test('an organisation’s token names its teams; one that may not list them works all the same', async () => {
  auth({ ...acme, entityType: 'org', permissions });
  at.server.answer('/v1/teams', { data: { teams: [{ id: 'blue', name: 'Blue' }, { id: 'red' }] } });
  const account = await prove();
  expect(account.teams).toEqual([
    { id: 'blue', name: 'Blue' },
    { id: 'red', name: 'red' },
  ]);
  expect(account.missing).toContain('Organisation > Team > General > Read');
  expect((await prove('a-token', 'blue')).missing).not.toContain('Organisation > Team > General > Read');
  at.server.answer('/v1/teams', json({}, 403));
  expect(await prove()).not.toHaveProperty('teams');
});

test('every token of one team is the same account, and no other is', async () => {
  auth(acme);
  const first = await prove('one-token');
  auth({ ...acme, name: 'desktop', entityId: 'acme-renamed' });
  expect((await prove('other-token')).id).toBe(first.id);
  auth({ ...acme, entityUid: 'u-2' });
  expect((await prove()).id).not.toBe(first.id);
  auth({ ...acme, entityType: 'org' });
  expect((await prove()).id).not.toBe(first.id);
});

test('an organisation is one account per chosen team; a team token has no other team', async () => {
  auth({ ...acme, entityType: 'org' });
  const whole = await prove();
  const one = await prove('a-token', 'blue');
  const other = await prove('a-token', 'red');
  expect(new Set([whole.id, one.id, other.id]).size).toBe(3);
  expect([whole, one, other].map(({ name, scope }) => `${scope} ${name}`)).toEqual([
    'org acme',
    'org acme / blue',
    'org acme / red',
  ]);
  auth(acme);
  expect(await prove('a-token', 'blue')).toEqual(await prove());
});

test.each([
  ['an unknown kind', { ...acme, entityType: 'galaxy' }],
  ['a date that is none', { ...acme, expiresAt: 'soon' }],
  ['wrong types', { entityType: 'team', entityId: 'acme', entityUid: 'u-1', name: {}, expiresAt: 7 }],
])('%s costs only that field', async (_, data) => {
  auth(data);
  const account = await prove();
  expect(account).toMatchObject({ scope: 'team', name: 'acme' });
  expect(account).not.toHaveProperty('expiresAt');
});

test('a platform without /v1/auth is asked whether it accepts the token, which then speaks for itself', async () => {
  at.server.answer('/v1/login', {});
  const token = jwt({ entityType: 'org', entityId: 'acme', exp: 1_900_000_000 });
  const account = await prove(token);
  expect(account).toMatchObject({ scope: 'org', name: 'acme', expiresAt: '2030-03-17T17:46:40.000Z' });
  expect(JSON.stringify(account)).not.toContain(token);
  expect(at.server.asked.map((each) => each.path)).toEqual(['/v1/auth', '/v1/login', '/v1/teams']);
});

test.each([
  ['no JWT', 'opaque'],
  ['claims that are no object', jwt(null)],
  ['a wrong expiry', jwt({ exp: 'soon' })],
  ['an expiry beyond all dates', jwt({ exp: 1e300 })],
])('a token with %s is a team token named after the host', async (_, token) => {
  at.server.answer('/v1/login', {});
  const account = await prove(token);
  expect(account).toEqual({ id: account.id, host: at.server.host, name: new URL(at.server.host).host, scope: 'team' });
  expect(account.id).not.toContain(token);
  expect((await prove(token)).id).toBe(account.id);
});

test('a host where neither address exists is not the API', async () => {
  await expect(prove()).rejects.toMatchObject({ problem: { code: 'api-malformed', args: { host: at.server.host } } });
});

test.each([
  [401, 'token-rejected'],
  [403, 'token-too-narrow'],
  [500, 'api-failed'],
])('status %i is %s, and nothing else is tried', async (status, code) => {
  at.server.answer('/v1/auth', json({}, status));
  at.server.answer('/v1/login', {});
  await expect(prove()).rejects.toMatchObject({ problem: { code } });
  expect(at.server.asked.map((each) => each.path)).not.toContain('/v1/login');
});

test('a token that only the older address refuses is rejected', async () => {
  at.server.answer('/v1/login', json({}, 401));
  await expect(prove()).rejects.toMatchObject({ problem: { code: 'token-rejected' } });
});

test('a login page instead of the API is api-malformed', async () => {
  at.server.answer('/v1/auth', raw('<html>'));
  await expect(prove()).rejects.toMatchObject({ problem: { code: 'api-malformed' } });
});
