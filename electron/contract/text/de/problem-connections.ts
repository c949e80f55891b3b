import { because } from './reasons.ts';

type Args = Readonly<Record<string, string | number>>;

/** Part of `GERMAN_PROBLEMS`: why one local connection failed while its port may be well. */
export const GERMAN_CONNECTION_PROBLEMS = {
  'connection-cut': {
    title: 'Am fernen Ende abgebrochen',
    text: ({ code, reason }: Args) =>
      `${
        code === undefined || code === 1006
          ? 'Das Gateway oder das Netz bis dorthin hat die Verbindung wortlos fallen lassen'
          : `Das Gateway hat die Verbindung mit Code ${code} beendet${reason ? `: ${because(reason)}` : ''}`
      }. Was bis dahin nicht angekommen war, ist verloren; darum wurde sie dem Programm als abgebrochen gemeldet.`,
  },
  'too-many-connections': {
    title: 'Zu viele Verbindungen zugleich',
    text: ({ most }: Args) =>
      `Diese Weiterleitung hatte schon ${most ? `${most} davon` : 'alle, die sie haben darf'}; diese wurde abgelehnt.`,
  },
} as const;
