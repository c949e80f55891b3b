import { setTimeout as after } from 'node:timers/promises';
import { app, nativeTheme, session as electronSession } from 'electron';
import type { Log } from '../base/log.ts';
import { chooseLanguage, setLanguage, spokenLanguage } from '../contract/language.ts';
import { APP_ORIGIN, serveApp } from '../shell/app-scheme.ts';
import { openDisk } from '../shell/disk.ts';
import { putEarlyTray } from '../shell/early-tray.ts';
import { hearFarewell } from '../shell/farewell.ts';
import { takeFirstLook } from '../shell/first-look.ts';
import { isStartedHidden } from '../shell/login-item.ts';
import { fenceSession } from '../shell/security.ts';
import { hasTrayHost } from '../shell/tray-host.ts';
import { appPaths, inLanguage, openWindow } from '../shell/window.ts';

/** How long all the rest gives way to a window. */
const PATIENCE_MS = 1500;

/** The event, or the end of patience with it; at once where no window is to be seen. */
const inTime = async (event: Promise<void>): Promise<void> => {
  if (!isStartedHidden()) await Promise.race([event, after(PATIENCE_MS, undefined, { ref: false })]);
};

type Parts = { readonly userData: string; readonly log: Log };

export type First = ReturnType<typeof openFirst>;

/** Tray and window before all the rest: their processes come up while it is loaded. */
export function openFirst({ userData, log }: Parts) {
  const paths = appPaths(app.getAppPath());
  const tray = putEarlyTray(paths.assets);
  // At login the panel comes up at the same time. With a window to paint it has been there, and asking would hold that up.
  const trayHost = process.platform === 'linux' && isStartedHidden() ? hasTrayHost() : undefined;
  const devPage = app.isPackaged ? undefined : process.env['PORTSIDE_RENDERER_URL'];
  const session = electronSession.fromPartition('portside', { cache: false });
  serveApp(session, paths.renderer);
  fenceSession(session, devPage ? [APP_ORIGIN, new URL(devPage).origin] : [APP_ORIGIN]);
  const window = openWindow({
    ...paths,
    page: () => inLanguage(devPage ?? `${APP_ORIGIN}/index.html`, spokenLanguage()),
    session,
    bounds: openDisk(userData, 'window', log),
    log: log.child('window'),
  });
  hearFarewell(() => app.quit());
  return {
    assets: paths.assets,
    isDeveloped: devPage !== undefined,
    tray,
    trayHost,
    window,
    /** Until it has something to see: whatever is done here before holds up the page, whose files come from here. */
    show: async () => {
      const { theme, language } = await takeFirstLook(userData);
      nativeTheme.themeSource = theme;
      setLanguage(chooseLanguage(language, app.getPreferredSystemLanguages()));
      if (tray.tray.isDestroyed()) return;
      tray.setMenu();
      if (isStartedHidden()) return;
      window.show();
      await inTime(window.painted);
    },
    inTime,
  };
}
