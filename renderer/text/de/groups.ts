import type { Words } from '../../../electron/contract/language.ts';
import type { groupsText as english } from '../en/groups.ts';
import { duration, moment, plural } from '../format.ts';

const forwards = (count: number) => plural(count, { one: 'Weiterleitung', other: 'Weiterleitungen' });
const MINUTE_MS = 60_000;

/** Part of `text`: favourites, profiles, files that name forwards, production, and what happens at launch. */
export const groupsText: Words<typeof english> = {
  restore: { always: 'Immer', ask: 'Fragen', never: 'Nie' },

  settings: {
    restore: 'Beim Start neu verbinden',
    restoreHint:
      'Weiterleitungen, die beim Beenden von Portside an waren. Produktion bleibt aus, sofern bei einer Weiterleitung nichts anderes gewählt ist.',
    production: 'Wörter für Produktion',
    productionHint:
      'Durch Kommas getrennt. Ein Projekt oder Schlagwort mit einem davon ist geschützt: Portside fragt, bevor es weiterleitet.',
  },

  keeping: {
    heading: 'Beim Start und danach',
    restore: 'Beim Start, wenn an gewesen',
    restoreDefault: (policy) => `Wie üblich (${policy.toLowerCase()})`,
    restoreDefaultNote: 'Was in den Einstellungen steht. Produktion bleibt aus.',
    restoreNote: {
      always: 'Beim Start wieder an.',
      ask: 'Beim Start wird gefragt.',
      never: 'Beim Start aus.',
    },
    stop: 'Von selbst beenden',
    stopNever: 'Nie',
    stopNeverNote: 'An, bis Sie ausschalten.',
    stopAfter: (minutes) => `Nach ${duration(minutes * MINUTE_MS)}`,
    stopAfterNote: 'Gezählt ab dem Einschalten.',
    stopsIn: (ms) => (ms > 0 ? `Endet in ${duration(ms)}` : 'Wird beendet…'),
    stopsAt: (at, now) => `Endet um ${moment(at, now)}`,
  },

  restorable: {
    label: 'Weiterleitungen des letzten Laufs',
    title: (count) => `${forwards(count)} ${count === 1 ? 'war' : 'waren'} an.`,
    text: (names) => `${names}. Neu verbinden?`,
    more: (names, count) => `${names} und ${count} weitere`,
    reconnect: 'Neu verbinden',
    notNow: 'Aus lassen',
  },

  production: {
    word: 'Produktion',
    short: 'Prod.',
    why: {
      hand: 'Von Ihnen als Produktion markiert',
      name: (word) => `Produktion, weil im Namen „${word}“ steht`,
      tag: (word) => `Produktion, wegen des Schlagworts „${word}“`,
    },
    menu: 'Produktionsschutz',
    auto: 'Nach dem Namen',
    autoNote: (is) => (is ? 'Zurzeit Produktion' : 'Zurzeit keine Produktion'),
    yes: 'Produktion',
    yesNote: 'Fragen, bevor weitergeleitet wird',
    no: 'Keine Produktion',
    noNote: 'Ohne Frage weiterleiten',
    confirmTitle: (count) => (count === 1 ? 'Produktion weiterleiten?' : `${count}-mal Produktion weiterleiten?`),
    confirmText:
      'Programme auf diesem Computer erreichen dann die Produktion, und was sie dort ändern, ist wirklich geändert. Beim nächsten Start bleibt es aus.',
    confirmOthers: (count) =>
      `${forwards(count)}, die nicht zur Produktion ${count === 1 ? 'gehört, wird' : 'gehören, werden'} mit eingeschaltet.`,
    stop: 'Von selbst beenden',
    confirm: 'Produktion weiterleiten',
    cancel: 'Abbrechen',
  },

  favourites: {
    title: 'Favoriten',
    star: (name) => `Favorit ${name}`,
    add: (name) => `${name} zu den Favoriten`,
    remove: (name) => `${name} aus den Favoriten nehmen`,
    about: (count) => plural(count, { one: 'Favorit', other: 'Favoriten' }),
    recent: 'Zuletzt benutzt',
    none: 'Noch keine Favoriten',
    noneText:
      'Ein Klick auf den Stern neben einem Service oder Addon, und es steht hier, aus welchem Projekt oder Konto auch immer.',
    usedAt: (at, now) => moment(at, now),
    used: 'Eingeschaltet',
  },

  profiles: {
    heading: 'Profile',
    add: 'Neues Profil',
    open: 'Datei öffnen…',
    switch: (name) => `Profil ${name} weiterleiten`,
    switchLabel: 'Alle an',
    about: (on, all) => `${on} von ${all} an`,
    more: 'Mehr zu diesem Profil',
    edit: 'Bearbeiten…',
    save: 'Als .portside.yaml sichern…',
    delete: 'Profil löschen',
    empty: 'Dieses Profil ist leer',
    emptyText: 'Wählen Sie, was dazugehört.',
    gone: 'hier nicht gefunden',
    newTitle: 'Neues Profil',
    editTitle: 'Profil bearbeiten',
    name: 'Name',
    namePlaceholder: 'Arbeit am Backend',
    members: 'Weiterleitungen',
    chosen: (count) => `${count} gewählt`,
    find: 'Suchen',
    create: 'Profil anlegen',
    change: 'Sichern',
    cancel: 'Abbrechen',
    close: 'Schließen',
    choiceHint: 'Jede wird mit den Ports und der Instanz gemerkt, die sie jetzt hat.',
    deleteTitle: (name) => `„${name}“ löschen?`,
    deleteText: 'Nur das Profil wird gelöscht. Seine Weiterleitungen bleiben, wie sie sind.',
    nothing: 'Nichts gefunden.',
  },

  proposal: {
    drop: 'Loslassen, um die nötigen Weiterleitungen zu sehen',
    dropText: '.portside.yaml, .env, Compose oder eine andere Datei mit Hostnamen. Ihr Text wird nicht behalten.',
    title: (file) => `Was ${file} braucht`,
    titlePortside: (name, file) => name ?? file,
    titleLink: 'Ein Link bittet um eine Weiterleitung',
    titleLinkFailed: 'Link zu Portside',
    lead: {
      env: 'Dies fand sich in der Datei anhand der Hostnamen. Noch ist nichts eingeschaltet.',
      portside: 'Die Datei nennt diese Weiterleitungen. Noch ist nichts eingeschaltet.',
      link: 'Nur einschalten, wenn Sie diesen Link erwartet haben. Noch ist nichts eingeschaltet.',
    },
    ports: (ports) => `${ports.length === 1 ? 'Port' : 'Ports'} ${ports.join(', ')}`,
    line: (line) => `Zeile ${line}`,
    unsure: 'Vielleicht',
    on: 'Schon an',
    unknown: (count) => `${count} in Ihren Konten nicht gefunden`,
    unknownText: 'Melden Sie sich beim zugehörigen Konto oder Team an, oder bitten Sie um Zugang zum Projekt.',
    none: 'Nichts gefunden',
    noneText:
      'Kein Hostname in dieser Datei führt zu einem Service oder Addon, das hier aufgeführt ist. Gesucht wurde nach Cluster-Namen, Hosts von Addons und service:port.',
    forward: (count) => (count > 1 ? `${count} einschalten` : 'Einschalten'),
    saveAs: 'Als Profil sichern',
    name: 'Name des Profils',
    close: 'Schließen',
  },
};
