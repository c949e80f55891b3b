import { expect, test } from 'vitest';
import { isLeftOn } from '../../electron/shell/login-status.ts';

const found = { openAtLogin: true, executableWillLaunchAtLogin: true, status: 'enabled' } as const;

test.each([
  ['win32', found, true],
  ['win32', { ...found, executableWillLaunchAtLogin: false }, false],
  ['win32', { ...found, openAtLogin: false, executableWillLaunchAtLogin: false }, true],
  ['darwin', found, true],
  ['darwin', { ...found, openAtLogin: false, status: 'not-registered' }, true],
  ['darwin', { ...found, openAtLogin: false, status: 'requires-approval' }, false],
] as const)('on %s, %j is left on by the user: %s', (platform, settings, isOn) => {
  expect(isLeftOn(settings, platform)).toBe(isOn);
});
