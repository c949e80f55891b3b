import * as fc from 'fast-check';
import { parse as parsePg } from 'pg-connection-string';
import { describe, expect, test } from 'vitest';
import { formatConnector, parseConnector } from '../../electron/kit/connector.ts';
import { formatUri, formatUserinfo, parseUri, parseUserinfo, withParam } from '../../electron/kit/uri.ts';

/** Anything that a password may hold, special marks above all. */
const secret = fc
  .string({
    unit: fc.oneof(fc.constantFrom(...Array.from('@:/?#%&=+,;[]\'"`$\\ !*()é☕')), fc.string({ unit: 'binary' })),
    minLength: 1,
    maxLength: 20,
  })
  .filter((text) => !/\p{Surrogate}/u.test(text) && !text.includes('\0'));
const host = fc.constantFrom('db.example', '127.24.0.9', 'primary.db--x.addon.code.run');
const port = fc.integer({ min: 1, max: 65_535 });

describe('a login in a URI', () => {
  test('comes back as it was, from us and from URL', () => {
    fc.assert(
      fc.property(secret, secret, host, port, (user, password, name, number) => {
        const userinfo = formatUserinfo(user, password) ?? '';
        const text = formatUri({
          scheme: 'redis',
          userinfo,
          hosts: [{ host: name, port: number }],
          path: '',
          params: [],
        });
        const url = new URL(text);
        expect([url.username, url.password].map(decodeURIComponent)).toEqual([user, password]);
        expect([url.hostname, url.port]).toEqual([name, String(number)]);
        expect(parseUserinfo(parseUri(text)?.userinfo)).toEqual({ user, password });
      }),
    );
  });

  test('is read by PostgreSQL’s own reader in Node', () => {
    fc.assert(
      fc.property(secret, secret, port, (user, password, number) => {
        const userinfo = formatUserinfo(user, password) ?? '';
        const read = parsePg(
          formatUri({
            scheme: 'postgresql',
            userinfo,
            hosts: [{ host: 'h.example', port: number }],
            path: '/db',
            params: [],
          }),
        );
        expect(read).toMatchObject({ user, password, host: 'h.example', port: String(number), database: 'db' });
      }),
    );
  });

  test('with a mark that is no encoding stands for itself', () => {
    expect(parseUserinfo('a:100%')).toEqual({ user: 'a', password: '100%' });
  });
});

test.each([
  'postgresql://u:p@a.example:5432,b.example:5433/db?target_session_attrs=read-write&x',
  'mongodb://u:p%40@m-0.example:27017,m-1.example:27017,m-2.example/db?replicaSet=rs0#end',
  'jdbc:mysql://h:3306/db?user=u&password=p%2B1',
  'redis://:p@[::1]:6379/0',
  'http://web:8080/a/b?c=d,e',
])('%s is written as it was read', (text) => {
  const uri = parseUri(text);
  expect(uri && formatUri(uri)).toBe(text);
});

test.each(['web', 'web:8080', 'server=a:1;uid=b', 'http//x', 'postgres://a b', 'redis-cli -u redis://h'])(
  '%s is no URI',
  (text) => {
    expect(parseUri(text)).toBeUndefined();
  },
);

test('a parameter is changed in its place, whatever its case, and added at the end', () => {
  expect(withParam([['A', '1'], ['tls', 'true'], ['b']], 'TLS', 'false')).toEqual([
    ['A', '1'],
    ['tls', 'false'],
    ['b'],
  ]);
  expect(withParam([['a', '1']], 'b', '2')).toEqual([
    ['a', '1'],
    ['b', '2'],
  ]);
  expect(
    withParam(
      [
        ['a', '1'],
        ['b', '2'],
      ],
      'a',
      undefined,
    ),
  ).toEqual([['b', '2']]);
});

describe('a MySQL connector string', () => {
  test('comes back as it was, whatever its values hold', () => {
    const value = fc.string({
      unit: fc.oneof(fc.constantFrom(...Array.from(';=\'" ')), fc.string({ unit: 'binary' })),
      maxLength: 12,
    });
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 4 }), (values) => {
        const pairs: (readonly [string, string])[] = [['server', 'h:3306']];
        pairs.push(...values.map((each, index) => [`key${index}`, each] as const));
        expect(parseConnector(formatConnector(pairs))).toEqual(pairs);
      }),
    );
  });

  test('is known by its server', () => {
    expect(parseConnector('server=h:3306;uid=u;password=a=b;Database = d')).toEqual([
      ['server', 'h:3306'],
      ['uid', 'u'],
      ['password', 'a=b'],
      ['Database', 'd'],
    ]);
    expect(parseConnector('uid=u;password=p')).toBeUndefined();
    expect(parseConnector('server=h;rest')).toBeUndefined();
  });
});
