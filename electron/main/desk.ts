import { app } from 'electron';
import type { Log } from '../base/log.ts';
import type { Ack, Command } from '../contract/command.ts';
import { isGuarded } from '../contract/groups.ts';
import { openLinks } from '../session/links.ts';
import type { Store } from '../session/store.ts';
import { about } from '../shell/about.ts';
import { setAppMenu } from '../shell/app-menu.ts';
import { receiveCommands } from '../shell/command-channel.ts';
import { openParentChannel } from '../shell/parent-channel.ts';
import { openSessionChannel } from '../shell/session-channel.ts';
import { keepLanguage } from '../shell/keep-language.ts';
import { keepGlobalShortcut } from '../shell/keep-global-shortcut.ts';
import { keepLoginItem } from '../shell/keep-login-item.ts';
import { claimLinks } from '../shell/links.ts';
import { isStartedHidden, loginItem } from '../shell/login-item.ts';
import { openNotices } from '../shell/notices.ts';
import { watchTrayHost } from '../shell/tray-host.ts';
import { openTray } from '../shell/tray.ts';
import type { First } from './first.ts';

type Parts = {
  readonly store: Store;
  readonly perform: (command: Command) => Promise<Ack>;
  readonly first: First;
  /** Whether the window is seen has changed. */
  readonly onVisible: (visible: boolean) => void;
  readonly log: Log;
};

/** What the user sees and clicks: window and tray, each a reader of the store that sends commands. */
export function openDesk({ store, perform, first, onVisible, log }: Parts) {
  const { read, subscribe } = store;
  const { window, assets } = first;
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
  setMenu();
  store.dispatch({ type: 'desktop-changed', change: { about: about() } });
  if (process.platform === 'darwin') store.dispatch({ type: 'desktop-changed', change: { tray: 'menu-bar' } });
  const channel = openSessionChannel(window.isSender, { read, subscribe });
  const page = window.current()?.webContents;
  if (page) channel.greet(page);
  const settled = first.inTime(channel.asked);
  const commands = receiveCommands(window.isSender, perform, log.child('commands'));
  /** A menu cannot ask: the window does in its place. */
  const performOrAsk = async (command: Command) => {
    const ack = await perform(command);
    if (ack.ok || ack.problem.code !== 'needs-confirmation' || !isGuarded(command)) return;
    store.dispatch({ type: 'confirmation', confirmation: { state: 'asked', command } });
    window.show();
  };
  const tray = openTray({
    assets,
    early: first.tray.tray,
    read,
    subscribe,
    perform: (command) => void performOrAsk(command),
  });
  const trayHost = watchTrayHost({
    begin: settled,
    early: first.trayHost,
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
  window.follow({
    onVisible: (visible) => {
      onVisible(visible);
      (visible ? channel.show : channel.hide)();
    },
    onClose: () => void closeWindow(),
  });
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
  claimLinks(first.isDeveloped);
  const parent = app.isPackaged ? undefined : openParentChannel({ read, subscribe, perform });
  return {
    links,
    settled,
    parts: [language, channel, notices, login, shortcut, links, tray, trayHost, parent, commands],
  };
}
