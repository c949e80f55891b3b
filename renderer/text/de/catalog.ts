import type { Words } from '../../../electron/contract/language.ts';
import type { catalogText as english } from '../en/catalog.ts';
import { moment, plural } from '../format.ts';

/** Part of `text`: what is read of the platform, and what that may cost. */
export const catalogText: Words<typeof english> = {
  instances: {
    label: 'Instanzen',
    state: {
      running: 'Läuft',
      starting: 'Startet',
      stopping: 'Wird beendet',
      failed: 'Fehlgeschlagen',
      ended: 'Beendet',
      unknown: 'Zustand unbekannt',
    },
    upNow: 'eben gestartet',
    upFor: (time) => `seit ${time}`,
    unread: (why) => `Instanzen ließen sich nicht lesen: ${why}.`,
  },

  about: {
    tls: 'TLS',
    tlsOn: 'An',
    tlsOff: 'Aus',
    replicas: 'Replikate',
    unread: (why) => `Einzelheiten sind nicht auf dem neuesten Stand: ${why}.`,
    said: {
      QUEUED: 'Build wartet',
      CLONING: 'Repository wird geholt',
      BUILDING: 'Build läuft',
      UPLOADING: 'Image wird hochgeladen',
      SUCCESS: 'Build erfolgreich',
      ABORTED: 'Build abgebrochen',
      FAILURE: 'Build fehlgeschlagen',
      CRASHED: 'Build abgestürzt',
      scaling: 'Wird skaliert',
      upgrading: 'Wird aktualisiert',
      resetting: 'Wird zurückgesetzt',
      backup: 'Wird gesichert',
      restore: 'Wird aus einer Sicherung wiederhergestellt',
      'no status': 'Kein Zustand gemeldet',
    },
  },

  budget: {
    left: (remaining) => `${plural(remaining, { one: 'Anfrage', other: 'Anfragen' })} übrig`,
    until: (resetAt, now) =>
      `Mehr erlaubt Northflank bis ${moment(resetAt, now)} nicht. Weiterleitungen gehen vor, Listen werden seltener aktualisiert.`,
    line: ({ remaining, limit }) =>
      `${remaining} von ${plural(limit, { one: 'Anfrage', other: 'Anfragen' })} in dieser Stunde übrig`,
  },
};
