import { describe, expect, test } from 'vitest';
import { MASK } from '../../electron/contract/inspector.ts';
import { maskBody, maskFields, maskPath } from '../../electron/inspector/mask.ts';

const field = (name: string, value: string) => maskFields([[name, value]])[0]?.[1];

describe('a header', () => {
  test.each([
    ['Authorization', 'Bearer abc.def', `Bearer ${MASK}`],
    ['authorization', 'Basic dXNlcjpwYXNz', `Basic ${MASK}`],
    ['Authorization', 'my-own-scheme', MASK],
    ['Proxy-Authorization', 'Basic x', `Basic ${MASK}`],
    ['X-API-Key', 'k1', MASK],
    ['X-Auth-Token', 't', MASK],
    ['X-Csrf-Token', 't', MASK],
    ['Cookie', 'sid=abc; theme=dark', `sid=${MASK}; theme=${MASK}`],
    ['Set-Cookie', 'sid=abc; Path=/; HttpOnly; Max-Age=3', `sid=${MASK}; Path=/; HttpOnly; Max-Age=3`],
    ['Cookie', 'a="x; y"; b=', `a=${MASK}; b=${MASK}`],
    ['Location', '/done?access_token=t&a=1', `/done?access_token=${MASK}&a=1`],
    ['Referer', 'https://me:pw@web/x?code=9', `https://${MASK}@web/x?code=${MASK}`],
    ['X-Note', 'Bearer abcdefghijk', `Bearer ${MASK}`],
  ])('%s: %s', (name, value, masked) => expect(field(name, value)).toBe(masked));

  test.each([
    ['Accept', 'application/json'],
    ['Access-Control-Allow-Credentials', 'true'],
    ['Host', 'web:8080'],
    ['ETag', 'W/"9"'],
    ['Sec-WebSocket-Version', '13'],
  ])('%s stays', (name, value) => expect(field(name, value)).toBe(value));
});

describe('a path', () => {
  test.each([
    ['/a?token=x&b=1', `/a?token=${MASK}&b=1`],
    ['/a?api%5Fkey=x', `/a?api%5Fkey=${MASK}`],
    ['/a?X-Amz-Signature=1;apiKey=2', `/a?X-Amz-Signature=${MASK};apiKey=${MASK}`],
    ['/a?q=1#access_token=x', `/a?q=1#access_token=${MASK}`],
    ['/a?password[]=x', `/a?password[]=${MASK}`],
    ['http://u:p@web/a', `http://${MASK}@web/a`],
    ['/jwt/eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIx.sig', `/jwt/${MASK}`],
    ['/a?b=%E0%A4', '/a?b=%E0%A4'],
    ['/a?page=2&sort=name', '/a?page=2&sort=name'],
    ['*', '*'],
  ])('%s', (path, masked) => expect(maskPath(path)).toBe(masked));
});

describe('a body', () => {
  test.each([
    ['{"password":"a\\"b","n":1}', `{"password":"${MASK}","n":1}`],
    ['{"accessToken" : "x", "total_tokens": 42}', `{"accessToken" : "${MASK}", "total_tokens": 42}`],
    ['{"next":"/a?page=2&token=x"}', `{"next":"/a?page=2&token=${MASK}"}`],
    ['{"password": 1234}', `{"password": "${MASK}"}`],
    ['{"code":"not-found","key":"theme"}', '{"code":"not-found","key":"theme"}'],
    ['{"secret":"cut off in the midd', `{"secret":"${MASK}"`],
  ])('of JSON: %s', (text, masked) => expect(maskBody(text, 'application/json')).toBe(masked));

  test('of a form', () => {
    expect(maskBody('user=me&password=x', 'application/x-www-form-urlencoded')).toBe(`user=me&password=${MASK}`);
    const part = (name: string, value: string) =>
      `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
    expect(maskBody(part('user', 'me') + part('password', 'x'), 'multipart/form-data; boundary=b')).toBe(
      part('user', 'me') + part('password', MASK),
    );
  });

  test('of any text loses keys of well-known makers', () => {
    // Put together here, so that nobody who looks for such keys finds one.
    const key = ['sk', 'live', 'a'.repeat(24)].join('_');
    expect(maskBody(`key is ${key}!`, 'text/plain')).toBe(`key is ${MASK}!`);
  });
});

test('a long body without an end takes no long time', () => {
  const startedAt = performance.now();
  for (const text of ['"a', '{"a":"', '\\"', '"a"    ', 'name="a"\n']) {
    const long = text.repeat(Math.ceil((64 * 1024) / text.length));
    maskBody(long, 'application/json');
    maskBody(long, 'multipart/form-data');
    maskPath(`/?${long}`);
  }
  expect(performance.now() - startedAt).toBeLessThan(2000);
});
