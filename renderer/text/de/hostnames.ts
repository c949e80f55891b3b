import type { Words } from '../../../electron/contract/language.ts';
import type { guardText as englishGuard, hostnamesText as english } from '../en/hostnames.ts';
import { plural } from '../format.ts';

const names = (count: number) => plural(count, { one: 'Name', other: 'Namen' });
const conflicts = (count: number) => plural(count, { one: 'Konflikt', other: 'Konflikte' });

/** Part of `text`: cluster names on this computer, and who guards a forwarded page. */
export const hostnamesText: Words<typeof english> = {
  title: 'Hostnamen',
  close: 'Hostnamen schließen',

  foot: {
    off: ['Hostnamen aus', 'Nur Adressen'],
    waiting: ['Hostnamen warten', 'Erlaubnis nötig'],
    asking: ['Hostnamen fragen', 'Abfrage beantworten'],
    dismissed: ['Hostnamen aus', 'Nicht erlaubt'],
    unavailable: ['Hostnamen aus', 'Erlaubnis nicht möglich'],
    failed: ['Hostnamen gestört', 'Nur Adressen'],
    kept: 'Hostnamen an',
    keptNames: (count) => (count === 0 ? 'Noch keine Namen nötig' : `${names(count)} in der Hosts-Datei`),
    keptConflicts: (count, lost) => `${names(count)} · ${conflicts(lost)}`,
    leftovers: 'Alte Zeilen in der Hosts-Datei',
  },

  switch: 'Cluster-Namen auf diesem Computer',
  state: {
    off: 'Aus. Weiterleitungen gehen über ihre Adressen.',
    armed: 'Lesen Sie, was geschieht; weiter geht es unten.',
    waiting: 'Einmal in diesem Lauf ist Ihre Erlaubnis nötig.',
    asking: 'Weiter geht es in der Abfrage des Systems.',
    dismissed: 'Nicht erlaubt. Weiterleitungen gehen über ihre Adressen.',
    unavailable: 'Zurzeit nicht möglich. Weiterleitungen gehen über ihre Adressen.',
    failed: 'Nicht in der Hosts-Datei. Weiterleitungen gehen über ihre Adressen.',
    kept: (count) =>
      count === 0
        ? 'An. Namen kommen hinzu, sobald eine Weiterleitung aktiv ist.'
        : `An. ${plural(count, { one: 'Name führt', other: 'Namen führen' })} zu diesem Computer.`,
  },
  how: {
    direct: 'Portside darf die Hosts-Datei selbst schreiben; eine Erlaubnis ist nicht nötig.',
    helper: 'Ein kleiner Helfer hält die Namen, bis Portside endet. In diesem Lauf fragt er nicht noch einmal.',
  },

  lead: 'Programme auf diesem Computer erreichen eine Weiterleitung dann unter ihrem Namen im Cluster, sodass Verbindungs-URIs und Zertifikate unverändert passen.',
  facts: {
    permission: [
      'Das System fragt einmal',
      'Eine Erlaubnis je Lauf, für einen kleinen Helfer. Die App selbst läuft nie mit Verwaltungsrechten.',
    ],
    block: [
      'Nur eigene Zeilen ändern sich',
      'Sie stehen in einem markierten Block der Hosts-Datei. Jede andere Zeile bleibt, wie sie ist.',
    ],
    removal: [
      'Nichts bleibt zurück',
      'Der Block wird beim Beenden von Portside wieder entfernt, auch nach einem Absturz.',
    ],
  },
  allow: 'Hostnamen erlauben…',
  allowing: 'Wartet auf die Abfrage…',
  notNow: 'Nicht jetzt',

  conflicts: 'Namen, die anderswohin führen',
  owner: {
    forward: (resource, project) => `${resource} in ${project}`,
    hostsFile: (address) =>
      address === undefined ? 'Eine Zeile Ihrer Hosts-Datei' : `Eine Zeile Ihrer Hosts-Datei: ${address}`,
    portside: (address) =>
      address === undefined
        ? 'Ein anderes Portside auf diesem Computer'
        : `Ein anderes Portside auf diesem Computer: ${address}`,
  },
  hostsFileHint: 'Ohne diese Zeile in der Hosts-Datei lässt sich der Name hier verwenden.',
  portsideHint: 'Er führt hierher, sobald jenes ihn zurückgibt: dort ausschalten, oder das andere Portside beenden.',
  reservedHint: 'Portside lässt Namen in Ruhe, die öffentlich sein könnten oder diesen Computer meinen.',
  addressHint: 'Portside führt Namen nur zu eigenen Adressen, 127.24.x.y, und zu 127.0.0.1.',
  hereInstead: 'Hier verwenden',
  has: 'hat den Namen',
  lacks: 'hat ihn nicht',

  leftovers: 'Zurückgelassene Zeilen',
  leftoversOf: {
    portside: (count) => `${names(count)} aus einem Lauf von Portside, der abgebrochen wurde.`,
    official: (count) => `${names(count)} der Northflank-CLI. Falls sie noch weiterleitet, beenden Sie sie zuerst.`,
  },
  repair: 'Reparieren',
  repairHint: 'Nur diese Zeilen werden entfernt. Das System fragt womöglich nach der Erlaubnis.',

  manual: 'Die Zeilen von Hand eintragen',
  manualKept: 'Zeilen in der Hosts-Datei',
  manualText: 'In die Hosts-Datei einzufügen. Entfernen müssen Sie sie selbst wieder.',
  manualLines: 'Zeilen für die Hosts-Datei',
  manualNone: 'Sie stehen hier, sobald eine Weiterleitung mit Cluster-Namen aktiv ist.',
  manualCopy: 'Zeilen kopieren',

  mark: {
    leads: 'Führt hierher',
    off: 'Führt noch nicht hierher',
    taken: 'Führt anderswohin',
  },
  takenBy: (owner) => `Führt zu ${owner}.`,
  takenByHosts: (address) =>
    address === undefined
      ? 'Eine Zeile Ihrer Hosts-Datei hat diesen Namen.'
      : `Eine Zeile Ihrer Hosts-Datei führt zu ${address}.`,
  takenByPortside: (address) =>
    address === undefined
      ? 'Ein anderes Portside auf diesem Computer hat diesen Namen.'
      : `Ein anderes Portside auf diesem Computer führt ihn zu ${address}.`,
  takenReserved: 'Diesen Namen übernimmt Portside nie.',
  takenAddress: (address) =>
    `Portside führt keinen Namen zu ${address ?? 'dieser Adresse'}, nur zu 127.24.x.y und 127.0.0.1.`,
  chosenAddress: 'Für diesen Port haben Sie eine Adresse gewählt; Namen führen nur zur eigenen der Weiterleitung.',
  byName: (place, address) => `${place}, unter ${address}`,
  byAddress: 'Über die Adresse: Cluster-Namen führen nicht hierher.',

  note: {
    off: 'Cluster-Namen führen noch nicht hierher',
    waiting: 'Cluster-Namen brauchen Ihre Erlaubnis',
    asking: 'Abfrage für Cluster-Namen beantworten',
    dismissed: 'Cluster-Namen führen nicht hierher',
    unavailable: 'Cluster-Namen führen nicht hierher',
    failed: 'Cluster-Namen führen nicht hierher',
  },
};

export const guardText: Words<typeof englishGuard> = {
  label: 'Schutz für Webseiten',
  of: {
    off: { label: 'Aus', note: 'Jede Anfrage kommt durch.' },
    host: {
      label: 'Nur dieser Host',
      note: 'Lehnt Anfragen ab, die unter einem Hostnamen kommen, der nicht zu dieser Weiterleitung gehört, und WebSockets anderer Seiten.',
    },
    strict: {
      label: 'Streng',
      note: 'Lehnt auch alles Weitere ab, was Seiten anderer Herkunft aus Ihrem Browser senden.',
    },
  },
};
