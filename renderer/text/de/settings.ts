import type { Words } from '../../../electron/contract/language.ts';
import type { settingsText as english } from '../en/settings.ts';

/** Part of `text`: settings. */
export const settingsText: Words<typeof english> = {
  settings: {
    title: 'Einstellungen',
    close: 'Einstellungen schließen',
    nav: 'Bereiche der Einstellungen',
    sections: {
      general: 'Allgemein',
      hostnames: 'Hostnamen',
      notifications: 'Mitteilungen',
      appearance: 'Darstellung',
      network: 'Netzwerk',
      clipboard: 'Zwischenablage',
      production: 'Produktion',
      shortcuts: 'Tastenkürzel',
      control: 'Lokale Steuerung',
      diagnostics: 'Diagnose',
      about: 'Über Portside',
      reset: 'Zurücksetzen',
    },
    themeTitle: 'Erscheinungsbild',
    themeHint: 'System folgt dem Erscheinungsbild der Arbeitsumgebung.',
    theme: { system: 'System', light: 'Hell', dark: 'Dunkel' },
    languageTitle: 'Sprache',
    languageHint: 'Von Fenster, Infobereich und Mitteilungen. System folgt den Sprachen der Arbeitsumgebung.',
    language: { system: 'System', en: 'English', de: 'Deutsch' },
    hostnamesOpen: 'Öffnen…',
    logTitle: 'Protokoll',
    log: 'Protokoll zeigen',
    logHint: 'Öffnet den Ordner der Protokolldatei. Token stehen nie darin.',
    resetTitle: 'Einstellungen zurücksetzen',
    resetHint: 'Konten, Weiterleitungen und ihre Adressen bleiben, wie sie sind.',
    reset: 'Zurücksetzen…',
    resetAsk: 'Alle Einstellungen zurücksetzen?',
    resetText:
      'Jede Einstellung bekommt den Wert, den sie nach der Installation hat. Konten und Weiterleitungen bleiben.',
    resetDo: 'Einstellungen zurücksetzen',
  },
};
