import path from 'node:path';
import { nativeImage, nativeTheme, type NativeImage } from 'electron';
import type { TrayIcon } from './tray-icon.ts';

/** The taskbar's theme, which on Windows differs from the app's; most Linux panels are dark. */
export function taskbarTheme(): 'light' | 'dark' {
  if (process.platform === 'linux') return 'dark';
  return nativeTheme.shouldUseDarkColorsForSystemIntegratedUI ? 'dark' : 'light';
}

export function trayImage(assets: string, icon: TrayIcon): NativeImage {
  const files: { readonly [Platform in NodeJS.Platform]?: string } = {
    darwin: `${icon}Template.png`,
    // Several sizes in one file: Windows would scale a PNG up on dense screens.
    win32: `${icon}-${taskbarTheme()}.ico`,
  };
  return nativeImage.createFromPath(
    path.join(assets, 'tray', files[process.platform] ?? `${icon}-${taskbarTheme()}.png`),
  );
}
