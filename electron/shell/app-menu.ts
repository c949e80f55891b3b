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
  type Role = keyof typeof text.roles;
  const item = (role: Role): MenuItemConstructorOptions => ({ role, label: text.roles[role] });
  const separator: MenuItemConstructorOptions = { type: 'separator' };
  const edit = [
    item('undo'),
    item('redo'),
    separator,
    item('cut'),
    item('copy'),
    item('paste'),
    separator,
    item('selectAll'),
  ];
  const developer: MenuItemConstructorOptions[] = [{ role: 'reload' }, { role: 'toggleDevTools' }, separator];
  const zoom = [item('resetZoom'), item('zoomIn'), item('zoomOut'), item('togglefullscreen')];
  const view = app.isPackaged ? zoom : [...developer, ...zoom];
  const mac = [
    item('about'),
    separator,
    settings,
    separator,
    item('hide'),
    item('hideOthers'),
    item('unhide'),
    separator,
    quit,
  ];
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      { label: app.name, submenu: process.platform === 'darwin' ? mac : [settings, close, quit] },
      { role: 'editMenu', label: text.edit, submenu: edit },
      { label: text.view, submenu: view },
      ...(process.platform === 'darwin' ? [{ label: text.window, submenu: [close, item('minimize')] }] : []),
    ]),
  );
}
