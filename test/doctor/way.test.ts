import { afterEach, expect, test } from 'vitest';
import type { Finding } from '../../electron/contract/doctor.ts';
import { checkWays } from '../../electron/doctor/checks/way.ts';
import { shareLooks } from '../../electron/doctor/parts.ts';
import { proxyFromEnvironment } from '../../electron/base/proxy.ts';
import { lookAtHost } from '../../electron/northflank/look.ts';
import { json, openApiServer, type ApiServer } from '../support/api-server.ts';

const servers: ApiServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function serve(headers: Readonly<Record<string, string>> = {}, status = 401): Promise<ApiServer> {
  const server = await openApiServer({ '/v1/auth': json({ error: { message: 'no token' } }, status, headers) });
  servers.push(server);
  return server;
}

/** What the checks of the way find for this server. */
async function examine(
  { host, ca }: { readonly host: string; readonly ca?: string },
  { as = host, env = {} }: { readonly as?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<Readonly<Record<string, Finding | undefined>>> {
  const proxy = proxyFromEnvironment(env);
  const look = shareLooks({
    look: (_, signal) => lookAtHost({ host, ca, proxy, userAgent: 'test', signal, timeoutMs: 5000 }),
  });
  const proxyOf = async () => {
    const target = await proxy?.('https://far.example/');
    return target && `${target.host}:${target.port}`;
  };
  const checks = checkWays({ look, proxyOf, platform: 'linux', ways: () => [{ host: as, accountId: 'a' }] });
  const { signal } = new AbortController();
  const found = await Promise.all(checks.map(async ({ id, run }) => [id, (await run(signal))[0]] as const));
  return Object.fromEntries(found);
}

test('a platform that answers is fine, by one request without a token', async () => {
  const server = await serve();
  const { api, proxy, certificate, clock } = await examine(server);
  expect([api?.code, proxy?.code, certificate?.code, clock?.code]).toEqual([
    'api-fine',
    'proxy-none',
    'certificate-own',
    'clock-fine',
  ]);
  expect(Number(api?.args?.['ms'])).toBeGreaterThanOrEqual(0);
  expect(certificate?.args?.['issuer']).toMatch(/^Demo platform CA/);
  expect(server.asked.map(({ path, headers }) => [path, headers.authorization])).toEqual([['/v1/auth', undefined]]);
});

test.each([
  [600, 'problem', 'clock-behind'],
  [60, 'warning', 'clock-behind'],
  [-60, 'warning', 'clock-ahead'],
  [-7200, 'problem', 'clock-ahead'],
])('a server whose clock is %i s off tells that ours is', async (seconds, state, code) => {
  const { clock } = await examine(await serve({ date: new Date(Date.now() + seconds * 1000).toUTCString() }));
  expect([clock?.state, clock?.code]).toEqual([state, code]);
  expect(clock?.cures).toEqual([{ kind: 'terminal', line: 'sudo timedatectl set-ntp true' }]);
  expect(Math.abs(Number(clock?.args?.['seconds']) - Math.abs(seconds))).toBeLessThanOrEqual(2);
});

test('an answer that lay in a cache is not taken for a wrong clock', async () => {
  const date = new Date(Date.now() - 900_000).toUTCString();
  const { clock } = await examine(await serve({ date, age: '900' }));
  expect(clock?.code).toBe('clock-fine');
});

test('an authority that nobody knows is named, and what hangs on it is not guessed', async () => {
  const { host } = await serve();
  const { api, certificate, clock } = await examine({ host });
  expect([api?.state, certificate?.state, certificate?.code]).toEqual(['problem', 'problem', 'certificate-bad']);
  expect(certificate?.problem?.args?.['issuer']).toMatch(/^Demo platform CA/);
  expect(certificate?.cures).toEqual([{ kind: 'sign-in', accountId: 'a' }]);
  expect(clock).toMatchObject({ state: 'skipped', code: 'not-reached' });
});

test('a known authority that is not public opens the TLS of Northflank’s own platform', async () => {
  const { certificate } = await examine(await serve(), { as: 'api.northflank.com' });
  expect([certificate?.state, certificate?.code]).toEqual(['warning', 'certificate-opened']);
});

test('a host that refuses and one that fails are told apart', async () => {
  const gone = await serve();
  await gone.close();
  servers.splice(0);
  expect((await examine(gone))['api']).toMatchObject({ state: 'problem', problem: { code: 'api-unreachable' } });
  expect((await examine(await serve({}, 503)))['api']).toMatchObject({
    state: 'problem',
    problem: { code: 'api-failed', args: { status: 503 } },
  });
});

test('the proxy on the way is named, and one that cannot be used is a problem', async () => {
  const server = await serve();
  const used = await examine(server, { env: { HTTPS_PROXY: 'http://me:pass-word@proxy.example:3128' } });
  expect(used['proxy']).toMatchObject({ code: 'proxy-used', args: { proxy: 'proxy.example:3128' } });
  const bad = await examine(server, { env: { HTTPS_PROXY: 'socks5://proxy.example:1080' } });
  expect(bad['proxy']).toMatchObject({ state: 'problem', problem: { code: 'proxy-failed' } });
});
