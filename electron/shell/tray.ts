import { Menu, nativeTheme, Tray, type MenuItemConstructorOptions } from 'electron';
import type { Command } from '../contract/command.ts';
import type { SessionState } from '../contract/session.ts';
import { trayText } from '../contract/text/tray.ts';
import { trayIcon } from './tray-icon.ts';
import { taskbarTheme, trayImage } from './tray-image.ts';
import type { MenuItem } from './tray-item.ts';
import { summaryLine, trayMenu } from './tray-menu.ts';

/** A native menu of 200 items takes 2 ms to make, and 100 forwards that start change it 300 times. */
const RENDER_MS = 50;
/**
 * A menu that stays as it was for good would lie. Linux tells when a submenu opens, and neither when the whole menu does nor
 * when anything closes (docs/decisions/0005).
 */
const MAX_OPEN_MS = process.platform === 'linux' ? 8000 : 20_000;

type Parts = {
  readonly assets: string;
  /** The one that is up already, from before anything was known. */
  readonly early: Tray;
  readonly read: () => SessionState;
  readonly subscribe: (listener: () => void) => () => void;
  readonly perform: (command: Command) => void;
};

/**
 * One more reader of the state. The native menu is made anew only when what it would show differs, and not while it is
 * open: no item moves under the pointer.
 */
export function openTray({ assets, early, read, subscribe, perform }: Parts) {
  let tray: Tray;
  let shownMenu = '';
  let shownIcon = '';
  let openUntil = 0;
  let timer: NodeJS.Timeout | undefined;
  /** Of its own: the icon goes on telling the truth while the menu is held. */
  let held: NodeJS.Timeout | undefined;

  const put = (fresh: Tray) => {
    tray = fresh;
    shownMenu = '';
    shownIcon = '';
    // On Windows a left click opens the app; on macOS and Linux the click belongs to the menu.
    tray.on('click', () => {
      if (process.platform === 'win32') perform({ type: 'window.show' });
    });
    render();
  };

  function render(): void {
    const state = read();
    const icon = `${trayIcon(state)}-${taskbarTheme()}`;
    if (icon !== shownIcon) {
      shownIcon = icon;
      tray.setImage(trayImage(assets, trayIcon(state)));
    }
    const leftMs = openUntil - Date.now();
    if (leftMs > 0) {
      held ??= setTimeout(letGo, leftMs);
      return;
    }
    const items = trayMenu(state);
    const shown = JSON.stringify(items);
    if (shown === shownMenu) return;
    shownMenu = shown;
    tray.setToolTip(trayText().tooltip(summaryLine(state)));
    const menu = Menu.buildFromTemplate(items.map((item) => nativeItem(item, performAndClose)));
    const submenus = process.platform === 'linux' ? menu.items.flatMap(({ submenu }) => submenu ?? []) : [];
    for (const each of [menu, ...submenus]) each.on('menu-will-show', () => (openUntil = Date.now() + MAX_OPEN_MS));
    menu.on('menu-will-close', release);
    tray.setContextMenu(menu);
  }

  function letGo(): void {
    clearTimeout(held);
    held = undefined;
    schedule();
  }

  function release(): void {
    openUntil = 0;
    letGo();
  }

  /** A click closes the menu, wherever that is not told. */
  function performAndClose(command: Command): void {
    perform(command);
    release();
  }

  function schedule(): void {
    timer ??= setTimeout(() => {
      timer = undefined;
      render();
    }, RENDER_MS);
  }

  const onChange = () => schedule();
  nativeTheme.on('updated', onChange);
  const unsubscribe = subscribe(onChange);
  put(early);

  return {
    /** For a panel that came after the tray was put up, or went and came again. */
    renew: () => {
      tray.destroy();
      // The open menu went with it.
      openUntil = 0;
      put(new Tray(trayImage(assets, trayIcon(read()))));
    },
    close: () => {
      unsubscribe();
      clearTimeout(timer);
      clearTimeout(held);
      nativeTheme.off('updated', onChange);
      tray.destroy();
    },
  };
}

function nativeItem(item: MenuItem, perform: Parts['perform']): MenuItemConstructorOptions {
  switch (item.kind) {
    case 'separator':
      return { type: 'separator' };
    case 'text':
      return { label: item.label, enabled: false };
    case 'action': {
      // Elsewhere such a key would be shown and do nothing.
      const accelerator = process.platform === 'darwin' ? item.accelerator : undefined;
      const { label, enabled = true, command } = item;
      return { label, enabled, click: () => perform(command), ...(accelerator && { accelerator }) };
    }
    case 'check':
      return { label: item.label, type: 'checkbox', checked: item.checked, click: () => perform(item.command) };
    case 'submenu':
      return { label: item.label, submenu: item.items.map((child) => nativeItem(child, perform)) };
  }
}
