import { BaseWindow } from 'electron';

/** Held here: one that is collected hears nothing. */
let ear: BaseWindow | undefined;

/**
 * Windows says to windows alone that the session ends, and an installer asks windows alone to close. An app that was started
 * at login has none, and would be ended without a word: hence one that is never shown. Call after the app is ready.
 */
export function hearFarewell(onFarewell: () => void): void {
  if (process.platform !== 'win32') return;
  ear = new BaseWindow({ show: false });
  ear.on('session-end', onFarewell);
  ear.on('close', onFarewell);
}
