import { expect, test } from 'vitest';
import { aliasCommand, needsAlias } from '../../electron/system/loopback.ts';

test('macOS needs an alias for every loopback address but 127.0.0.1', () => {
  expect(needsAlias('127.24.1.1', 'darwin')).toBe(true);
  expect(needsAlias('127.0.0.1', 'darwin')).toBe(false);
});

test('Linux and Windows have the whole range', () => {
  expect(needsAlias('127.24.1.1', 'linux')).toBe(false);
  expect(needsAlias('127.24.1.1', 'win32')).toBe(false);
});

test('an alias is added and removed by ifconfig with these arguments', () => {
  expect(aliasCommand('127.24.1.1', 'add')).toEqual({
    file: '/sbin/ifconfig',
    args: ['lo0', 'alias', '127.24.1.1', 'up'],
  });
  expect(aliasCommand('127.24.1.1', 'remove')).toEqual({
    file: '/sbin/ifconfig',
    args: ['lo0', '-alias', '127.24.1.1'],
  });
});

test.each(['127.0.0.1', '10.0.0.1', '127.24.1.1 up; id', '127.24.1.1\n', '-a', ''])(
  '%j is never aliased',
  (address) => {
    expect(() => aliasCommand(address, 'add')).toThrow(RangeError);
    expect(() => aliasCommand(address, 'remove')).toThrow(RangeError);
  },
);
