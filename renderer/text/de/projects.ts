import type { Words } from '../../../electron/contract/language.ts';
import type { projectsText as english } from '../en/projects.ts';
import { plural } from '../format.ts';

/** Part of `text`: projects and what is in them. */
export const projectsText: Words<typeof english> = {
  sidebar: {
    label: 'Ansichten',
    live: 'Aktiv',
    projects: 'Projekte',
    settings: 'Einstellungen',
    refresh: 'Aktualisieren',
    switchView: 'Projekt wechseln',
    liveCount: (count) => `${plural(count, { one: 'Weiterleitung', other: 'Weiterleitungen' })} aktiv`,
    incomplete: 'Nicht ganz lesbar',
    noProjects: 'Noch keine Projekte',
  },

  list: {
    services: 'Services',
    addons: 'Addons',
    countServices: (count) => plural(count, { one: 'Service', other: 'Services' }),
    countAddons: (count) => plural(count, { one: 'Addon', other: 'Addons' }),
    liveOf: (live, all) => `${live} von ${all} aktiv`,
    search: 'Service oder Addon suchen',
    searchShort: 'Suchen',
    searchLong: 'Alles durchsuchen…',
    clear: 'Suche leeren',
    forwardAll: 'Alle an',
    forwardAllOf: (name) => `Alle an: ${name}`,
    stopAll: 'Alle aus',
    more: (count) => `+${count}`,
    incomplete: 'unvollständig',
    unread: 'nicht lesbar',
    mayBeMore: 'Manche Projekte waren nicht lesbar, es kann also mehr geben.',
    again: 'Erneut versuchen',
    loading: 'Projekte werden geladen…',
  },

  bulk: {
    label: 'Markierte Zeilen',
    count: (count) => `${count} markiert`,
    marked: 'markiert',
    start: 'Starten',
    stop: 'Beenden',
    copy: 'Adressen kopieren',
    clear: 'Markierung aufheben',
  },

  empty: {
    account: 'Keine Projekte in diesem Konto',
    accountText: 'Bei Northflank ein Projekt anlegen, oder prüfen, ob die Rolle des Tokens Projekte lesen darf.',
    project: 'In diesem Projekt ist noch nichts',
    projectText: 'Services und Addons erscheinen hier, sobald es sie bei Northflank gibt.',
    unknown: 'Noch nichts zu zeigen',
    unknownText: 'Die Liste erscheint, sobald Northflank antwortet.',
    noMatch: (query) => `Nichts passt zu „${query}“`,
    noMatchText: 'Gesucht wird nach Name, Art, Schlagwort, Port oder Adresse.',
    live: 'Noch keine Weiterleitungen',
    liveText: 'Ein eingeschalteter Service oder ein Addon steht hier mit seiner lokalen Adresse.',
    liveAction: 'Projekte zeigen',
    details: 'Service oder Addon auswählen',
    detailsText: 'Hier stehen dann Adressen, Datenverkehr und etwaige Störungen.',
    keys: {
      move: 'Durch die Liste gehen',
      toggle: 'Weiterleitung ein- oder ausschalten',
      open: 'Einzelheiten zeigen',
      star: 'Favorit',
      search: 'Suchen',
    },
  },

  types: {
    postgresql: 'PostgreSQL',
    postgres: 'PostgreSQL',
    mysql: 'MySQL',
    redis: 'Redis',
    mongodb: 'MongoDB',
    minio: 'MinIO',
    rabbitmq: 'RabbitMQ',
    combined: 'Kombinierter Service',
    deployment: 'Deployment-Service',
    build: 'Build-Service',
  },

  state: {
    running: 'Läuft',
    starting: 'Startet',
    paused: 'Angehalten',
    stopped: 'Beendet',
    failed: 'Bei Northflank fehlgeschlagen',
    deleting: 'Wird gelöscht',
    unknown: 'Zustand unbekannt',
  },

  whyNot: {
    'build-service': 'Nur Build',
    paused: 'Angehalten',
    'no-ports': 'Keine Ports',
    'no-instances': 'Keine Instanzen',
  },

  whyNotShort: {
    'build-service': 'Betreibt nichts Erreichbares',
    paused: 'Öffnet sich von selbst, sobald es läuft',
    'no-ports': 'Nichts weiterzuleiten',
    'no-instances': 'Öffnet sich, sobald eine Instanz läuft',
  },

  whyNotText: {
    'build-service': (name) => `${name} baut nur Images. Dort läuft nichts, das erreichbar wäre.`,
    paused: (name) =>
      `${name} ist bei Northflank angehalten. Eine eingeschaltete Weiterleitung öffnet sich von selbst, sobald es wieder läuft.`,
    'no-ports': (name) => `${name} hat keinen Port. Bei Northflank angelegt, lässt er sich weiterleiten.`,
    'no-instances': (name) =>
      `${name} ist auf null skaliert. Eine eingeschaltete Weiterleitung öffnet sich von selbst, sobald eine Instanz läuft.`,
  },
};
