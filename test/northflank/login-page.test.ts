import { expect, test } from 'vitest';
import { isOfHost, loginPageUrl } from '../../electron/northflank/login-page.ts';

const API = 'https://api.northflank.com';

test.each([
  ['Northflank’s own', 'https://app.northflank.com/cli-login/1?x=2', API],
  ['Northflank’s for a private platform', 'https://app.northflank.com/login', 'https://api.platform.example'],
  ['of the same host and another port', 'https://localhost:8443/login', 'https://localhost:9443'],
  ['of the same domain', 'https://console.platform.example/login', 'https://api.platform.example'],
  ['of the same address', 'https://10.0.0.7/login', 'https://10.0.0.7'],
  ['of a domain below a public suffix', 'https://app.acme.co.uk/', 'https://api.acme.co.uk'],
])('a login page %s is opened', (_, page, host) => {
  expect(loginPageUrl(page, host)).toBe(page);
});

test.each([
  ['without TLS', 'http://app.northflank.com/login', API, 'http://app.northflank.com'],
  ['of another scheme', 'file:///etc/passwd', API, 'file://'],
  ['that is a script', 'javascript:alert(1)', API, 'javascript://'],
  ['elsewhere', 'https://northflank.com.evil.example/', API, 'https://northflank.com.evil.example'],
  ['that only ends alike', 'https://evilnorthflank.com/', API, 'https://evilnorthflank.com'],
  ['with a user name', 'https://app.northflank.com@evil.example/', API, 'https://evil.example'],
  ['with a user name at the right host', 'https://x:y@app.northflank.com/', API, 'https://app.northflank.com'],
  ['that shares a public suffix alone', 'https://evil.co.uk/', 'https://acme.co.uk', 'https://evil.co.uk'],
  ['that shares a hoster alone', 'https://evil.github.io/', 'https://acme.github.io', 'https://evil.github.io'],
  ['at another address', 'https://10.0.0.8/login', 'https://10.0.0.7', 'https://10.0.0.8'],
  ['that is no address', 'login', API, 'something that is no address'],
  ['that is no text', 7, API, 'something that is no address'],
])('a login page %s is refused, and the refusal names it', (_, page, host, named) => {
  const args = { page: named, host: new URL(host).host };
  expect(() => loginPageUrl(page, host)).toThrow(
    expect.objectContaining({ problem: { code: 'login-page-refused', args } }),
  );
});

test.each([
  ['https://console.platform.example/login', 'https://api.platform.example', true],
  ['https://app.northflank.com/login', API, true],
  ['https://app.northflank.com/login', 'https://api.evil.example', false],
  ['https://evil.github.io/', 'https://acme.github.io', false],
])('whether %s belongs to %s is %s', (page, host, isIts) => {
  expect(isOfHost(page, host)).toBe(isIts);
});
