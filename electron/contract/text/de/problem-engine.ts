import { because, inBrackets } from './reasons.ts';

type Args = Readonly<Record<string, string | number>>;

/** Part of `GERMAN_PROBLEMS`: forwards and their ports. */
export const GERMAN_ENGINE_PROBLEMS = {
  'no-instance': {
    title: 'Keine laufende Instanz',
    text: ({ name, isWaited = 1 }: Args) =>
      `${name ?? 'Diese Ressource'} hat keine laufende Instanz. Bei Northflank starten oder skalieren${isWaited ? '; die Weiterleitung öffnet sich dann von selbst' : ' und erneut versuchen'}.`,
    action: 'Jetzt prüfen',
  },
  'no-ports': {
    title: 'Keine Ports',
    text: ({ name, ports }: Args) =>
      ports
        ? `${name ?? 'Diese Ressource'} hat keinen Port ${ports}.`
        : `${name ?? 'Diese Ressource'} hat keinen Port zum Weiterleiten. Bei Northflank einen Port anlegen und erneut versuchen.`,
    action: 'Jetzt prüfen',
  },
  'port-in-use': {
    title: 'Port belegt',
    text: ({ address, moved, program, pid }: Args) => {
      const holder = pid ? `${program ?? 'einem Programm'} (Prozess ${pid})` : 'einem anderen Programm';
      return moved
        ? `${address} ist von ${holder} belegt; dieser Port ist stattdessen unter ${moved} erreichbar.`
        : `${address ?? 'Der lokale Port'} ist von ${holder} belegt. Bitte das Programm beenden und erneut versuchen.`;
    },
    action: 'Erneut versuchen',
  },
  'port-forbidden': {
    title: 'Port braucht eine Erlaubnis',
    text: ({ address, moved }: Args) =>
      moved
        ? `Dieses System lässt gewöhnliche Programme nicht auf ${address} lauschen; dieser Port ist stattdessen unter ${moved} erreichbar.`
        : `Dieses System lässt gewöhnliche Programme nicht auf ${address ?? 'diesem Port'} lauschen.`,
    action: 'Erneut versuchen',
  },
  'port-reserved': {
    title: 'Port vom System belegt',
    text: ({ address, moved, line }: Args) =>
      `Das System oder ein Programm, das ihn mit niemandem teilt, behält ${address ?? 'diesen Port'} für sich${moved ? `; dieser Port ist stattdessen unter ${moved} erreichbar` : ''}.${
        line ? ` Windows tut das für Hyper-V, WSL und Docker: „${line}“ zeigt die Bereiche.` : ''
      }`,
    action: 'Erneut versuchen',
  },
  'address-missing': {
    title: 'Adresse nicht verfügbar',
    text: ({ address }: Args) => `${address ?? 'Die Loopback-Adresse'} gibt es auf diesem Computer nicht.`,
    action: 'Erneut versuchen',
  },
  'endpoint-gone': {
    title: 'Instanz entfernt',
    text: () =>
      'Die Instanz wurde neu gestartet oder entfernt. Portside sucht ihre Nachfolgerin; neue Verbindungen warten darauf.',
    action: 'Jetzt suchen',
  },
  'endpoint-refused': {
    title: 'Gateway lehnt den Tunnel ab',
    text: ({ status, reason }: Args) =>
      `Das Gateway hat ${status ? `mit ${status}` : 'mit einem Fehler'} geantwortet${reason ? `: ${because(reason)}` : ''}.`,
    action: 'Erneut versuchen',
  },
  'endpoint-unreachable': {
    title: 'Gateway nicht erreichbar',
    text: ({ reason }: Args) =>
      `Das Tunnel-Gateway hat nicht geantwortet${inBrackets(reason)}. Portside versucht es weiter.`,
    action: 'Jetzt versuchen',
  },
  'endpoint-silent': {
    title: 'Keine Antwort hinter dem Gateway',
    text: ({ seconds }: Args) =>
      `Das Gateway verbindet diesen Port, aber was dort läuft, hat ${seconds ? `innerhalb von ${seconds} s ` : ''}nicht geantwortet. Vielleicht startet es, ist ausgelastet oder hängt; Verbindungen werden trotzdem durchgereicht.`,
    action: 'Erneut fragen',
  },
  'not-open': {
    title: 'Nicht offen',
    text: ({ name }: Args) => `${name ?? 'Dieser Port'} ist auf diesem Computer gerade nicht offen.`,
  },
} as const;
