import type { Words } from '../../../electron/contract/language.ts';
import type { activityText as english } from '../en/activity.ts';
import { duration } from '../format.ts';

const took = (ms: number) => (ms < 1000 ? `${ms} ms` : duration(ms));

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
    },
    all: 'Alles',
    show: 'Ganzen Verlauf zeigen',
    shown: 'Was vom Verlauf gezeigt wird',
    filters: { all: 'Alles', trouble: 'Störungen', wishes: 'Geschaltet' },
    empty: 'Noch ist nichts geschehen',
    emptyText:
      'Jede Weiterleitung, die aktiv wird, verloren geht oder zurückkommt, steht hier, bis Portside beendet wird.',
    none: 'Nichts von dieser Art',
    noneText: 'Andere Einträge sind durch Filter oder Suche ausgeblendet.',
    app: 'Portside',
  },
};
