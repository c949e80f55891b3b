/**
 * Composition root, in the order in which a user waits: tray and window first (`main/first.ts`), then what they show
 * (`main/front.ts`), and once that is seen all the rest (`main/rest.ts`). The latter two are bundles of their own, loaded when
 * it is their turn: compiling and running them takes longer than anything else in a start. No logic.
 */
import { app, Menu } from 'electron';
import { closeAll, type Closeable } from './base/close.ts';
import { createLog } from './base/log.ts';
import { openFirst } from './main/first.ts';
import { refuseNaps, takeAppId } from './shell/app-id.ts';
import { registerAppScheme } from './shell/app-scheme.ts';
import { giveUp, ownLife } from './shell/life.ts';
import { openLogFile } from './shell/log-file.ts';
import { catchLinks, shedLongLinks } from './shell/links.ts';
import { fenceContents, fenceProcess } from './shell/security.ts';

const CLOSE_BUDGET_MS = 5000;

async function start(): Promise<void> {
  const userData = app.getPath('userData');
  const logFile = openLogFile(app.getPath('logs'));
  const log = createLog(logFile.sink);
  const first = openFirst({ userData, log });

  const opened: Record<'kept' | 'rest' | 'desk', readonly (Closeable | undefined)[]> = { kept: [], rest: [], desk: [] };
  const leaving = new AbortController();
  ownLife({
    show: first.window.show,
    isShown: first.window.isVisible,
    log,
    close: () => {
      leaving.abort();
      // From the last to the first: what is seen goes at once, what was saved at the very end.
      return closeAll([first.tray, ...opened.kept, ...opened.rest, ...opened.desk, first.window], CLOSE_BUDGET_MS);
    },
  });
  await first.show();

  const { openFront } = await import('./main/front.ts');
  const front = await openFront({ first, userData, log, leaving: leaving.signal });
  if (!front) return;
  ({ kept: opened.kept, desk: opened.desk } = front);
  await front.settled;

  const { openRest } = await import('./main/rest.ts');
  if (leaving.signal.aborted) return;
  opened.rest = openRest({ first, front, userData, logFile: logFile.file, log });
  caught.follow((url) => void front.perform({ type: 'link.follow', url }));
}

// Together with `--no-sandbox` (root in a container) Chromium tries to start sandboxed processes again and again.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
// Electron's own would be made, and be replaced by ours in the same start.
if (process.platform !== 'darwin') Menu.setApplicationMenu(null);
takeAppId();
refuseNaps();
registerAppScheme();
fenceProcess();
fenceContents();
const caught = catchLinks();
// A second start shows the window of the first and ends.
if (!shedLongLinks() && app.requestSingleInstanceLock()) app.whenReady().then(start).catch(giveUp);
else app.quit();
