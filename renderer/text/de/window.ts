import type { Words } from '../../../electron/contract/language.ts';
import type { windowText as english } from '../en/window.ts';
import { moment } from '../format.ts';

/** Part of `text`: the window itself. */
export const windowText: Words<typeof english> = {
  ui: {
    cancel: 'Abbrechen',
    copied: 'Kopiert',
    dismiss: 'Ausblenden',
  },

  keys: {
    ctrl: 'Strg',
    shift: 'Umschalt',
    enter: 'Eingabe',
    space: 'Leertaste',
    escape: 'Esc',
    home: 'Pos 1',
    end: 'Ende',
  },

  notice: {
    dismiss: 'Ausblenden',
    stale: (at, now) =>
      at === undefined ? 'Diese Liste kann veraltet sein.' : `Diese Liste ist von ${moment(at, now)}.`,
    account: (name, title) => `${name}: ${title}`,
    project: (name, title) => `${name} ist nicht ganz lesbar: ${title}`,
    more: (count) => `${count} weitere ${count === 1 ? 'Meldung' : 'Meldungen'}`,
    fewer: 'Weniger zeigen',
    toasts: 'Meldungen',
    broken: 'Das Fenster funktioniert nicht mehr',
    brokenText: 'Weiterleitungen laufen weiter. Nach einem Neuladen geht es weiter.',
    reload: 'Neu laden',
  },
};
