import type { Words } from '../../../electron/contract/language.ts';
import type { controlText as english } from '../en/control.ts';

/** Part of `text`: programs that steer the app. */
export const controlText: Words<typeof english> = {
  control: {
    setting: 'Programme fragen lassen',
    settingHint:
      'Befehlszeile, Skripte und Agenten Ihres eigenen Kontos dürfen fragen, ob sie Portside steuern können. Jedes braucht einmal Ihr Wort.',
    askTitle: (name) => `„${name}“ einlassen?`,
    askText:
      'Ein Programm Ihres Kontos möchte Portside benutzen. Den Namen gibt es sich selbst. Wenn Sie nicht gerade etwas gestartet haben, lehnen Sie ab.',
    scopes: {
      read: ['Weiterleitungen sehen', 'Ihre Namen, Zustände und Adressen.'],
      toggle: ['Weiterleitungen schalten', 'An und aus, auch die der Produktion.'],
      secrets: ['Zugangsdaten lesen', 'Passwörter und Verbindungs-URIs dessen, was weitergeleitet wird.'],
    },
    allow: 'Einlassen',
    refuse: 'Ablehnen',
    clients: 'Eingelassene Programme',
    none: 'Bisher keine.',
    lastSeen: (when) => `zuletzt ${when}`,
    remove: 'Entfernen',
    removeOf: (name) => `${name} entfernen`,
    log: 'Was sie in diesem Lauf taten',
    logNone: 'Noch nichts.',
    refused: 'abgelehnt',
  },
};
