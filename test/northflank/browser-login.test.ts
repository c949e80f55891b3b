import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { createServer, type Server } from 'node:https';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { loginByBrowser, type BrowserLoginParts } from '../../electron/northflank/browser-login.ts';
import { createAuthority, type Authority } from '../platform/certificates.ts';
import { ask } from '../platform/probe.ts';
import { startPlatform, type Platform } from '../platform/start.ts';
import { startConnectProxy } from '../support/connect-proxy.ts';
import { recordLines } from '../support/lines.ts';
import { failureOf } from './fresh-api.ts';

let platform: Platform;
let authority: Authority;
let opened: string[];
let waited: string[];
let lines: ReturnType<typeof recordLines>;

beforeAll(async () => {
  authority = await createAuthority();
  platform = await startPlatform({ workloads: [] });
});
beforeEach(async () => {
  opened = [];
  waited = [];
  lines = recordLines();
  await platform.control.reset();
});
afterAll(() => platform.close());

function login(change: Partial<BrowserLoginParts> = {}, signal = new AbortController().signal) {
  return loginByBrowser(
    {
      host: platform.url,
      ca: platform.ca,
      userAgent: 'Portside/test',
      log: lines.log,
      openPage: async (url) => void opened.push(url),
      onWaiting: (page) => void waited.push(page),
      ...change,
    },
    signal,
  );
}

test('the login page is opened once, and what is granted there is a token that works', async () => {
  const granted = login();
  const { loginPage } = await platform.control.waitForLogin();
  await platform.control.answerLogin('approve');
  const { host, token } = await granted;
  expect(opened).toEqual([loginPage]);
  expect(waited).toEqual([new URL(platform.url).host]);
  expect(host).toBe(platform.url);
  expect((await ask(platform, '/v1/auth', { token })).status).toBe(200);
  expect(lines.text()).not.toContain(token);
});

test('a refusal in the browser is told with its reason', async () => {
  const granted = login();
  await platform.control.waitForLogin();
  await platform.control.answerLogin('deny', 'not\n today');
  expect((await failureOf(granted)).problem).toEqual({ code: 'login-refused', args: { reason: 'not today' } });
});

test('giving up tells the platform, whose page then grants nothing', async () => {
  const abort = new AbortController();
  const granted = login({}, abort.signal);
  const { loginPage } = await platform.control.waitForLogin();
  abort.abort(new Error('given up'));
  await expect(granted).rejects.toThrow('given up');
  expect((await ask(platform, new URL(loginPage).pathname)).status).toBe(410);
});

test('a login that nobody finishes in time is over, for the platform too', async () => {
  const granted = login({ timing: { userMs: 50 } });
  const { problem } = await failureOf(granted);
  expect(problem).toEqual({ code: 'login-late', args: { minutes: 1 } });
  expect((await ask(platform, new URL(opened[0] ?? '').pathname)).status).toBe(410);
});

test('a browser that cannot be opened is told', async () => {
  const granted = login({ openPage: () => Promise.reject(new Error('no browser')) });
  expect((await failureOf(granted)).problem).toEqual({ code: 'browser-missing' });
});

test('a platform without browser logins, or that limits or fails, says so', async () => {
  await platform.control.addRule({ path: '^/v1/cli-login', status: 404, times: 1 });
  const host = new URL(platform.url).host;
  expect((await failureOf(login())).problem).toEqual({ code: 'login-unknown', args: { host } });
  await platform.control.addRule({ path: '^/v1/cli-login', status: 500, times: 1 });
  expect((await failureOf(login())).problem.code).toBe('api-failed');
  await platform.control.addRule({ path: '^/v1/cli-login', hang: true, times: 1 });
  expect((await failureOf(login({ timing: { answerMs: 50 } }))).problem.code).toBe('api-unreachable');
  expect((await failureOf(login({ ca: undefined }))).problem.code).toBe('certificate-untrusted');
});

/** A host that answers with these messages, one after the other. */
async function answering(...messages: string[]): Promise<{ server: Server; host: string; heard: string[] }> {
  const server = createServer(await authority.issue(['localhost']));
  const heard: string[] = [];
  new WebSocketServer({ server }).on('connection', (socket) => {
    socket.on('error', () => {});
    // oxlint-disable-next-line typescript/no-base-to-string -- a message is a Buffer here
    socket.on('message', (data) => void heard.push(data.toString()));
    for (const message of messages) socket.send(message);
  });
  server.listen(0, 'localhost');
  await once(server, 'listening');
  return { server, host: `https://localhost:${(server.address() as AddressInfo).port}`, heard };
}

test.each([
  ['a page of somebody else', ['{"type":"init-ack","loginPage":"https://evil.example/"}'], 'login-page-refused'],
  ['a page that is none', ['{"type":"init-ack"}'], 'login-page-refused'],
  ['more than any message has', [`{"type":"${'x'.repeat(70_000)}"}`], 'api-malformed'],
  ['nothing that is understood', ['nonsense', '[]', '{"type":"login-success"}'], 'api-unreachable'],
])('a host that sends %s gets nothing opened', async (_, messages, code) => {
  const { server, host } = await answering(...messages);
  const failure = await failureOf(login({ host, ca: authority.ca, timing: { answerMs: 300 } }));
  server.close();
  expect(failure.problem.code).toBe(code);
  expect(opened).toEqual([]);
});

test('a connection that ends before the login does is told', async () => {
  const server = createServer(await authority.issue(['localhost']));
  new WebSocketServer({ server }).on('connection', (socket) => socket.terminate());
  server.listen(0, 'localhost');
  await once(server, 'listening');
  const host = `https://localhost:${(server.address() as AddressInfo).port}`;
  const failure = await failureOf(login({ host, ca: authority.ca }));
  server.close();
  expect(failure.problem.code).toBe('login-cut');
});

test('a proxy is asked for the way, as for every other request', async () => {
  const name = 'api.office.example';
  const proxy = await startConnectProxy();
  const { server, host } = await answering('{"type":"login-failure","message":"seen"}');
  server.setSecureContext(await authority.issue([name]));
  proxy.names.set(name, Number(new URL(host).port));
  const failure = await failureOf(
    login({ host: `https://${name}`, ca: authority.ca, proxy: async () => proxy.target }),
  );
  await proxy.close();
  server.close();
  expect(failure.problem).toEqual({ code: 'login-refused', args: { reason: 'seen' } });
  expect(proxy.connects.map(({ target }) => target)).toEqual([`${name}:443`]);
});
