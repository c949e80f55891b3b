import { app, dialog } from 'electron';
import type { Log } from '../base/log.ts';

type Parts = {
  readonly show: () => void;
  /** Closes every part within its budget; returns what went wrong. */
  readonly close: () => Promise<Error[]>;
  readonly log: Log;
};

/**
 * Every way out leads through one door: quit, a signal, a shutdown and an uncaught error all close the parts first. The
 * app has no window of its own to end with; it lives in the tray.
 */
export function ownLife({ show, close, log }: Parts): void {
  let closing: Promise<void> | undefined;
  const end = async (code: number): Promise<void> => {
    for (const error of await close()) log.error('a part did not close', { error });
    app.exit(code);
  };
  const leave = (code: number): void => {
    closing ??= end(code);
  };

  app.on('second-instance', show);
  app.on('activate', show);
  app.on('window-all-closed', () => {});
  app.on('before-quit', (event) => {
    event.preventDefault();
    leave(0);
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => leave(0));
  process.on('uncaughtException', (error) => {
    log.error('uncaught error', { error, stack: error.stack });
    leave(1);
  });
  process.on('unhandledRejection', (reason) => {
    log.error('unhandled rejection', { error: reason });
    leave(1);
  });
}

/**
 * For a start that failed, as where the data folder cannot be read: without this an app with neither tray nor window would
 * go on in its place, and every later start would end in favour of it.
 */
export function giveUp(error: unknown): void {
  const reason = error instanceof Error ? error.message : String(error);
  process.stderr.write(`Portside cannot start: ${reason}\n`);
  if (!process.argv.includes('--hidden')) dialog.showErrorBox('Portside cannot start', reason);
  app.exit(1);
}
