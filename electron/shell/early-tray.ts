import { app, Menu, Tray } from 'electron';
import { trayText } from '../contract/text/tray.ts';
import { trayImage } from './tray-image.ts';

/**
 * The icon, before anything is known: a key store that waits for its owner may take seconds, and nothing is forwarded
 * until then, which is what this icon says. `openTray` takes it over.
 */
export function putEarlyTray(assets: string) {
  const tray = new Tray(trayImage(assets, 'idle'));
  return {
    tray,
    /** In the language that is known by then. */
    setMenu: () => {
      tray.setToolTip(trayText().tooltip(trayText().summary.opening));
      tray.setContextMenu(
        Menu.buildFromTemplate([
          { label: trayText().summary.opening, enabled: false },
          { type: 'separator' },
          { label: trayText().quit, click: () => app.quit() },
        ]),
      );
    },
    close: () => {
      if (!tray.isDestroyed()) tray.destroy();
    },
  };
}
