import { app, session as electronSession } from 'electron';
import type { Log } from '../base/log.ts';
import type { Ack, Command } from '../contract/command.ts';
import { isGuarded } from '../contract/groups.ts';
import { spokenLanguage } from '../contract/language.ts';
import { openLinks } from '../session/links.ts';
import type { Store } from '../session/store.ts';
import { APP_ORIGIN, serveApp } from '../shell/app-scheme.ts';
import { setAppMenu } from '../shell/app-menu.ts';
import { receiveCommands } from '../shell/command-channel.ts';
import { openDisk } from '../shell/disk.ts';
import { openParentChannel } from '../shell/parent-channel.ts';
import { fenceSession } from '../shell/security.ts';
import { openSessionChannel } from '../shell/session-channel.ts';
import { keepLanguage } from '../shell/keep-language.ts';
import { keepGlobalShortcut } from '../shell/keep-global-shortcut.ts';
import { keepLoginItem } from '../shell/keep-login-item.ts';
import { claimLinks } from '../shell/links.ts';
import { isStartedHidden, loginItem } from '../shell/login-item.ts';
import { openNotices } from '../shell/notices.ts';
import { watchTrayHost } from '../shell/tray-host.ts';
import { openTray } from '../shell/tray.ts';
import { appPaths, inLanguage, openWindow } from '../shell/window.ts';

type Parts = {
  readonly store: Store;
  readonly perform: (command: Command) => Promise<Ack>;
  readonly userData: string;
  /** Whether the window is seen has changed. */
  readonly onVisible: (visible: boolean) => void;
  readonly log: Log;
};

/** What the user sees and clicks: window and tray, each a reader of the store that sends commands. */
export function openDesk({ store, perform, userData, onVisible, log }: Parts) {
  const { read, subscribe } = store;
  const paths = appPaths(app.getAppPath());
  const devPage = app.isPackaged ? undefined : process.env['PORTSIDE_RENDERER_URL'];
  const session = electronSession.fromPartition('portside', { cache: false });
  serveApp(session, paths.renderer);
  fenceSession(session, devPage ? [APP_ORIGIN, new URL(devPage).origin] : [APP_ORIGIN]);
  // Before anything is said. The page has to be loaded anew, since its words are chosen as it loads.
  const language = keepLanguage({
    read,
    subscribe,
    onChange: () => {
      setMenu();
      const place = { kind: 'settings', section: 'appearance' } as const;
      window.reload(() => store.dispatch({ type: 'desktop-changed', change: { place } }));
    },
  });
  const setMenu = () => setAppMenu((command) => void perform(command));
  const window = openWindow({
    ...paths,
    page: () => inLanguage(devPage ?? `${APP_ORIGIN}/index.html`, spokenLanguage()),
    session,
    bounds: openDisk(userData, 'window', log),
    onVisible: (visible) => {
      onVisible(visible);
      (visible ? channel.show : channel.hide)();
    },
    onClose: () => void closeWindow(),
    onSessionEnd: () => app.quit(),
    log: log.child('window'),
  });
  setMenu();
  if (process.platform === 'darwin') store.dispatch({ type: 'desktop-changed', change: { tray: 'menu-bar' } });
  const channel = openSessionChannel(window.isSender, { read, subscribe });
  const commands = receiveCommands(window.isSender, perform, log.child('commands'));
  /** A menu cannot ask: the window does in its place. */
  const performOrAsk = async (command: Command) => {
    const ack = await perform(command);
    if (ack.ok || ack.problem.code !== 'needs-confirmation' || !isGuarded(command)) return;
    store.dispatch({ type: 'confirmation', confirmation: { state: 'asked', command } });
    window.show();
  };
  const tray = openTray({ assets: paths.assets, read, subscribe, perform: (command) => void performOrAsk(command) });
  const trayHost = watchTrayHost({
    onChange: (isThere, isLate) => {
      store.dispatch({ type: 'desktop-changed', change: { tray: isThere ? 'tray' : 'missing' } });
      if (isThere && isLate) tray.renew();
      // Started without a window, the app would be nowhere.
      if (!isThere && !window.isVisible()) window.leave('taskbar');
    },
  });
  const closeWindow = async () => {
    await trayHost.lookNow();
    await perform({ type: 'window.close' });
  };
  const notices = openNotices({
    read,
    subscribe,
    perform: (command) => void perform(command),
    isSeen: window.isFocused,
    startedHidden: isStartedHidden(),
  });
  const login = keepLoginItem(store, loginItem());
  const shortcut = keepGlobalShortcut(store, () => {
    if (window.isFocused()) window.leave(read().desktop.tray === 'missing' ? 'taskbar' : 'tray');
    else window.show();
  });
  const links = openLinks({ ...store, look: (key) => void perform({ type: 'catalog.look', key }) });
  claimLinks(devPage !== undefined);
  const parent = app.isPackaged ? undefined : openParentChannel({ read, subscribe, perform });
  return {
    window,
    links,
    parts: [language, channel, notices, login, shortcut, links, tray, trayHost, parent, window, commands],
  };
}
