import { expect, test } from 'vitest';
import { relaunchArguments } from '../../electron/shell/relaunch.ts';

const well = { ranMs: 1000, isShown: true };

test('a crashed app is started again with what it was started with', () => {
  expect(relaunchArguments(['/opt/portside', '.', '--user-data-dir=/home/me'], well)).toEqual([
    '.',
    '--user-data-dir=/home/me',
    '--after-crash',
  ]);
});

test('one without a window comes back without one', () => {
  expect(relaunchArguments(['/opt/portside'], { ...well, isShown: false })).toEqual(['--after-crash', '--hidden']);
  expect(relaunchArguments(['/opt/portside', '--hidden'], well)).toEqual(['--after-crash']);
});

test('one that crashes again soon stays down, and one that ran well for long is forgiven', () => {
  const again = ['/opt/portside', '--after-crash'];
  expect(relaunchArguments(again, well)).toBeUndefined();
  expect(relaunchArguments(again, { ranMs: 11 * 60_000, isShown: true })).toEqual(['--after-crash']);
});
