import path from 'node:path';
import { Menu, nativeImage, nativeTheme, Tray, type MenuItemConstructorOptions } from 'electron';
import type { Command } from '../contract/command.ts';
import type { SessionState } from '../contract/session.ts';
import { trayIcon } from './tray-icon.ts';
import { summaryLine, trayMenu, type MenuItem } from './tray-menu.ts';

/** A native menu of 200 items takes 2 ms to make, and 100 forwards that start change it 300 times. */
const RENDER_MS = 50;

type Parts = {
  readonly assets: string;
  readonly read: () => SessionState;
  readonly subscribe: (listener: () => void) => () => void;
  readonly perform: (command: Command) => void;
};

/** One more reader of the state. The native menu is made anew only when what it would show differs. */
export function openTray({ assets, read, subscribe, perform }: Parts): { readonly close: () => void } {
  const tray = new Tray(iconImage(assets, read()));
  let shownMenu = '';
  let shownIcon = '';

  const render = () => {
    const state = read();
    const icon = `${trayIcon(state)}-${taskbarTheme()}`;
    if (icon !== shownIcon) {
      shownIcon = icon;
      tray.setImage(iconImage(assets, state));
    }
    const items = trayMenu(state);
    const text = JSON.stringify(items);
    if (text === shownMenu) return;
    shownMenu = text;
    tray.setToolTip(`Portside: ${summaryLine(state)}`);
    tray.setContextMenu(Menu.buildFromTemplate(items.map((item) => nativeItem(item, perform))));
  };

  let timer: NodeJS.Timeout | undefined;
  const schedule = () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      render();
    }, RENDER_MS);
  };
  // On Windows a left click opens the app; on macOS and Linux the click belongs to the menu.
  tray.on('click', () => {
    if (process.platform === 'win32') perform({ type: 'window.show' });
  });
  nativeTheme.on('updated', schedule);
  const unsubscribe = subscribe(schedule);
  render();

  return {
    close: () => {
      unsubscribe();
      clearTimeout(timer);
      nativeTheme.off('updated', schedule);
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
    case 'action':
      return { label: item.label, enabled: item.enabled ?? true, click: () => perform(item.command) };
    case 'check':
      return { label: item.label, type: 'checkbox', checked: item.checked, click: () => perform(item.command) };
    case 'submenu':
      return { label: item.label, submenu: item.items.map((child) => nativeItem(child, perform)) };
  }
}

/** The taskbar's theme, which on Windows differs from the app's; most Linux panels are dark. */
function taskbarTheme(): 'light' | 'dark' {
  if (process.platform === 'linux') return 'dark';
  return nativeTheme.shouldUseDarkColorsForSystemIntegratedUI ? 'dark' : 'light';
}

function iconImage(assets: string, state: SessionState) {
  const name = trayIcon(state);
  const files: { readonly [Platform in NodeJS.Platform]?: string } = {
    darwin: `${name}Template.png`,
    // Several sizes in one file: Windows would scale a PNG up on dense screens.
    win32: `${name}-${taskbarTheme()}.ico`,
  };
  return nativeImage.createFromPath(
    path.join(assets, 'tray', files[process.platform] ?? `${name}-${taskbarTheme()}.png`),
  );
}
