import { expect, test } from 'vitest';
import { redact } from '../../electron/base/log.ts';
import {
  parsePacResult,
  parseProxy,
  proxyFromEnvironment,
  proxyOf,
  proxyOfSettings,
  ProxyError,
  type Environment,
} from '../../electron/base/proxy.ts';

const AT = 'https://api.example.com/';
const ask = async (env: Environment, url = AT) => proxyFromEnvironment(env)?.(url);
const office = { host: 'office', port: 3128, isTls: false };

test.each<[Environment, string]>([
  [{ https_proxy: 'http://a:1' }, 'a:1'],
  [{ HTTPS_PROXY: 'http://a:1' }, 'a:1'],
  [{ all_proxy: 'http://a:1' }, 'a:1'],
  [{ ALL_PROXY: 'http://a:1' }, 'a:1'],
  [{ https_proxy: 'http://a:1', HTTPS_PROXY: 'http://b:1', ALL_PROXY: 'http://c:1' }, 'a:1'],
  [{ https_proxy: '', HTTPS_PROXY: 'http://b:1' }, 'b:1'],
  [{ https_proxy: ' ', ALL_PROXY: 'http://c:1' }, 'c:1'],
])('%j names the proxy %s', async (env, name) => {
  const { host, port } = (await ask(env)) ?? {};
  expect(`${host}:${port}`).toBe(name);
});

test.each<Environment>([{}, { http_proxy: 'http://a:1', HTTP_PROXY: 'http://a:1' }, { HTTPS_PROXY: '' }])(
  '%j names none for TLS',
  (env) => {
    expect(proxyFromEnvironment(env)).toBeUndefined();
  },
);

test.each([
  ['http://office:3128', office],
  ['office:3128', office],
  ['OFFICE:3128', office],
  ['http://office:3128/ignored', office],
  ['http://office', { host: 'office', port: 80, isTls: false }],
  ['https://office', { host: 'office', port: 443, isTls: true }],
  ['https://office:8443', { host: 'office', port: 8443, isTls: true }],
  ['http://[fd00::1]:3128', { host: 'fd00::1', port: 3128, isTls: false }],
])('%s is read', (value, target) => {
  expect(parseProxy(value, 'HTTPS_PROXY')).toEqual(target);
});

test.each([
  ['http://user:pass@office:3128', 'user:pass'],
  ['http://us%40er:p%3Ass%20w%C3%B6rd@office:3128', 'us@er:p:ss wörd'],
  ['user:p@ss@office:3128', 'user:p@ss'],
  ['http://user@office:3128', 'user:'],
  ['http://user:100%@office:3128', 'user:100%'],
])('the login of %s is %s', (value, login) => {
  const { authorization = '' } = parseProxy(value, 'HTTPS_PROXY');
  expect(Buffer.from(authorization.replace('Basic ', ''), 'base64').toString('utf8')).toBe(login);
});

test('a password that was read is in no log line, in whichever form', () => {
  const { authorization = '' } = parseProxy('http://user:hush%2Dhush-4711@office:3128', 'HTTPS_PROXY');
  const text = `hush%2Dhush-4711 hush-hush-4711 ${authorization} ${authorization.slice(6)}`;
  expect(redact(text)).not.toMatch(/hush|4711|aHVzaC/);
  expect(redact(text)).not.toContain(authorization.slice(6));
});

test.each([
  ['socks5://user:hush@office:1080', 'SOCKS5 proxies are not supported, only HTTP and HTTPS ones'],
  ['ftp://office', 'FTP proxies are not supported, only HTTP and HTTPS ones'],
  ['http://user:hush@:80', 'its value is not an address'],
  ['http://user:hush@of fice', 'its value is not an address'],
  ['office:99999', 'its value is not an address'],
])('%s is refused when it is needed, by the name of the setting', async (value, reason) => {
  const error: unknown = await ask({ ALL_PROXY: value }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ProxyError);
  expect(error).toMatchObject({ proxy: 'ALL_PROXY', message: reason, isFinal: true });
  expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('hush');
  // What needs no proxy is not held up by it.
  expect(await ask({ ALL_PROXY: value, NO_PROXY: 'example.com' })).toBeUndefined();
});

test.each<[string, string]>([
  ['*', 'https://anything.example/'],
  ['example.com', 'https://example.com/'],
  ['example.com', 'https://api.example.com/'],
  ['.example.com', 'https://example.com/'],
  ['.example.com', 'https://a.b.example.com/'],
  ['*.example.com', 'https://api.example.com/'],
  ['EXAMPLE.com', 'https://API.EXAMPLE.COM/'],
  ['example.com.', 'https://api.example.com/'],
  ['example.com', 'https://api.example.com./'],
  ['other.org, example.com', AT],
  ['other.org example.com', AT],
  [' ,, example.com,', AT],
  ['example.com:443', AT],
  ['example.com:8443', 'https://api.example.com:8443/'],
  ['*:8443', 'https://api.example.com:8443/'],
  ['10.1.2.3', 'https://10.1.2.3/'],
  ['10.1.2.3:8443', 'https://10.1.2.3:8443/'],
  ['10.0.0.0/8', 'https://10.1.2.3:8443/'],
  ['fd00::1', 'https://[fd00::1]/'],
  ['[fd00::1]', 'https://[fd00:0::1]/'],
  ['[fd00::1]:8443', 'https://[fd00::1]:8443/'],
  ['fd00::/8', 'https://[fd12::7]/'],
  ['', 'https://localhost/'],
  ['', 'https://localhost.:1/'],
  ['', 'https://db.localhost/'],
  ['', 'https://127.0.0.1:8443/'],
  ['', 'https://127.24.1.1/'],
  ['', 'https://0x7f.1/'],
  ['', 'https://[::1]/'],
  ['', 'https://[::ffff:127.0.0.1]/'],
])('with NO_PROXY %j, %s is reached directly', async (list, url) => {
  const env = { HTTPS_PROXY: 'office:3128' };
  expect(await ask({ ...env, NO_PROXY: list }, url)).toBeUndefined();
  expect(await ask({ ...env, no_proxy: list, NO_PROXY: 'unused.example' }, url)).toBeUndefined();
});

test.each<[string, string]>([
  ['', AT],
  ['example.com', 'https://notexample.com/'],
  ['example.com', 'https://example.com.org/'],
  ['api.example.com', 'https://example.com/'],
  ['example.com:8443', AT],
  ['*:8443', AT],
  ['10.1.2.3', 'https://10.1.2.30/'],
  ['2.3', 'https://10.1.2.3/'],
  ['10.0.0.0/8', 'https://11.1.2.3/'],
  ['10.0.0.0/99', 'https://10.1.2.3/'],
  ['10.0.0.0/8', AT],
  ['fd00::1', 'https://[fd00::2]/'],
  ['.', AT],
  ['https://example.com', AT],
  ['a*.example.com', AT],
  ['', 'https://localhost.example/'],
  ['', 'https://128.0.0.1/'],
])('with NO_PROXY %j, %s is reached through the proxy', async (list, url) => {
  expect(await ask({ HTTPS_PROXY: 'office:3128', NO_PROXY: list }, url)).toEqual(office);
});

test.each([
  ['DIRECT', undefined],
  ['', undefined],
  ['PROXY office:3128; DIRECT', office],
  ['PROXY office:3128;PROXY other:1', office],
  ['proxy office:3128', office],
  ['HTTPS office:8443', { host: 'office', port: 8443, isTls: true }],
  ['PROXY [fd00::1]:3128', { host: 'fd00::1', port: 3128, isTls: false }],
  ['SOCKS5 a:1; PROXY office:3128', office],
  ['SOCKS5 a:1; DIRECT', undefined],
  ['PROXY office', { host: 'office', port: 80, isTls: false }],
])('Chromium says %j', async (said, target) => {
  expect(parsePacResult(said)).toEqual(target);
  expect(await proxyOf({}, async () => said)(AT)).toEqual(target);
});

test.each([
  ['SOCKS5 a:1', 'a:1', 'SOCKS5 proxies are not supported'],
  ['QUIC a:1; SOCKS b:2', 'a:1', 'QUIC proxies are not supported'],
  ['PROXY', 'of the system settings', 'not an address'],
])('Chromium says %j, which is refused', async (said, proxy, reason) => {
  const error: unknown = await proxyOf({}, async () => said)(AT).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ name: 'ProxyError', proxy, message: expect.stringContaining(reason) });
});

test('a proxy of the environment stands above that of the system', async () => {
  const resolve = proxyOf({ HTTPS_PROXY: 'office:3128', NO_PROXY: 'b.example' }, async () => 'PROXY other:1');
  expect(await resolve(AT)).toEqual(office);
  expect(await resolve('https://b.example/')).toBeUndefined();
});

test('the proxy of the settings stands above all, as soon as it is set and as long as it is', async () => {
  let setting = '';
  const env = { HTTPS_PROXY: 'other:1', NO_PROXY: 'b.example' };
  const resolve = proxyOfSettings(
    () => setting,
    env,
    proxyOf(env, async () => 'DIRECT'),
  );
  expect(await resolve(AT)).toMatchObject({ host: 'other' });
  setting = 'office:3128';
  expect(await resolve(AT)).toEqual(office);
  expect(await resolve('https://127.0.0.1/')).toEqual(office);
  expect(await resolve('https://b.example/')).toBeUndefined();
  setting = '';
  expect(await resolve(AT)).toMatchObject({ host: 'other' });
});
