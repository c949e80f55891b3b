import { plural } from '../format.ts';

/** Part of `text`: questions and settings about the app's place on the desktop. */
export const desktopText = {
  question: {
    closeTitle: 'Keep Portside running?',
    closeText: {
      tray: 'Forwards stay open, and you find Portside in the tray.',
      'menu-bar': 'Forwards stay open, and you find Portside in the menu bar.',
      missing: 'Forwards stay open. This desktop has no tray, so the window is minimised instead.',
    },
    closeNote: 'Your answer is remembered; Settings can change it.',
    quitTitle: 'Quit Portside?',
    quitText: (forwards: number, connections: number) =>
      `${plural(forwards, { one: 'forward is', other: 'forwards are' })} in use (${plural(connections, { one: 'open connection', other: 'open connections' })}). Quitting cuts them off.`,
    keep: 'Keep running',
    quit: 'Quit',
  },

  launchAtLogin: {
    title: 'Open at login',
    hint: 'Portside starts in the background when you log in, and opens no window.',
  },

  notices: {
    title: 'Notifications',
    hint: 'Tell what cannot be seen: a forward that is lost, a sign-in that is needed, a forward whose time was up.',
    after: 'Tell of a lost forward after',
    afterHint: 'What is back within this time was not worth a word.',
    seconds: (count: number) => (count < 60 ? `${count} s` : `${count / 60} min`),
  },

  globalShortcut: {
    title: 'Show or hide Portside from anywhere',
    hint: 'Keys that work while another program has the keyboard.',
    record: 'Choose keys…',
    change: 'Change…',
    press: 'Press keys, or Esc',
    remove: 'Remove',
    unfit: (keys: string) =>
      `Other programs need these keys. Hold at least two of ${keys} with a letter, a digit or an arrow, or press an F key.`,
    key: { Control: 'Ctrl', Shift: 'Shift', Super: 'Super' },
  },

  closeAction: {
    title: 'Closing the window',
    hint: 'Without its window Portside goes on in the tray or menu bar.',
    ask: 'Ask',
    hide: 'Keep running',
    quit: 'Quit',
  },
} as const;
