/** Words that are shown outside of the window. Those for problems stand in `problem.ts`, those of the window in `renderer/text`. */
export const englishAppMenu = {
  settings: 'Settings…',
  closeWindow: 'Close Window',
  quit: 'Quit Portside',
  edit: 'Edit',
  view: 'View',
  window: 'Window',
  /** Items of which the system knows what they do; its own words for them are English everywhere. */
  roles: {
    about: 'About Portside',
    hide: 'Hide Portside',
    hideOthers: 'Hide Others',
    unhide: 'Show All',
    undo: 'Undo',
    redo: 'Redo',
    cut: 'Cut',
    copy: 'Copy',
    paste: 'Paste',
    selectAll: 'Select All',
    resetZoom: 'Actual Size',
    zoomIn: 'Zoom In',
    zoomOut: 'Zoom Out',
    togglefullscreen: 'Toggle Full Screen',
    minimize: 'Minimize',
  },
} as const;

/** The word that stands before every name of what is in production, wherever there is only text. */
export const englishProduction = 'Production';

/** A start that failed; nothing else of the app is there then. */
export const englishStart = { failed: 'Portside cannot start' } as const;

/** Above the system's dialog. */
export const englishDialogs = { openFile: 'Open a profile, an .env or a compose file' } as const;
