import { app, systemPreferences } from 'electron';

/** As in `build/electron-builder.ts`: the installer's shortcuts have it. */
const APP_ID = 'dev.portside.app';

/**
 * Windows knows by it whose notices, taskbar button and login item these are. To be called before there is anything to see:
 * a window that was there before has a button of its own beside the pinned one.
 */
export function takeAppId(): void {
  if (process.platform === 'win32') app.setAppUserModelId(APP_ID);
}

/**
 * macOS slows down all timers of an app that nobody sees, from the next start on not ours. Its bundle says so as well; this
 * is what the checkbox in the Finder writes, and what other versions of macOS listen to.
 */
export function refuseNaps(): void {
  if (process.platform === 'darwin') systemPreferences.setUserDefault('NSAppSleepDisabled', 'boolean', true);
}
