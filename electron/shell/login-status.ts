import type { LoginItemSettings } from 'electron';

type Found = Pick<LoginItemSettings, 'openAtLogin' | 'executableWillLaunchAtLogin' | 'status'>;

/**
 * Whether the system starts the app as it was told to: in Task Manager and in System Settings the user may forbid what stays
 * registered.
 */
export function isLeftOn(found: Found, platform: NodeJS.Platform): boolean {
  if (platform === 'win32') return found.executableWillLaunchAtLogin || !found.openAtLogin;
  return found.status !== 'requires-approval';
}
