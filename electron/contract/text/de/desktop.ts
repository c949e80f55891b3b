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
  way: {
    question: (host) => `Das Token auf diesem Weg an ${host} senden?`,
    questionOfAll: 'Die Token aller Konten auf diesem Weg senden?',
    all: 'Die Netzwerkeinstellungen wurden geändert.',
    login: (name) => `Es ist das Token der Anmeldung „${name}“ der Northflank-CLI.`,
    browser: 'Es ist das Token, das der Browser für diese Anmeldung erhält.',
    known: 'Sie haben schon ein Konto bei diesem Host, das bisher einen anderen Weg nimmt.',
    page: (page) => `Sie würden sich unter ${page} anmelden, das nicht zu diesem Host gehört.`,
    proxy: (proxy) => `Über den Proxy ${proxy}.`,
    certificate: (name, fingerprint) => `Im Vertrauen auf das Zertifikat „${name}“, SHA-256 ${fingerprint}.`,
    more: (count) => `Und auf ${count} weitere Zertifikate.`,
    warning:
      'Wer diese betreibt, kann das Token lesen und alles, was damit weitergeleitet wird. Fahren Sie nur fort, wenn Sie sie selbst eingestellt haben.',
    allow: 'Senden',
    cancel: 'Abbrechen',
  },
};
