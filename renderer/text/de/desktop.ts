import type { Words } from '../../../electron/contract/language.ts';
import type { desktopText as english } from '../en/desktop.ts';
import { plural } from '../format.ts';

/** Part of `text`: questions and settings about the app's place on the desktop. */
export const desktopText: Words<typeof english> = {
  question: {
    closeTitle: 'Portside weiterlaufen lassen?',
    closeText: {
      tray: 'Weiterleitungen bleiben offen, und Portside ist im Infobereich zu finden.',
      'menu-bar': 'Weiterleitungen bleiben offen, und Portside ist in der Menüleiste zu finden.',
      missing:
        'Weiterleitungen bleiben offen. Diese Arbeitsumgebung hat keinen Infobereich, daher wird das Fenster verkleinert.',
    },
    closeNote: 'Die Antwort wird gemerkt; in den Einstellungen lässt sie sich ändern.',
    quitTitle: 'Portside beenden?',
    quitText: (forwards, connections) =>
      `${plural(forwards, { one: 'Weiterleitung wird', other: 'Weiterleitungen werden' })} benutzt (${plural(connections, { one: 'offene Verbindung', other: 'offene Verbindungen' })}). Beenden trennt sie.`,
    keep: 'Weiterlaufen lassen',
    quit: 'Beenden',
  },

  launchAtLogin: {
    title: 'Bei der Anmeldung öffnen',
    hint: 'Portside startet mit der Anmeldung am Computer im Hintergrund und öffnet kein Fenster.',
  },

  notices: {
    title: 'Mitteilungen',
    hint: 'Was sonst niemand sieht: eine verlorene Weiterleitung, eine nötige Anmeldung, eine Weiterleitung, deren Zeit um war.',
    after: 'Verlust melden nach',
    afterHint: 'Was innerhalb dieser Zeit zurück ist, war kein Wort wert.',
    seconds: (count) => (count < 60 ? `${count} s` : `${count / 60} min`),
  },

  globalShortcut: {
    title: 'Portside von überall zeigen oder verbergen',
    hint: 'Tasten, die auch wirken, während ein anderes Programm die Tastatur hat.',
    record: 'Tasten wählen…',
    change: 'Ändern…',
    press: 'Tasten drücken oder Esc',
    remove: 'Entfernen',
    unfit: (keys) =>
      `Diese Tasten brauchen andere Programme. Halten Sie mindestens zwei von ${keys} mit einem Buchstaben, einer Ziffer oder einem Pfeil, oder drücken Sie eine F-Taste.`,
    key: { Control: 'Strg', Shift: 'Umschalt', Super: 'Supertaste' },
  },

  closeAction: {
    title: 'Fenster schließen',
    hint: 'Ohne Fenster läuft Portside im Infobereich oder in der Menüleiste weiter.',
    ask: 'Fragen',
    hide: 'Weiterlaufen',
    quit: 'Beenden',
  },
};
