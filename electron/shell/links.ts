import path from 'node:path';
import { app } from 'electron';
import { LINK_SCHEME, linkIn, withoutLongLinks } from '../contract/link.ts';
import { ownProgram } from './own-program.ts';

/**
 * Catches the links that the system hands over, from the first moment on: macOS sends an event, also before the app is ready;
 * Windows and Linux start the program with the link as an argument, be it the first or the second time.
 */
export function catchLinks() {
  const early: string[] = [];
  let deliver = (url: string): void => void early.push(url);
  const first = linkIn(process.argv);
  if (first !== undefined) deliver(first);
  app.on('open-url', (event, url) => {
    event.preventDefault();
    deliver(linkIn(['', url]) ?? `${LINK_SCHEME}:`);
  });
  app.on('second-instance', (_event, commandLine) => {
    const link = linkIn(commandLine);
    if (link !== undefined) deliver(link);
  });
  return {
    /** From now on they are followed, those first that have come already. */
    follow(how: (url: string) => void): void {
      deliver = how;
      for (const url of early.splice(0)) how(url);
    },
  };
}

/**
 * Starts anew without a link that is too long, if there is one. A second start that hands more than 32 KiB to the first waits
 * for good: Chromium reads no more of it. To be called before that.
 */
export function shedLongLinks(): boolean {
  const args = withoutLongLinks(process.argv.slice(1));
  if (!args) return false;
  app.relaunch({ execPath: ownProgram(), args: [...args] });
  app.exit(0);
  return true;
}

/**
 * Tells the system that such links are ours. On Linux the package's desktop file says so, and asking there would start a shell
 * script that changes the user's settings; macOS reads it from the bundle, and asks who else wants them.
 */
export function claimLinks(isDeveloped: boolean): void {
  if (process.platform === 'linux') return;
  if (app.isPackaged) app.setAsDefaultProtocolClient(LINK_SCHEME);
  else if (isDeveloped) app.setAsDefaultProtocolClient(LINK_SCHEME, process.execPath, [path.resolve(app.getAppPath())]);
}
