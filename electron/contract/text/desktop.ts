/** Words that are shown outside of the window. Those for problems stand in `problem.ts`, those of the window in `renderer/text`. */
export const appMenuText = {
  settings: 'Settings…',
  closeWindow: 'Close Window',
  quit: 'Quit Portside',
  view: 'View',
  window: 'Window',
} as const;
