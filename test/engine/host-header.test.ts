import { describe, expect, test } from 'vitest';
import { createHostRewriter } from '../../electron/engine/host-header.ts';
import { DECOY, expectRewritten, expectUntouched, FULL, get, rewrite, through } from '../support/host-header.ts';

describe('the Host value', () => {
  test.each([
    ['web:8080', `${FULL}:8080`],
    ['web', FULL],
    ['p01.web:8080', `${FULL}:8080`],
    ['WEB:8080', `${FULL}:8080`],
    ['web.', FULL],
    ['web.:80', `${FULL}:80`],
    ['web:', `${FULL}:`],
  ])('%s becomes %s', (before, after) => {
    expectRewritten(get(before), get(after));
  });

  test.each([
    FULL,
    `${FULL}:8080`,
    '127.24.1.1:8080',
    '[::1]:8080',
    'localhost:8080',
    'web.web:8080',
    'web2',
    'myweb',
    'web.example',
    'web:80x',
    'web,web',
    'web web',
    'web..',
    '',
  ])('%s stays, because it is none of the names', (host) => {
    expectUntouched(get(host));
  });

  test('is found in any letter case and with any blanks around it, which stay', () => {
    for (const [before, after] of [
      ['host: web:8080', `host: ${FULL}:8080`],
      ['Host:web', `Host:${FULL}`],
      ['HOST: \t web\t ', `HOST: \t ${FULL}\t `],
    ]) {
      expectRewritten(`GET / HTTP/1.1\r\n${before}\r\n\r\n`, `GET / HTTP/1.1\r\n${after}\r\n\r\n`);
    }
  });

  test('is found wherever its line stands, and no other field is taken for it', () => {
    const head = (host: string) =>
      'GET /?Host:web HTTP/1.1\r\n' +
      `X-Forwarded-Host: web:8080\r\nX-Host: web\r\nOrigin: http://web:8080\r\nHost: ${host}\r\nForwarded: host=web\r\n\r\n`;
    expectRewritten(head('web:8080'), head(`${FULL}:8080`));
  });

  test('is rewritten for an absolute request target, whose line stays', () => {
    const head = (host: string) => `GET http://web:8080/a HTTP/1.1\r\nHost: ${host}\r\n\r\n`;
    expectRewritten(head('web:8080'), head(`${FULL}:8080`));
  });

  test('is rewritten in heads whose lines end in LF alone', () => {
    expectRewritten('GET / HTTP/1.0\nHost: web\n\n', `GET / HTTP/1.0\nHost: ${FULL}\n\n`);
  });

  test('keeps bytes beyond ASCII elsewhere in the head', () => {
    const head = (host: string) => `GET /\xe4\xff HTTP/1.1\r\nX-Name: \xc3\xa4\r\nHost: ${host}\r\n\r\n`;
    expectRewritten(head('web'), head(FULL));
  });

  test('stays when there is nothing to rewrite to, or a replacement that would break the line', () => {
    for (const odd of [
      { names: [], to: FULL },
      { names: ['web'], to: '' },
      { names: ['web'], to: 'a\r\nX-Evil: 1' },
    ]) {
      const chunk = Buffer.from(get('web'));
      expect(createHostRewriter(odd).push(chunk)).toEqual([chunk]);
    }
  });
});

describe('requests after the first', () => {
  test('are rewritten when pipelined in one chunk', () => {
    expectRewritten(
      get('web') + get('p01.web:1') + get('other') + get('web'),
      get(FULL) + get(`${FULL}:1`) + get('other') + get(FULL),
    );
  });

  test('are rewritten when a head is split at any byte', () => {
    const before = get('web', 'A: b\r\n') + get('p01.web:8080');
    const after = get(FULL, 'A: b\r\n') + get(`${FULL}:8080`);
    for (let at = 0; at <= before.length; at += 1) expect(through(before.slice(0, at), before.slice(at))).toBe(after);
  });

  test('are rewritten after empty lines between requests', () => {
    expectRewritten(`\r\n\n${get('web')}\r\n${get('web')}`, `\r\n\n${get(FULL)}\r\n${get(FULL)}`);
  });

  test('are rewritten after a body of known length, which stays', () => {
    const post = (host: string) =>
      `POST / HTTP/1.1\r\nHost: ${host}\r\nContent-Length: ${DECOY.length}\r\n\r\n${DECOY}`;
    expectRewritten(post('web') + get('web'), post(FULL) + get(FULL));
  });

  test('are rewritten after an empty body, or a length that is said twice alike', () => {
    const post = (host: string, length: string) => `POST / HTTP/1.1\r\nHost: ${host}\r\n${length}\r\n\r\n`;
    for (const [length, body] of [
      ['Content-Length: 0', ''],
      ['Content-Length: 3, 3', 'abc'],
      ['Content-Length: 3\r\ncontent-length:3', 'abc'],
    ] as const) {
      expectRewritten(post('web', length) + body + get('web'), post(FULL, length) + body + get(FULL));
    }
  });

  test('are rewritten after a chunked body with extensions and trailers, which stays', () => {
    const size = DECOY.length.toString(16);
    const body =
      `${size}\r\n${DECOY}\r\n` +
      `${size.toUpperCase()};name="a;b";x\r\n${DECOY}\r\n` +
      `000\r\nHost: web\r\nX-Sum: 1\r\n\r\n`;
    const post = (host: string) =>
      `POST / HTTP/1.1\r\nTransfer-Encoding: gzip, Chunked\r\nHost: ${host}\r\n\r\n${body}`;
    expectRewritten(post('web') + get('web'), post(FULL) + get(FULL));
  });

  test('are rewritten after a body that waited for 100 Continue', () => {
    const head = (host: string) =>
      `PUT / HTTP/1.1\r\nHost: ${host}\r\nExpect: 100-continue\r\nContent-Length: ${DECOY.length}\r\n\r\n`;
    expect(through(head('web'), DECOY, get('web'))).toBe(head(FULL) + DECOY + get(FULL));
  });

  test('are rewritten after many chunks whose extensions are long together', () => {
    const post = (host: string) => `POST / HTTP/1.1\r\nHost: ${host}\r\nTransfer-Encoding: chunked\r\n\r\n`;
    const body = `${`3;${'x'.repeat(1020)}\r\nabc\r\n`.repeat(70)}0\r\n\r\n`;
    expectRewritten(post('web') + body + get('web'), post(FULL) + body + get(FULL));
  });

  test.each(['Connection: keep-alive\r\nUpgrade: foo\r\n', 'Connection: upgrade\r\n'])(
    'are rewritten after half of an upgrade: %j',
    (fields) => {
      expectRewritten(get('web', fields) + get('web'), get(FULL, fields) + get(FULL));
    },
  );
});

describe('what is held back', () => {
  test.each([
    ['\x16', '\x16'],
    ['\x16\x03', '\x16\x03'],
    ['hello\n', 'hello\n'],
    ['\r\n', '\r\n'],
    ['GET / HTTP/2', 'GET / HTTP/2'],
    ['GET / HTTP/1.1 ', 'GET / HTTP/1.1 '],
    ['A'.repeat(33), 'A'.repeat(33)],
    [`A ${'a'.repeat(400)}\x00${'a'.repeat(4000)}`, `A ${'a'.repeat(400)}\x00${'a'.repeat(4000)}`],
    ['GET', ''],
    ['GET ', ''],
    ['GET / HTTP/1.1\r', ''],
    ['GET / HTTP/1.1\r\nHost: web\r\n', ''],
  ])('%j gives %j at once', (text, expected) => {
    expect(through(text)).toBe(expected);
  });

  test('is judged anew for each request', () => {
    expect(through('GET / HTTP/1.1\r\n', 'Host: web\r\n\r\n', 'hello\n')).toBe(`${get(FULL)}hello\n`);
  });

  test('comes out at the end as it was, and everything later passes', () => {
    const rewriter = createHostRewriter(rewrite);
    expect(rewriter.push(Buffer.from('GET / HTTP/1.1\r\nHost: web\r\n'))).toEqual([]);
    expect(Buffer.concat(rewriter.end()).toString()).toBe('GET / HTTP/1.1\r\nHost: web\r\n');
    expect(rewriter.end()).toEqual([]);
    const late = Buffer.from(DECOY);
    expect(rewriter.push(late)).toEqual([late]);
  });

  test('survives when the chunk it came in is read into again', () => {
    const rewriter = createHostRewriter(rewrite);
    const reused = Buffer.from('GET / HTTP/1.1\r\nHost: we');
    expect(rewriter.push(reused)).toEqual([]);
    reused.fill('#');
    expect(Buffer.concat(rewriter.push(Buffer.from('b\r\n\r\n'))).toString()).toBe(get(FULL));
  });
});

describe('bulk', () => {
  test('of a counted body leaves as the very chunk it came in', () => {
    const rewriter = createHostRewriter(rewrite);
    rewriter.push(Buffer.from(`PUT / HTTP/1.1\r\nHost: web\r\nContent-Length: ${4 * 65_536}\r\n\r\n`));
    for (let count = 0; count < 4; count += 1) {
      const chunk = Buffer.alloc(65_536, 'G');
      const pieces = rewriter.push(chunk);
      expect(pieces).toHaveLength(1);
      expect(pieces[0]).toBe(chunk);
    }
    expect(Buffer.concat(rewriter.push(Buffer.from(get('web')))).toString()).toBe(get(FULL));
  });

  test('of a chunked body leaves as the very chunk it came in', () => {
    const rewriter = createHostRewriter(rewrite);
    rewriter.push(Buffer.from('PUT / HTTP/1.1\r\nHost: web\r\nTransfer-Encoding: chunked\r\n\r\n'));
    const chunk = Buffer.concat([Buffer.from('10000\r\n'), Buffer.alloc(65_536, 'G'), Buffer.from('\r\n')]);
    for (let count = 0; count < 4; count += 1) expect(rewriter.push(chunk)[0]).toBe(chunk);
    expect(Buffer.concat(rewriter.push(Buffer.from(`0\r\n\r\n${get('web')}`))).toString()).toBe(
      `0\r\n\r\n${get(FULL)}`,
    );
  });

  test('behind a head in one chunk is not copied', () => {
    const rewriter = createHostRewriter(rewrite);
    const head = Buffer.from('PUT / HTTP/1.1\r\nHost: web\r\nContent-Length: 65536\r\n\r\n');
    const chunk = Buffer.concat([head, Buffer.alloc(65_536, 'G')]);
    const pieces = rewriter.push(chunk);
    expect(pieces.at(-1)?.buffer).toBe(chunk.buffer);
    expect(pieces.at(-1)?.length).toBeGreaterThan(65_536);
  });

  test('is not what a small request is: it leaves in one piece', () => {
    expect(createHostRewriter(rewrite).push(Buffer.from(get('web') + get('web')))).toHaveLength(1);
  });
});
