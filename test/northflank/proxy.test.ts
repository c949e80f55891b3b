import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ProxyResolver } from '../../electron/base/proxy.ts';
import { createAuthority } from '../platform/certificates.ts';
import { openApiServer, type ApiServer } from '../support/api-server.ts';
import { startConnectProxy, type ConnectProxy } from '../support/connect-proxy.ts';
import { FAST, failureOf, freshApi, TOKEN } from './fresh-api.ts';

const PATH = '/v1/projects';
const NAME = 'api.office.example';
const at = freshApi();
const authority = createAuthority();
let proxy: ConnectProxy;
/** Has a certificate for a name that only the proxy can look up. */
let inside: ApiServer;
let through: ProxyResolver;

beforeEach(async () => {
  proxy = await startConnectProxy({ login: 'ann:s3cret-word' });
  inside = await openApiServer({ [PATH]: { data: 1 } }, { certificate: await (await authority).issue([NAME]) });
  proxy.names.set(NAME, Number(new URL(inside.host).port));
  through = async () => proxy.target;
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await Promise.all([proxy.close(), inside.close()]);
  expect(at.lines.text()).not.toMatch(/s3cret|YW5uOnMz/);
});

const openInside = async (parts: Parameters<typeof at.open>[0] = {}) =>
  at.open({ host: `https://${NAME}`, ca: (await authority).ca, proxy: through, ...parts });

test('requests go through the proxy, which sees a name and never the token', async () => {
  const api = await openInside();
  expect((await api.get(PATH)).body).toEqual({ data: 1 });
  expect((await api.get(PATH)).body).toEqual({ data: 1 });
  // One tunnel serves both requests.
  expect(proxy.connects).toHaveLength(1);
  expect(proxy.connects[0]?.target).toBe(`${NAME}:443`);
  expect(JSON.stringify(proxy.connects)).not.toContain(TOKEN);
  expect(inside.asked[0]?.headers).toMatchObject({ authorization: `Bearer ${TOKEN}`, ':authority': NAME });
});

test('a proxy that speaks TLS is verified with the same authorities', async () => {
  const secure = await startConnectProxy({ certificate: await (await authority).issue(['localhost']) });
  secure.names.set(NAME, Number(new URL(inside.host).port));
  const proxy: ProxyResolver = async () => secure.target;
  expect((await (await openInside({ proxy })).get(PATH)).body).toEqual({ data: 1 });
  const failure = await failureOf((await openInside({ proxy, ca: undefined })).get(PATH));
  await secure.close();
  expect(failure.problem).toMatchObject({
    code: 'certificate-untrusted',
    args: { host: `localhost:${secure.port}`, issuer: expect.stringMatching(/^Demo platform CA /) },
  });
});

test('a proxy that nobody vouches for is refused also where the environment would have Node trust anyone', async () => {
  const secure = await startConnectProxy({ certificate: await (await authority).issue(['localhost']) });
  vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
  const failure = await failureOf((await openInside({ proxy: async () => secure.target, ca: undefined })).get(PATH));
  await secure.close();
  expect(failure.problem.code).toBe('certificate-untrusted');
  expect(secure.connects).toEqual([]);
});

test('what the resolver sends directly, goes directly', async () => {
  at.server.answer(PATH, { data: 2 });
  const { body } = await at.open({ proxy: async () => undefined }).get(PATH);
  expect(body).toEqual({ data: 2 });
  expect(proxy.connects).toEqual([]);
});

test('a certificate from in between is refused with the name of who made it, before the token is sent', async () => {
  const other = await openApiServer({ [PATH]: { data: 'stolen' } });
  proxy.names.set(NAME, Number(new URL(other.host).port));
  const failure = await failureOf((await openInside()).get(PATH));
  await other.close();
  expect(failure.problem).toMatchObject({
    code: 'certificate-untrusted',
    args: { host: `https://${NAME}`, issuer: expect.stringMatching(/^Demo platform CA /) },
  });
  expect(other.asked).toEqual([]);
});

test('a proxy that wants another login is told of, and asked once', async () => {
  const { authorization: _, ...target } = proxy.target;
  const failure = await failureOf((await openInside({ proxy: async () => target })).get(PATH));
  expect(failure.retriable).toBe(false);
  expect(failure.problem).toEqual({
    code: 'proxy-failed',
    args: { proxy: `localhost:${proxy.port}`, reason: 'it wants a user name and password' },
  });
  expect(proxy.connects).toHaveLength(1);
});

test('a proxy that does not reach the server by chance is asked again', async () => {
  let turn = 0;
  const answers = ['HTTP/1.1 503 Busy\r\n\r\n', 'HTTP/1.1 502 Bad\r\n\r\n'];
  proxy.answer = (socket) => {
    socket.end(answers[turn] ?? '');
    turn += 1;
    if (turn === answers.length) proxy.answer = undefined;
  };
  expect((await (await openInside()).get(PATH)).body).toEqual({ data: 1 });
  expect(proxy.connects).toHaveLength(3);
});

test('a proxy that says nothing is named in time, and not asked again', async () => {
  proxy.answer = () => {};
  const failure = await failureOf((await openInside({ timing: { ...FAST, timeoutMs: 300 } })).get(PATH));
  expect(failure.problem).toEqual({
    code: 'proxy-failed',
    args: { proxy: `localhost:${proxy.port}`, reason: 'it took too long' },
  });
  expect(proxy.connects).toHaveLength(1);
});

test('closing leaves no connection on its way', async () => {
  proxy.answer = () => {};
  const api = await openInside();
  const failure = failureOf(api.get(PATH));
  await proxy.until(() => proxy.connects.length === 1);
  api.close();
  await proxy.until(() => proxy.open() === 0);
  expect((await failure).problem.code).toBe('api-unreachable');
});

test('many tunnels that are made at the same time are no reason for Node to warn of a leak', async () => {
  const onWarning = vi.fn();
  process.on('warning', onWarning);
  const old = await openApiServer({ [PATH]: { data: 1 } }, { speaks: 'http1' });
  const api = at.open({ host: old.host, ca: old.ca, proxy: through });
  await api.get(PATH);
  await Promise.all(Array.from({ length: 20 }, () => api.get(PATH)));
  expect(proxy.connects.length).toBeGreaterThan(11);
  await old.close();
  process.off('warning', onWarning);
  expect(onWarning).not.toHaveBeenCalled();
});
