import { expect, test } from 'vitest';
import { createPlaces, hashedPort, otherPorts } from '../../electron/engine/place.ts';

const range = { first: '127.24.1.1', last: '127.24.255.255' };

test.each([
  ['web.ns-demo.svc.cluster.local:8080/HTTP', 32_694],
  ['web.ns-demo.svc.cluster.local:5353/UDP', 30_146],
  ['db-0.db--demo.addon.code.run:5432/TCP', 48_656],
])('%s has the port that the official client gives it', (name, port) => {
  expect(hashedPort(name)).toBe(port);
});

test('a port that cannot be had goes to one that is easy to remember, then to a stable one, then to any', () => {
  expect(otherPorts(80, 'web:80/HTTP')).toEqual([8080, hashedPort('web:80/HTTP'), 0]);
  expect(otherPorts(60_000, 'x:60000/TCP')).toEqual([hashedPort('x:60000/TCP'), 0]);
});

test('addresses are given in order, and those of targets that are closed now stay theirs', () => {
  const places = createPlaces({ other: '127.24.1.2' }, range);
  expect(places.borrow('a')).toBe('127.24.1.1');
  expect(places.borrow('b')).toBe('127.24.1.3');
});

test('a target that has left keeps its address, also where there is no other one left', () => {
  const places = createPlaces({}, { first: '127.24.1.1', last: '127.24.1.2' });
  expect(places.settle('a', places.borrow('a') ?? '')).toBe(true);
  places.leave('a');
  expect(places.borrow('b')).toBe('127.24.1.2');
  expect(places.borrow('c')).toBeUndefined();
});

test('a borrowed address is free again once its target has settled elsewhere or left', () => {
  const places = createPlaces({}, { first: '127.24.1.254', last: '127.24.2.1' });
  expect(places.borrow('a')).toBe('127.24.1.254');
  expect(places.borrow('a')).toBe('127.24.1.255');
  expect(places.settle('a', '127.24.1.255')).toBe(true);
  expect(places.borrow('b')).toBe('127.24.2.0');
  expect(places.borrow('b')).toBe('127.24.2.1');
  expect(places.borrow('c')).toBe('127.24.1.254');
  expect(places.borrow('c')).toBeUndefined();
  places.leave('c');
  expect(places.borrow('d')).toBe('127.24.1.254');
  expect(places.home('a')).toBe('127.24.1.255');
});

test('a target that has a home keeps it although it is served elsewhere for now', () => {
  const places = createPlaces({ a: '127.24.1.7' }, range);
  const elsewhere = places.borrow('a') ?? '';
  expect(places.settle('a', elsewhere)).toBe(false);
  expect(places.home('a')).toBe('127.24.1.7');
});

test('remembered addresses outside the range, damaged or given twice are not used', () => {
  const places = createPlaces(
    { a: '10.0.0.1', b: 'nonsense', c: '127.24.1.5', d: '127.24.1.5', e: '0.0.0.0', f: '127.24.1.999' },
    range,
  );
  expect(['a', 'b', 'd', 'e', 'f'].map((key) => places.home(key))).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
  expect(places.home('c')).toBe('127.24.1.5');
});
