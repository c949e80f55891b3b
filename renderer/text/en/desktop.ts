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

  closeAction: {
    title: 'Closing the window',
    hint: 'Without its window Portside goes on in the tray or menu bar.',
    ask: 'Ask',
    hide: 'Keep running',
    quit: 'Quit',
  },
} as const;
