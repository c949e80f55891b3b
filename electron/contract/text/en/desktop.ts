/** Words that are shown outside of the window. Those for problems stand in `problem.ts`, those of the window in `renderer/text`. */
export const englishAppMenu = {
  settings: 'Settings…',
  closeWindow: 'Close Window',
  quit: 'Quit Portside',
  view: 'View',
  window: 'Window',
} as const;

/** The word that stands before every name of what is in production, wherever there is only text. */
export const englishProduction = 'Production';

/** A start that failed; nothing else of the app is there then. */
export const englishStart = { failed: 'Portside cannot start' } as const;
