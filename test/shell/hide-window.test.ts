import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { hideWindow } from '../../electron/shell/hide-window.ts';

function fake(isFull: boolean) {
  const done: string[] = [];
  const window = Object.assign(new EventEmitter(), {
    isFullScreen: () => isFull,
    isDestroyed: () => false,
    setFullScreen: (to: boolean) => void done.push(`full screen ${to}`),
    hide: () => void done.push('hidden'),
  });
  return { done, window };
}

test('a window in full screen leaves that before it is hidden on macOS, since the screen would stay black', () => {
  const { done, window } = fake(true);
  hideWindow(window, 'darwin');
  expect(done).toEqual(['full screen false']);
  window.emit('leave-full-screen');
  expect(done).toEqual(['full screen false', 'hidden']);
});

test.each([
  ['darwin', false],
  ['linux', true],
  ['win32', true],
] as const)('on %s, full screen %s: it is hidden at once', (platform, isFull) => {
  const { done, window } = fake(isFull);
  hideWindow(window, platform);
  expect(done).toEqual(['hidden']);
});
