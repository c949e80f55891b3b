import { afterEach, describe, expect, test } from 'vitest';
import { createLog, keepOutOfLogs, redact, silentLog, type Fields } from '../../electron/base/log.ts';

const forgets: (() => void)[] = [];
afterEach(() => {
  for (const forget of forgets.splice(0)) forget();
});
const hide = (secret: string) => forgets.push(keepOutOfLogs(secret));

function record() {
  const lines: { level: string; scope: string; message: string; fields: Fields }[] = [];
  const log = createLog((level, scope, message, fields) => lines.push({ level, scope, message, fields }));
  return { log, lines };
}
const fieldsOf = (fields: Fields) => {
  const { log, lines } = record();
  log.info('x', fields);
  return lines[0]?.fields;
};

describe('a line', () => {
  test('carries its level, scope, message and fields', () => {
    const { log, lines } = record();
    log.debug('a', { n: 1 });
    log.info('b');
    log.child('engine').warn('c');
    log.child('engine').child('dial').error('d', { ok: false, none: null, missing: undefined });
    expect(lines).toEqual([
      { level: 'debug', scope: 'portside', message: 'a', fields: { n: 1 } },
      { level: 'info', scope: 'portside', message: 'b', fields: {} },
      { level: 'warn', scope: 'portside.engine', message: 'c', fields: {} },
      {
        level: 'error',
        scope: 'portside.engine.dial',
        message: 'd',
        fields: { ok: false, none: null, missing: undefined },
      },
    ]);
  });

  test('of the silent log goes nowhere', () => {
    expect(() => silentLog.error('nothing', { error: new Error('x') })).not.toThrow();
  });
});

describe('a secret', () => {
  const jwt = 'eyJhbGciOiJIUzI1NiJ9.eyJlbnRpdHlUeXBlIjoidGVhbSJ9.c2lnbmF0dXJl';

  test.each([
    [`token ${jwt} end`, 'token [token] end'],
    [`Authorization: Bearer abcdef.123456`, 'Authorization: Bearer [secret]'],
    ['basic dXNlcjpwYXNz', 'basic [secret]'],
    ['postgres://user:hunter2@db:5432/x', 'postgres://user:[secret]@db:5432/x'],
    ['https://host:8443/path', 'https://host:8443/path'],
    ['redis://:p/q@w@db:6379 x', 'redis://:[secret]@db:6379 x'],
    ['PGPASSWORD=hunter2 psql', 'PGPASSWORD=[secret] psql'],
    ['{"password": "a \\" b", "n": 1}', '{"password": [secret], "n": 1}'],
    [String.raw`"{\"token\":\"abc\",\"n\":1}"`, String.raw`"{\"token\":[secret],\"n\":1}"`],
    ['https://host/?api_key=abc&x=1', 'https://host/?api_key=[secret]&x=1'],
    ['the token was rejected: try again', 'the token was rejected: try again'],
    ['a bearer of news', 'a bearer of news'],
  ])('is taken out of %j', (text, clean) => {
    expect(redact(text)).toBe(clean);
  });

  test('that is known is taken out of message, fields, errors and their causes', () => {
    hide('correct-horse');
    const { log, lines } = record();
    const cause = Object.assign(new Error('by correct-horse'), { code: 'EBAD' });
    const error = new Error('sent correct-horse', { cause });
    log.warn('with correct-horse', {
      text: 'correct-horse',
      list: ['a', { deep: 'correct-horse!' }],
      error,
      'correct-horse': 1,
    });
    expect(JSON.stringify(lines)).not.toContain('correct-horse');
    expect(lines[0]?.fields['error']).toEqual({
      name: 'Error',
      message: 'sent [secret]',
      cause: { name: 'Error', message: 'by [secret]', code: 'EBAD' },
    });
    expect(lines[0]?.fields['list']).toEqual(['a', { deep: '[secret]!' }]);
  });

  test('that is known is taken out of an address and of JSON, too', () => {
    hide('p@ss"w(o)rd');
    for (const text of [encodeURIComponent('p@ss"w(o)rd'), 'p%40ss%22w%28o%29rd', JSON.stringify('p@ss"w(o)rd')])
      expect(redact(`x ${text} y`)).toMatch(/^x "?\[secret\]"? y$/);
  });

  test('in a field of its name is not shown, whatever it looks like', () => {
    const fields = { answer: { password: 'x', Authorization: 'abc', tokens: 3, token: 7, secretary: 'Ann' } };
    expect(fieldsOf(fields)).toEqual({
      answer: { password: '[secret]', Authorization: '[secret]', tokens: 3, token: 7, secretary: 'Ann' },
    });
  });

  test('with quotes or within another one is taken out whole', () => {
    hide('pass"word\\1');
    hide('abcdef');
    hide('abcdef-and-more');
    expect(fieldsOf({ deep: { text: 'x pass"word\\1 y' } })).toEqual({ deep: { text: 'x [secret] y' } });
    expect(redact('abcdef-and-more')).toBe('[secret]');
  });

  test.each([
    ['letters', 'a'.repeat(200_000)],
    ['words', 'password'.repeat(25_000)],
    ['addresses', 'a://b:'.repeat(30_000)],
  ])('is looked for in no time in a long text of %s', (_, text) => {
    const before = performance.now();
    redact(text);
    expect(performance.now() - before).toBeLessThan(4000);
  });

  test('is known until everybody who named it has forgotten it', () => {
    const first = keepOutOfLogs('twice-named');
    const second = keepOutOfLogs('twice-named');
    first();
    first();
    expect(redact('twice-named')).toBe('[secret]');
    second();
    expect(redact('twice-named')).toBe('twice-named');
  });

  test('too short to be one would blacken ordinary words', () => {
    hide('on');
    expect(redact('on and on')).toBe('on and on');
  });
});

describe('no field breaks a line', () => {
  test('not one that contains itself', () => {
    const loop: { self?: unknown; name: string } = { name: 'loop' };
    loop.self = loop;
    const error = new Error('loop');
    error.cause = error;
    expect(fieldsOf({ loop, error })).toEqual({
      loop: { name: 'loop', self: '[circular]' },
      error: { name: 'Error', message: 'loop', cause: '[circular]' },
    });
  });

  test('the same object twice is no circle', () => {
    const address = { port: 80 };
    expect(fieldsOf({ both: [address, address] })).toEqual({ both: [{ port: 80 }, { port: 80 }] });
  });

  test('not text that looks like a password across two fields', () => {
    const fields = { pair: { first: 'https://host:', second: 'x@y' } };
    expect(fieldsOf(fields)).toEqual(fields);
  });

  test('not values that JSON has no word for', () => {
    const when = new Date(0);
    const fields = fieldsOf({
      big: { n: 10n },
      call: { f: () => 1, s: Symbol('s') },
      when: { when },
      none: { u: undefined },
    });
    expect(JSON.parse(JSON.stringify(fields))).toEqual({
      big: { n: '10' },
      call: { f: '[function]', s: 'Symbol(s)' },
      when: { when: '1970-01-01T00:00:00.000Z' },
      none: {},
    });
  });

  test('not one whose getter throws', () => {
    const trap = {
      get value(): never {
        throw new Error('trap');
      },
    };
    expect(fieldsOf({ trap })).toEqual({ trap: '[unreadable]' });
  });
});
