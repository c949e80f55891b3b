import type { Words } from '../../language.ts';
import type { englishTray } from '../en/tray.ts';

const forwards = (count: number) => (count === 1 ? '1 Weiterleitung' : `${count} Weiterleitungen`);

/** Words of the tray's menu. */
export const germanTray: Words<typeof englishTray> = {
  tooltip: (summary) => `Portside: ${summary}`,
  summary: {
    opening: 'Wird geöffnet…',
    signedOut: 'Nicht angemeldet',
    none: 'Keine Weiterleitungen',
    offline: 'Kein Netz',
    paused: (paused) => `${forwards(paused)} angehalten`,
    live: (live, wished) => `${live} von ${forwards(wished)} aktiv`,
    troubled: (troubled) => (troubled === 1 ? '1 gestört' : `${troubled} gestört`),
  },
  within: (title) => title,
  state: {
    starting: 'wird geöffnet…',
    checking: 'wird geprüft…',
    reconnecting: 'verbindet neu…',
    stopping: 'wird beendet…',
    partly: 'teilweise',
    failed: 'fehlgeschlagen',
  },
  resource: {
    running: '',
    unknown: '',
    starting: 'startet',
    paused: 'angehalten',
    stopped: 'beendet',
    failed: 'fehlgeschlagen',
    deleting: 'wird gelöscht',
  },
  unread: (title) => `⚠ Nicht lesbar: ${title}`,
  incomplete: (title) => `⚠ Vielleicht unvollständig: ${title}`,
  open: 'Portside öffnen',
  more: 'Mehr…',
  profiles: 'Profile',
  some: (on, all) => `${on} von ${all} an`,
  copyAddress: 'Adresse kopieren',
  copyHostname: 'Hostnamen kopieren',
  copyString: 'Verbindungs-URI kopieren',
  stopAll: 'Alle Weiterleitungen beenden',
  pauseAll: 'Alle Weiterleitungen anhalten',
  resume: (paused) => `${forwards(paused)} fortsetzen`,
  settings: 'Einstellungen…',
  quit: 'Portside beenden',
};
