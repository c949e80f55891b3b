import { app, systemPreferences } from 'electron';

/** As in `build/electron-builder.ts`: the installer's shortcuts have it. */
const APP_ID = 'dev.portside.app';
/** What a click on a notice calls. Electron 45 would register a new one in each run, and leave it there. */
const NOTICE_CLASS = '{08CC242B-0244-42B4-B321-D76A5A3636E6}';

/**
 * Windows knows by it whose notices, taskbar button and login item these are. To be called before there is anything to see:
 * a window that was there before has a button of its own beside the pinned one.
 */
export function takeAppId(): void {
  if (process.platform !== 'win32') return;
  // First, since it is written into the shortcut with the id.
  const newer: Partial<typeof app> = app;
  newer.setToastActivatorCLSID?.(NOTICE_CLASS);
  app.setAppUserModelId(APP_ID);
}

/**
 * macOS slows down all timers of an app that nobody sees, from the next start on not ours. Its bundle says so as well; this
 * is what the checkbox in the Finder writes, and what other versions of macOS listen to.
 */
export function refuseNaps(): void {
  if (process.platform === 'darwin') systemPreferences.setUserDefault('NSAppSleepDisabled', 'boolean', true);
}
