import type { Words } from '../../language.ts';
import type { englishAppMenu, englishStart } from '../en/desktop.ts';

export const germanAppMenu: Words<typeof englishAppMenu> = {
  settings: 'Einstellungen…',
  closeWindow: 'Fenster schließen',
  quit: 'Portside beenden',
  view: 'Darstellung',
  window: 'Fenster',
};

export const germanProduction = 'Produktion';

export const germanStart: Words<typeof englishStart> = { failed: 'Portside kann nicht starten' };
