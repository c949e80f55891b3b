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
    network: {
      proxy: 'Proxy',
      proxyHint:
        'Für Konten ohne eigenen. Leer: der aus HTTPS_PROXY oder der des Systems. Eine Anmeldung am Proxy lässt sich beim Konto angeben.',
      proxyWrong: 'Eine Adresse ohne Anmeldung eingeben, etwa http://proxy.example:3128.',
      ca: 'CA-Zertifikate',
      caHint: 'Für jedes Konto vertraut, neben dem, was dieser Computer vertraut: für einen Proxy, der TLS öffnet.',
    },
    about: {
      version: (version: string, isSource: boolean) => `Portside ${version}${isSource ? ' (aus dem Quelltext)' : ''}`,
      updates: 'Neue Versionen',
      updatesHint: 'Portside sucht nicht danach. Es gibt sie dort, woher diese kam.',
    },
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
