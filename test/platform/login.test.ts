import { once } from 'node:events';
import { WebSocket } from 'ws';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { ask, closed, finish } from './probe.ts';
import { type Platform, startPlatform } from './start.ts';

type Message = {
  readonly type: string;
  readonly loginPage?: string;
  readonly apiToken?: string;
  readonly message?: string;
};

let platform: Platform;

beforeAll(async () => {
  platform = await startPlatform({ workloads: [] });
});
beforeEach(async () => await platform.control.reset());
afterAll(async () => await platform.close());

async function begin(): Promise<{ webSocket: WebSocket; loginPage: string }> {
  const webSocket = new WebSocket(`${platform.url.replace('https', 'wss')}/v1/cli-login`, { ca: platform.ca });
  await once(webSocket, 'open');
  webSocket.send('{"type":"init"}');
  const ack = await receive(webSocket);
  expect(ack.type).toBe('init-ack');
  return { webSocket, loginPage: ack.loginPage ?? '' };
}

async function receive(webSocket: WebSocket): Promise<Message> {
  const [text] = (await once(webSocket, 'message')) as [Buffer];
  return JSON.parse(text.toString()) as Message;
}

test('the button of the login page gives the program a token that works', async () => {
  const { webSocket, loginPage } = await begin();
  const path = loginPage.slice(platform.url.length);
  expect((await ask(platform, path)).text).toContain(`formaction="${path}/approve"`);
  const answer = receive(webSocket);
  const end = closed(webSocket);
  expect((await ask(platform, `${path}/approve`, { method: 'POST' })).text).toContain('Signed in');
  const { type, apiToken = '' } = await answer;
  expect(type).toBe('login-success');
  expect((await ask(platform, '/v1/auth', { token: apiToken })).status).toBe(200);
  await end;
  expect((await ask(platform, path)).status).toBe(410);
});

test('the control can answer in the place of the user', async () => {
  const { webSocket, loginPage } = await begin();
  expect(await platform.control.waitForLogin()).toEqual({ loginPage });
  const answer = receive(webSocket);
  const end = closed(webSocket);
  await platform.control.answerLogin('deny', 'not today');
  expect(await answer).toEqual({ type: 'login-failure', message: 'not today' });
  await end;
});

test('a program that gives up leaves a page that says so', async () => {
  const { webSocket, loginPage } = await begin();
  const end = closed(webSocket);
  webSocket.send('{"type":"aborted"}');
  expect((await end).code).toBe(1000);
  expect((await ask(platform, loginPage.slice(platform.url.length))).status).toBe(410);
});

test('what is not understood is passed over', async () => {
  const { webSocket } = await begin();
  webSocket.send('nonsense');
  webSocket.send('[1]');
  const answer = receive(webSocket);
  await platform.control.answerLogin('approve');
  expect((await answer).type).toBe('login-success');
  await finish(webSocket);
});
