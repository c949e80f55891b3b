import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { followExchanges } from '../../electron/engine/http-exchanges.ts';
import { watchExchanges } from '../support/exchanges.ts';

type Piece = readonly ['>' | '<', string];

/** Tells of these pieces, each from a buffer that is used again at once, as the engine's are. */
function follow(pieces: readonly Piece[], isWhole = true) {
  const watch = watchExchanges();
  const tap = followExchanges(watch.sink);
  for (const [way, text] of pieces) {
    const bytes = Buffer.from(text, 'latin1');
    if (way === '>') tap.onSent(bytes);
    else tap.onReceived(bytes);
    bytes.fill(0);
  }
  tap.onEnd(isWhole);
  return watch;
}

const split = (pieces: readonly Piece[]): Piece[] =>
  pieces.flatMap(([way, text]) => text.split('').map((letter) => [way, letter] as const));

const get = (path: string, more = '') => `GET ${path} HTTP/1.1\r\nHost: web\r\n${more}\r\n`;
const ok = (body: string) => `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`;

/** Byte by byte it must come to the same. */
function expectLines(pieces: readonly Piece[], ...lines: string[]): ReturnType<typeof follow> {
  expect(follow(split(pieces)).lines()).toEqual(lines);
  const watch = follow(pieces);
  expect(watch.lines()).toEqual(lines);
  return watch;
}

describe('a connection is told of', () => {
  test('with heads and bodies of known length', () => {
    const post = 'POST /a?b=1 HTTP/1.1\r\nHost: web\r\nContent-Length: 5\r\n\r\nhello';
    const { seen } = expectLines(
      [
        ['>', post],
        ['<', ok('world')],
      ],
      'POST /a?b=1 → 200 complete',
    );
    expect(seen[0]).toMatchObject({ sent: 'hello', got: 'world', isRequestWhole: true });
    expect(seen[0]?.response?.fields).toEqual([['Content-Length', '5']]);
    expect(seen[0]?.request.fields).toContainEqual(['Host', 'web']);
  });

  test('with chunked bodies, without the chunks', () => {
    const chunked = 'Transfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n2\r\nde\r\n0\r\nX-Sum: 1\r\n\r\n';
    const post = `PUT / HTTP/1.1\r\nHost: web\r\n${chunked}`;
    const { seen } = expectLines(
      [
        ['>', post],
        ['<', `HTTP/1.1 200 OK\r\n${chunked}`],
        ['>', get('/2')],
        ['<', ok('')],
      ],
      'PUT / → 200 complete',
      'GET /2 → 200 complete',
    );
    expect(seen[0]).toMatchObject({ sent: 'abcde', got: 'abcde' });
  });

  test('in the order of the requests, where these are pipelined', () => {
    const pieces: Piece[] = [
      ['>', get('/1') + get('/2') + get('/3')],
      ['<', ok('a') + ok('b') + ok('c')],
    ];
    const { seen } = expectLines(pieces, 'GET /1 → 200 complete', 'GET /2 → 200 complete', 'GET /3 → 200 complete');
    expect(seen.map(({ got }) => got)).toEqual(['a', 'b', 'c']);
  });

  test('without a body after HEAD, 204 and 304, whatever length they name', () => {
    expectLines(
      [
        ['>', `HEAD / HTTP/1.1\r\nHost: web\r\n\r\n${get('/n')}${get('/m')}${get('/x')}`],
        ['<', 'HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n'],
        ['<', 'HTTP/1.1 204 No Content\r\n\r\nHTTP/1.1 304 Not Modified\r\nContent-Length: 900\r\n\r\n'],
        ['<', ok('x')],
      ],
      'HEAD / → 200 complete',
      'GET /n → 204 complete',
      'GET /m → 304 complete',
      'GET /x → 200 complete',
    );
  });

  test('with the final answer after 100 and 103', () => {
    const post = 'POST / HTTP/1.1\r\nHost: web\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n';
    const early = 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n';
    const { seen } = expectLines(
      [
        ['>', post],
        ['<', early],
        ['>', 'ab'],
        ['<', ok('c')],
      ],
      'POST / → 200 complete',
    );
    expect(seen[0]).toMatchObject({ sent: 'ab', got: 'c' });
  });

  test('with all of a request that was answered before its end', () => {
    const head = 'POST / HTTP/1.1\r\nHost: web\r\nContent-Length: 4\r\n\r\n';
    const pieces: Piece[] = [
      ['>', `${head}ab`],
      ['<', ok('no')],
      ['>', `cd${get('/2')}`],
      ['<', ok('2')],
    ];
    const { seen } = expectLines(pieces, 'POST / → 200 complete', 'GET /2 → 200 complete');
    expect(seen[0]).toMatchObject({ sent: 'abcd', isRequestWhole: true });
  });

  test('until the connection ends, where the answer has no length', () => {
    const pieces: Piece[] = [
      ['>', get('/')],
      ['<', 'HTTP/1.0 200 OK\r\n\r\nall'],
      ['<', ' of it'],
    ];
    const { seen } = expectLines(pieces, 'GET / → 200 complete');
    expect(seen[0]?.got).toBe('all of it');
    expect(follow(pieces, false).lines()).toEqual(['GET / → 200 cut']);
  });

  test('as cut off, where the connection ends too early', () => {
    expectLines(
      [
        ['>', get('/')],
        ['<', 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc'],
      ],
      'GET / → 200 cut',
    );
    expectLines([['>', get('/')]], 'GET / → - cut');
  });
});

describe('reading ends', () => {
  test('with an upgrade that is accepted, and not a byte of the other protocol is told', () => {
    const offer = get('/ws', 'Connection: Upgrade\r\nUpgrade: websocket\r\n');
    const accepted = 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n';
    const { seen } = expectLines(
      [
        ['>', offer],
        ['<', `${accepted}\x81\x02hi`],
        ['>', get('/no')],
      ],
      'GET /ws → 101 upgraded',
    );
    expect(seen[0]).toMatchObject({ sent: '', got: '' });
  });

  test('after an upgrade that is refused, because what followed was not read', () => {
    const offer = get('/ws', 'Connection: Upgrade\r\nUpgrade: h2c\r\n');
    expectLines(
      [
        ['>', offer + get('/2')],
        ['<', ok('plain') + ok('2')],
      ],
      'GET /ws → 200 complete',
    );
  });

  test('with CONNECT that is accepted', () => {
    const connect = 'CONNECT db:5432 HTTP/1.1\r\nHost: db:5432\r\n\r\n';
    expectLines(
      [
        ['>', connect],
        ['<', 'HTTP/1.1 200 OK\r\n\r\nraw'],
        ['>', get('/')],
      ],
      'CONNECT db:5432 → 200 upgraded',
    );
  });

  test('before it began with HTTP/2, which is said', () => {
    const { unread } = expectLines([
      ['>', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\x12'],
      ['<', '\0\0\x12\x04'],
    ]);
    expect(unread).toEqual(['http2']);
  });

  test.each([
    ['a request that is none', [['>', '\x16\x03\x01\r\n\r\n']]],
    [
      'a negative length',
      [
        ['>', get('/')],
        ['<', 'HTTP/1.1 200 OK\r\nContent-Length: -90\r\n\r\n'],
      ],
    ],
    [
      'two lengths',
      [
        ['>', get('/')],
        ['<', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n'],
      ],
    ],
    [
      'both framings',
      [
        ['>', get('/')],
        ['<', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n'],
      ],
    ],
    [
      'a negative chunk',
      [
        ['>', get('/')],
        ['<', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\n'],
      ],
    ],
    ['an answer that nobody asked for', [['<', ok('x')]]],
    ['a head without an end', [['>', `GET / HTTP/1.1\r\nA: ${'x'.repeat(70_000)}`]]],
  ] as const)('at %s, and nothing is guessed', (_, pieces) => {
    const { unread, seen } = follow([...pieces, ['>', get('/later')], ['<', ok('')]]);
    expect(unread).toEqual(['other']);
    expect(seen.every(({ end }) => end === 'broken')).toBe(true);
    expect(follow(split(pieces)).unread).toEqual(['other']);
  });

  test('when nobody looks any more', () => {
    let isOver = false;
    const watch = watchExchanges(() => isOver);
    const tap = followExchanges(watch.sink);
    tap.onSent(Buffer.from(get('/1')));
    isOver = true;
    tap.onReceived(Buffer.from(ok('x')));
    expect(watch.lines()).toEqual(['GET /1 → - broken']);
  });
});

test('a mistake in what is told reaches nobody', () => {
  const { sink } = watchExchanges();
  const broken = () => {
    throw new Error('a mistake');
  };
  const tap = followExchanges({ ...sink, request: broken });
  expect(() => tap.onSent(Buffer.from(get('/')))).not.toThrow();
});

const piece = fc.tuple(
  fc.constantFrom('>' as const, '<' as const),
  fc.oneof(
    fc.constantFrom(get('/'), ok('abc'), 'HTTP/1.1 100 Continue\r\n\r\n', '0\r\n\r\n', '5\r\nabcde\r\n', '\r\n', '-1'),
    fc.constantFrom(
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n',
      'POST / HTTP/1.1\r\nContent-Length: 4\r\n\r\n',
    ),
    fc.uint8Array({ maxLength: 30 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
  ),
);

test('any bytes are read to an end, and the same however they are split', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const whole = follow(pieces);
      const parts = follow(split(pieces));
      expect(parts.lines()).toEqual(whole.lines());
      expect(parts.seen.map(({ got, sent }) => [got, sent])).toEqual(whole.seen.map(({ got, sent }) => [got, sent]));
    }),
    { numRuns: 500 },
  );
});
