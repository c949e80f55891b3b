import { app, Menu, type MenuItemConstructorOptions } from 'electron';
import type { Command } from '../contract/command.ts';
import { appMenuText } from '../contract/text/desktop.ts';

/**
 * The menu that macOS shows at the top of the screen, and elsewhere nothing but its keys. Electron's own would end the app
 * with no question about open connections.
 */
export function setAppMenu(perform: (command: Command) => void): void {
  const text = appMenuText();
  const close: MenuItemConstructorOptions = {
    label: text.closeWindow,
    accelerator: 'CmdOrCtrl+W',
    click: () => perform({ type: 'window.close' }),
  };
  const quit: MenuItemConstructorOptions = {
    label: text.quit,
    accelerator: 'CmdOrCtrl+Q',
    click: () => perform({ type: 'quit' }),
  };
  const settings: MenuItemConstructorOptions = {
    label: text.settings,
    accelerator: 'CmdOrCtrl+,',
    click: () => perform({ type: 'window.show', place: { kind: 'settings' } }),
  };
  const view: MenuItemConstructorOptions[] = [
    ...(app.isPackaged ? [] : ([{ role: 'reload' }, { role: 'toggleDevTools' }, { type: 'separator' }] as const)),
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    { role: 'togglefullscreen' },
  ];
  const mac: MenuItemConstructorOptions[] = [
    { role: 'about' },
    { type: 'separator' },
    settings,
    { type: 'separator' },
    { role: 'hide' },
    { role: 'hideOthers' },
    { role: 'unhide' },
    { type: 'separator' },
    quit,
  ];
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      { label: app.name, submenu: process.platform === 'darwin' ? mac : [settings, close, quit] },
      { role: 'editMenu' },
      { label: text.view, submenu: view },
      ...(process.platform === 'darwin'
        ? [{ label: text.window, submenu: [close, { role: 'minimize' } as const] }]
        : []),
    ]),
  );
}
