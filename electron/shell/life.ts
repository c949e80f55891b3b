import { app, dialog, powerMonitor } from 'electron';
import type { Log } from '../base/log.ts';
import { startText } from '../contract/text/desktop.ts';
import { ownProgram } from './own-program.ts';
import { relaunchArguments } from './relaunch.ts';

type Parts = {
  readonly show: () => void;
  readonly isShown: () => boolean;
  /** Closes every part within its budget; returns what went wrong. */
  readonly close: () => Promise<Error[]>;
  readonly log: Log;
};

/**
 * Every way out leads through one door: quit, a signal, a shutdown and an uncaught error all close the parts first. The
 * app has no window of its own to end with; it lives in the tray. Nothing here asks: whoever comes this far means it.
 */
export function ownLife({ show, isShown, close, log }: Parts): void {
  let closing: Promise<void> | undefined;
  const end = async (code: number): Promise<void> => {
    for (const error of await close()) log.error('a part did not close', { error });
    app.exit(code);
  };
  const leave = (code: number): void => {
    closing ??= end(code);
  };
  const crash = (what: string, error: unknown): void => {
    log.error(what, { error, stack: error instanceof Error ? error.stack : undefined });
    // While it closes there is nothing to come back for.
    const args = closing
      ? undefined
      : relaunchArguments(process.argv, { ranMs: process.uptime() * 1000, isShown: isShown() });
    const execPath = ownProgram();
    if (args) app.relaunch({ args: [...args], execPath });
    else if (!closing) log.error('not started again, having crashed shortly before');
    leave(1);
  };

  app.on('second-instance', show);
  app.on('activate', show);
  app.on('window-all-closed', () => {});
  app.on('before-quit', (event) => {
    event.preventDefault();
    leave(0);
  });
  // Whoever listens first starts Electron's monitor, which then does not count that listener: were it the one for
  // `shutdown`, Linux would not wait for us.
  powerMonitor.on('suspend', () => log.info('the computer goes to sleep'));
  // The system waits for whoever says so, as long as it takes to leave in order.
  powerMonitor.on('shutdown', (event?: { readonly preventDefault: () => void }) => {
    event?.preventDefault();
    leave(0);
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => leave(0));
  process.on('uncaughtException', (error) => crash('uncaught error', error));
  process.on('unhandledRejection', (reason) => crash('unhandled rejection', reason));
}

/**
 * For a start that failed, as where the data folder cannot be read: without this an app with neither tray nor window would
 * go on in its place, and every later start would end in favour of it.
 */
export function giveUp(error: unknown): void {
  const reason = error instanceof Error ? error.message : String(error);
  process.stderr.write(`Portside cannot start: ${reason}\n`);
  if (!process.argv.includes('--hidden')) dialog.showErrorBox(startText().failed, reason);
  app.exit(1);
}
