import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Guard } from '../../electron/contract/guard.ts';
import type { TunnelPlan } from '../../electron/engine/face.ts';
import { judgeHead, readRequests } from '../../electron/engine/host-guard.ts';

const FULL = 'web.ns-demo.svc.cluster.local';
const names = new Set(['web', 'http.web', FULL]);
const plan: TunnelPlan = {
  port: { number: 8080, name: 'http', protocol: 'HTTP' },
  hostnames: [FULL, 'web', 'http.web'],
  endpoints: [{ instance: 'a', url: 'wss://gateway.example/' }],
};
const rewrite = { names: ['web', 'http.web'], to: FULL };

const head = (host: string, ...fields: readonly string[]) =>
  ['GET /a HTTP/1.1', `Host: ${host}`, ...fields, '', ''].join('\r\n');

function through(
  text: string,
  { guard, cuts = [], ...change }: { guard?: Guard; cuts?: readonly number[] } & Partial<TunnelPlan> = {},
) {
  const reader = readRequests({ ...plan, ...change }, guard);
  if (!reader) return { passed: text, answer: undefined, isRefused: false };
  const bytes = Buffer.from(text, 'latin1');
  const ends = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
  const pieces = [...ends, bytes.length].flatMap((end, index) =>
    reader.push(Buffer.from(bytes.subarray(ends[index - 1] ?? 0, end))).map((piece) => Buffer.from(piece)),
  );
  const passed = Buffer.concat([...pieces, ...reader.end()]).toString('latin1');
  return { passed, answer: reader.refusal()?.answer?.toString(), isRefused: reader.refusal() !== undefined };
}

const verdict = (text: string, guard: Guard = 'host') => judgeHead(text, guard, names);

describe('a request', () => {
  test.each([
    'web',
    'WEB:8080',
    'web.:8080',
    'http.web',
    `${FULL}:80`,
    'localhost',
    'LocalHost:3000',
    'shop.localhost:8080',
    '127.0.0.1:8080',
    '127.24.3.4:8080',
    '[::1]:8080',
    '',
  ])('for «%s» passes', (host) => {
    expect(verdict(head(host))).toBe('pass');
    expect(verdict(head(host), 'strict')).toBe('pass');
  });

  test.each([
    'evil.example',
    'evil.example:8080',
    'web.evil.example',
    'notlocalhost',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    '127.0.0.1@evil.example',
    '10.0.0.1:8080',
    '0.0.0.0',
    '[::ffff:10.0.0.1]',
    'web, evil.example',
    'other',
  ])('for «%s» does not', (host) => {
    expect(verdict(head(host))).toBe('host');
    expect(verdict(head(host), 'strict')).toBe('host');
    expect(verdict(head(host), 'off')).toBe('pass');
  });

  test('without a Host passes: no browser makes one', () => {
    expect(verdict('GET / HTTP/1.0\r\n\r\n')).toBe('pass');
  });

  test.each([
    ['a second Host', head('web', 'Host: evil.example')],
    ['a folded Host', 'GET / HTTP/1.1\r\nHost:\r\n evil.example\r\n\r\n'],
    ['a blank before the colon', 'GET / HTTP/1.1\r\nHost : evil.example\r\n\r\n'],
    ['bare line feeds', 'GET / HTTP/1.1\nhost: evil.example\n\n'],
    ['a field that no parser takes', head('evil.example', 'X-Odd: \u0001')],
  ])('whose head is odd is judged all the same: %s', (_, text) => {
    expect(verdict(text)).toBe('host');
    expect(through(text).passed).toBe('');
  });
});

describe('a request of a browser, where pages of other sites are refused', () => {
  const visit = ['Sec-Fetch-Mode: navigate', 'Sec-Fetch-Dest: document'];
  test.each<[string, string]>([
    ['its own page', head('web:8080', 'Sec-Fetch-Site: same-origin', 'Origin: http://web:8080')],
    ['a neighbour', head('web:8080', 'Sec-Fetch-Site: same-site', 'Origin: http://localhost:3000')],
    ['the address bar', head('web', 'Sec-Fetch-Site: none', ...visit)],
    ['a link on another site', head('127.24.0.1', 'Sec-Fetch-Site: cross-site', ...visit)],
    ['a program', head('web')],
  ])('from %s passes', (_, text) => {
    expect(verdict(text, 'strict')).toBe('pass');
  });

  test.each<[string, string]>([
    ['a script of another site', head('127.24.0.1', 'Sec-Fetch-Site: cross-site', 'Sec-Fetch-Mode: cors')],
    [
      'a frame of another site',
      head('127.24.0.1', 'Sec-Fetch-Site: cross-site', 'Sec-Fetch-Mode: navigate', 'Sec-Fetch-Dest: iframe'),
    ],
    ['a form of another site', head('127.24.0.1', 'Sec-Fetch-Site: cross-site', ...visit).replace('GET', 'POST')],
    ['a foreign origin', head('web', 'Origin: https://evil.example')],
    ['an origin that looks like ours', head('web', 'Origin: https://localhost.evil.example')],
    ['an origin without a name', head('web', 'Origin: null')],
    ['an origin of another scheme', head('web', 'Origin: chrome-extension://abc')],
  ])('from %s does not', (_, text) => {
    expect(verdict(text, 'strict')).toBe('cross-site');
    expect(verdict(text, 'host')).toBe('pass');
  });
});

describe('a WebSocket', () => {
  const socket = (...fields: readonly string[]) =>
    head('127.24.0.1:8080', 'Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13', ...fields);
  test.each<[string, string]>([
    ['another site', socket('Origin: https://evil.example')],
    ['a page without a site', socket('Origin: null')],
    ['a site that looks like ours', socket('Origin: http://127.24.0.1.evil.example:8080')],
    ['a site whose Origin is odd', socket('Origin: http://localhost/@evil.example')],
    ['another site, in other letters', socket('origin: HTTPS://EVIL.example').replace('websocket', 'foo, WebSocket')],
  ])('for a page of %s is refused', (_, text) => {
    expect(verdict(text)).toBe('cross-site');
    expect(verdict(text, 'off')).toBe('pass');
    expect(through(text)).toMatchObject({ passed: '', isRefused: true });
  });

  test.each<[string, string]>([
    ['its own page', socket('Origin: http://127.24.0.1:8080')],
    ['a page on this computer', socket('Origin: http://localhost:5173')],
    ['a page at one of its names', socket('Origin: http://web:8080')],
    ['a program', socket()],
    ['an extension of the browser', socket('Origin: chrome-extension://abc')],
  ])('for %s passes', (_, text) => {
    expect(verdict(text)).toBe('pass');
  });
});

describe('what is refused', () => {
  test('is answered with a page that names nothing of this computer, and nothing of it goes on', () => {
    const { passed, answer = '' } = through(`\r\n${head('evil.example')}body${head('web')}`, { rewrite });
    expect(passed).toBe('');
    expect(answer).toMatch(/^HTTP\/1\.1 421 Misdirected Request\r\n/);
    expect(answer).toContain('\r\nConnection: close\r\n');
    const [fields = '', body = ''] = answer.split('\r\n\r\n');
    expect(fields).toContain(`Content-Length: ${Buffer.byteLength(body)}`);
    expect(answer).not.toMatch(/evil|127\.|cluster|\bweb:|ns-demo/);
    expect(through(head('127.0.0.1', 'Origin: null'), { guard: 'strict' }).answer).toMatch(/^HTTP\/1\.1 403 Forbidden/);
  });

  test('after requests that passed is cut off without a word: their answers may be on their way', () => {
    const good = head('web');
    const { passed, answer, isRefused } = through(good + head('evil.example'), { rewrite });
    expect([passed, answer, isRefused]).toEqual([good.replace('web', FULL), undefined, true]);
  });

  test('is also a head that is too long to be judged', () => {
    const long = head('web', `X-Filler: ${'x'.repeat(70_000)}`);
    const { passed, answer } = through(long, { rewrite });
    expect([passed, answer?.slice(0, 12)]).toEqual(['', 'HTTP/1.1 431']);
    expect(through(`GET /${'x'.repeat(70_000)}`, { rewrite, cuts: [9000, 60_000] }).answer).toMatch(/^HTTP\/1\.1 431/);
    expect(through(long, { rewrite, guard: 'off' }).passed).toBe(long);
  });
});

describe('what is not to be judged passes as it is', () => {
  const tls = `\x16\x03\x01\x02\x00\x01\x00\x01\xfc${head('evil.example')}`;
  const h2 = `PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n${head('evil.example')}`;
  const other = `\x00\x01binary${head('evil.example')}`;
  const upgraded = head('web', 'Connection: Upgrade', 'Upgrade: websocket') + head('evil.example');
  const body = `${head('web', `Content-Length: ${head('evil.example').length}`)}${head('evil.example')}`;

  test.each<[string, string]>([
    ['TLS', tls],
    ['HTTP/2', h2],
    ['another protocol', other],
    ['a long stream of another protocol', `\x00${'y'.repeat(100_000)}`],
    ['what follows an upgrade', upgraded],
    ['a body', body],
    ['nothing', ''],
  ])('%s', (_, text) => {
    expect(through(text)).toEqual({ passed: text, answer: undefined, isRefused: false });
    expect(through(text, { cuts: [1, 2, 3, 10, 40, 90] }).passed).toBe(text);
  });

  test('every byte where the guard is off', () => {
    expect(readRequests(plan, 'off')).toBeUndefined();
    expect(through(head('evil.example') + head('web'), { guard: 'off', rewrite }).passed).toBe(
      head('evil.example') + head(FULL),
    );
  });
});

test('however requests are cut into pieces, those before the first refused one pass and nothing of it does', () => {
  const host = fc.constantFrom('web', FULL, 'localhost:1', 'evil.example', '10.0.0.1');
  const message = fc.tuple(host, fc.string({ unit: 'binary-ascii', maxLength: 30 })).map(([name, body]) => ({
    name,
    text: head(name, `Content-Length: ${body.length}`) + body,
  }));
  fc.assert(
    fc.property(fc.array(message, { maxLength: 6 }), fc.array(fc.nat(), { maxLength: 12 }), (messages, cuts) => {
      const first = messages.findIndex(({ name }) => /evil|10\./.test(name));
      const good = first === -1 ? messages : messages.slice(0, first);
      const { passed, answer, isRefused } = through(messages.map(({ text }) => text).join(''), { cuts });
      expect(passed).toBe(good.map(({ text }) => text).join(''));
      expect([isRefused, answer !== undefined]).toEqual([first !== -1, first === 0]);
    }),
    { numRuns: 1000 },
  );
});
