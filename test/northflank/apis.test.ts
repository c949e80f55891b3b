import { afterEach, expect, test } from 'vitest';
import { redact } from '../../electron/base/log.ts';
import { createApis } from '../../electron/northflank/apis.ts';
import { startConnectProxy } from '../support/connect-proxy.ts';
import { freshApi, TOKEN } from './fresh-api.ts';

const at = freshApi();
let close = () => {};
afterEach(() => close());

function open() {
  const apis = createApis({ log: at.lines.log, userAgent: 'Portside/1' });
  close = () => apis.close();
  return apis;
}

test('one login shares its connections until all are closed', async () => {
  at.server.answer('/v1/projects', { data: 1 });
  const apis = open();
  const login = { host: at.server.host, token: TOKEN, ca: at.server.ca };
  await apis.of(login).get('/v1/projects');
  await apis.of({ ...login }).get('/v1/projects');
  expect(at.server.connections()).toBe(1);
  apis.close();
  await apis.of(login).get('/v1/projects');
  expect(at.server.connections()).toBe(2);
});

test('another token, authority or host is another platform', () => {
  const apis = open();
  const login = { host: at.server.host, token: TOKEN };
  const all = [login, { ...login, token: 'other-token' }, { ...login, ca: at.server.ca }, { ...login, host: '' }];
  expect(new Set(all.map((each) => apis.of(each))).size).toBe(4);
});

test('a token in use is kept out of every log', () => {
  open().of({ host: at.server.host, token: 'a-token-in-use' });
  expect(redact('with a-token-in-use')).toBe('with [secret]');
});

test('an address that cannot be is refused with its reason', () => {
  expect(() => open().of({ host: 'http://api.example', token: TOKEN })).toThrow('api-unreachable');
});

test('a login’s own proxy is taken for its requests, and makes it another platform', async () => {
  const proxy = await startConnectProxy();
  at.server.answer('/v1/projects', { data: 1 });
  const apis = open();
  const login = { host: at.server.host, token: TOKEN, ca: at.server.ca };
  const proxied = apis.of({ ...login, proxy: `127.0.0.1:${proxy.port}` });
  expect(proxied).not.toBe(apis.of(login));
  await proxied.get('/v1/projects');
  expect(proxy.connects).toHaveLength(1);
  await apis.of(login).get('/v1/projects');
  expect(proxy.connects).toHaveLength(1);
  apis.close();
  await proxy.close();
});
