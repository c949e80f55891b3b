import type { Words } from '../../language.ts';
import type { englishAppMenu, englishDialogs, englishStart } from '../en/desktop.ts';

export const germanAppMenu: Words<typeof englishAppMenu> = {
  settings: 'Einstellungen…',
  closeWindow: 'Fenster schließen',
  quit: 'Portside beenden',
  edit: 'Bearbeiten',
  view: 'Darstellung',
  window: 'Fenster',
  roles: {
    about: 'Über Portside',
    hide: 'Portside ausblenden',
    hideOthers: 'Andere ausblenden',
    unhide: 'Alle einblenden',
    undo: 'Rückgängig',
    redo: 'Wiederholen',
    cut: 'Ausschneiden',
    copy: 'Kopieren',
    paste: 'Einsetzen',
    selectAll: 'Alles auswählen',
    resetZoom: 'Originalgröße',
    zoomIn: 'Vergrößern',
    zoomOut: 'Verkleinern',
    togglefullscreen: 'Vollbild ein/aus',
    minimize: 'Im Dock ablegen',
  },
};

export const germanProduction = 'Produktion';

export const germanStart: Words<typeof englishStart> = { failed: 'Portside kann nicht starten' };

export const germanDialogs: Words<typeof englishDialogs> = {
  openFile: 'Profil, .env- oder Compose-Datei öffnen',
};
