import type { BrowserWindow } from 'electron';

type Hideable = Pick<BrowserWindow, 'isFullScreen' | 'setFullScreen' | 'isDestroyed' | 'hide'> & {
  once(event: 'leave-full-screen', listener: () => void): unknown;
};

/** Hides it. On macOS one that is hidden in full screen leaves a black screen behind: it leaves that first. */
export function hideWindow(window: Hideable, platform: NodeJS.Platform = process.platform): void {
  if (platform !== 'darwin' || !window.isFullScreen()) return window.hide();
  window.once('leave-full-screen', () => {
    if (!window.isDestroyed()) window.hide();
  });
  window.setFullScreen(false);
}
