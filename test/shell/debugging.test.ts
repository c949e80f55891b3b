import { expect, test } from 'vitest';
import { refusedSwitch } from '../../electron/shell/debugging.ts';

const start = (name: string, { isPackaged = true, isInspected = false } = {}) =>
  refusedSwitch({ isPackaged, isInspected, hasSwitch: (each) => each === name });

test('the packaged app does not start where another program could act as its page', () => {
  expect(start('remote-debugging-port')).toBe('remote-debugging-port');
  expect(start('remote-debugging-pipe')).toBe('remote-debugging-pipe');
  expect(start('hidden')).toBeUndefined();
});

test('a working copy and a package made for tests do', () => {
  expect(start('remote-debugging-port', { isPackaged: false })).toBeUndefined();
  expect(start('remote-debugging-port', { isInspected: true })).toBeUndefined();
});
