import { describe, expect, test } from 'vitest';
import { createHostRewriter } from '../../electron/engine/host-header.ts';
import { DECOY, expectRewritten, expectUntouched, FULL, rewrite, through } from '../support/host-header.ts';

describe('raw for good', () => {
  test.each([
    ['an offered websocket', 'GET / HTTP/1.1\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n'],
    [
      'offered HTTP/2',
      'GET / HTTP/1.1\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: A\r\n',
    ],
    ['CONNECT', 'CONNECT web:80 HTTP/1.1\r\n'],
  ])('after %s, whose own head is still rewritten', (_, start) => {
    expectRewritten(`${start}Host: web\r\n\r\n${DECOY}${DECOY}`, `${start}Host: ${FULL}\r\n\r\n${DECOY}${DECOY}`);
  });

  test.each([
    ['HTTP/2 with prior knowledge', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['a TLS hello', '\x16\x03\x01\x02\x00\x01\x00'],
    ['bytes of another protocol', '\x00\x01\x02'],
    ['a line of another protocol', 'EHLO web\r\n'],
    ['HTTP/0.9', 'GET /\r\n'],
    ['two blanks in the request line', 'GET  / HTTP/1.1\r\nHost: web\r\n\r\n'],
    ['a version that does not exist', 'GET / HTTP/11\r\nHost: web\r\n\r\n'],
    ['two Hosts', 'GET / HTTP/1.1\r\nHost: web\r\nHost: web\r\n\r\n'],
    ['a folded line', 'GET / HTTP/1.1\r\nHost:\r\n web\r\n\r\n'],
    ['a blank before the colon', 'GET / HTTP/1.1\r\nHost : web\r\n\r\n'],
    ['a line without colon', 'GET / HTTP/1.1\r\nHost: web\r\nnonsense\r\n\r\n'],
    ['a control character', 'GET / HTTP/1.1\r\nHost: web\r\nA: \x00\r\n\r\n'],
    ['a lone CR', 'GET / HTTP/1.1\r\nHost: web\r\nA: b\rHost: web\r\n\r\n'],
    ['both framings', 'POST / HTTP/1.1\r\nHost: web\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n'],
    ['two lengths', 'POST / HTTP/1.1\r\nHost: web\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n'],
    ['two lengths in one', 'POST / HTTP/1.1\r\nHost: web\r\nContent-Length: 1, 2\r\n\r\n'],
    ['a signed length', 'POST / HTTP/1.1\r\nHost: web\r\nContent-Length: +1\r\n\r\n'],
    ['an empty length', 'POST / HTTP/1.1\r\nHost: web\r\nContent-Length:\r\n\r\n'],
    ['a length beyond exact numbers', `POST / HTTP/1.1\r\nHost: web\r\nContent-Length: 1${'0'.repeat(16)}\r\n\r\n`],
    ['a coding after chunked', 'POST / HTTP/1.1\r\nHost: web\r\nTransfer-Encoding: chunked, gzip\r\n\r\n'],
    ['an unknown coding', 'POST / HTTP/1.1\r\nHost: web\r\nTransfer-Encoding: xchunked\r\n\r\n'],
    [
      'chunked twice',
      'POST / HTTP/1.1\r\nHost: web\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n',
    ],
    ['chunks in HTTP/1.0', 'POST / HTTP/1.0\r\nHost: web\r\nTransfer-Encoding: chunked\r\n\r\n'],
  ])('from %s on', (_, start) => {
    expectUntouched(start + DECOY);
  });

  test.each([
    ['a size that is none', 'x\r\n'],
    ['no size', '\r\n\r\n'],
    ['a blank after the size', '3 \r\nabc\r\n'],
    ['a size line ending in LF', '3\nabc\r\n'],
    ['a size line ending in CR', '3\r-abc\r\n0\r\n\r\n'],
    ['an LF in an extension', '3;a\n\r\nabc\r\n0\r\n\r\n'],
    ['a CR in an extension', '3;a\r;\r\nabc\r\n0\r\n\r\n'],
    ['data longer than its size', '3\r\nabcd\n0\r\n\r\n'],
    ['data not ending in CR LF', '3\r\nabc\r-0\r\n\r\n'],
    ['a size beyond exact numbers', `${'f'.repeat(14)}\r\n`],
    ['an LF in a trailer', '0\r\nA: b\n\r\n\r\n'],
    ['a CR in a trailer', '0\r\nA: b\r-\r\n\r\n'],
    ['an empty line ending in LF', '0\r\n\n\r\n\r\n'],
    ['an empty line ending in CR', '0\r\n\r-'],
    ['endless trailers', `0\r\n${`A: ${'x'.repeat(1020)}\r\n`.repeat(65)}\r\n`],
    ['an endless extension', `3;${'x'.repeat(65 * 1024)}\r\nabc\r\n0\r\n\r\n`],
  ])('from chunks with %s on', (_, body) => {
    const head = (host: string) => `POST / HTTP/1.1\r\nHost: ${host}\r\nTransfer-Encoding: chunked\r\n\r\n`;
    expectRewritten(head('web') + body + DECOY, head(FULL) + body + DECOY);
  });

  test('from a head of more than 64 KiB on, which is never held back beyond that', () => {
    const rewriter = createHostRewriter(rewrite);
    const start = `GET / HTTP/1.1\r\nHost: web\r\n`;
    const filler = `X: ${'x'.repeat(1020)}\r\n`;
    let sent = rewriter.push(Buffer.from(start)).length;
    let pushed = start.length;
    while (sent === 0 && pushed < 128 * 1024) {
      sent = rewriter.push(Buffer.from(filler)).reduce((sum, piece) => sum + piece.length, 0);
      pushed += filler.length;
    }
    expect(sent).toBe(pushed);
    expect(pushed).toBeGreaterThan(64 * 1024);
    expect(pushed).toBeLessThan(66 * 1024);
    const rest = Buffer.from(`\r\n${DECOY}`);
    expect(rewriter.push(rest)).toEqual([rest]);
  });

  test('from a head of more than 64 KiB in one chunk on', () => {
    const fits = (size: number) => {
      const frame = 'GET / HTTP/1.1\r\nHost: web\r\nX: \r\n\r\n';
      return frame.replace('X: ', `X: ${'x'.repeat(size - frame.length)}`);
    };
    expect(through(fits(64 * 1024) + DECOY)).toBe((fits(64 * 1024) + DECOY).replaceAll('Host: web', `Host: ${FULL}`));
    expect(through(fits(64 * 1024 + 1) + DECOY)).toBe(fits(64 * 1024 + 1) + DECOY);
  });
});
