import type { Words } from '../../../electron/contract/language.ts';
import type { activityText as english } from '../en/activity.ts';
import { duration, plural } from '../format.ts';

const took = (ms: number) => (ms < 1000 ? `${ms} ms` : duration(ms));

type Who = { readonly program?: string; readonly pid?: number };
const who = ({ program, pid }: Who) =>
  pid === undefined
    ? (program ?? 'einem Programm')
    : program === undefined
      ? `Prozess ${pid}`
      : `${program} (Prozess ${pid})`;
const by = (facts: Who) => (facts.program === undefined && facts.pid === undefined ? '' : ` von ${who(facts)}`);

/** Part of `text`: the diary of what happened. */
export const activityText: Words<typeof english> = {
  activity: {
    title: 'Verlauf',
    about: 'Dieser Lauf, Neuestes zuerst',
    what: {
      on: () => 'Eingeschaltet',
      off: () => 'Ausgeschaltet',
      opened: ({ to, ms }) => (ms === undefined ? `Aktiv: ${to}` : `Aktiv: ${to} (${took(ms)})`),
      lost: ({ problem }) => `Getrennt: ${problem}`,
      healed: ({ ms }) => (ms === undefined ? 'Wieder aktiv' : `Wieder aktiv nach ${took(ms)}`),
      moved: ({ from, to }) => `Umgezogen von ${from} nach ${to}`,
      instance: ({ from, to }) => `Instanz gewechselt von ${from} zu ${to}`,
      trouble: ({ problem }) => `${problem}`,
      failed: ({ problem }) => `Fehlgeschlagen: ${problem}`,
      cleared: ({ problem }) => `Behoben: ${problem}`,
      offline: () => 'Dieser Computer ist offline',
      online: () => 'Dieser Computer ist wieder online',
      'account-lost': ({ problem }) => `${problem}`,
      'account-back': () => 'Wieder angemeldet',
      connected: ({ count, ...facts }) =>
        count === undefined ? `Verbindung von ${who(facts)}` : `Mehrere Verbindungen von ${who(facts)}`,
      'connection-failed': ({ count = 1, problem, ...facts }) =>
        `${count === 1 ? 'Verbindung' : plural(count, { one: 'Verbindung', other: 'Verbindungen' })}${by(facts)} gescheitert: ${problem}`,
    },
    all: 'Alles',
    show: 'Ganzen Verlauf zeigen',
    shown: 'Was vom Verlauf gezeigt wird',
    filters: { all: 'Alles', trouble: 'Störungen', wishes: 'Geschaltet', connections: 'Verbindungen' },
    empty: 'Noch ist nichts geschehen',
    emptyText:
      'Jede Weiterleitung, die aktiv wird, verloren geht oder zurückkommt, steht hier, bis Portside beendet wird.',
    none: 'Nichts von dieser Art',
    noneText: 'Andere Einträge sind durch Filter oder Suche ausgeblendet.',
    app: 'Portside',
  },
};
