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

/** In dialogs of the system. */
export const englishDialogs = {
  openFile: 'Open a profile, an .env or a compose file',
  /** Before a token that the window does not know goes by a way that the window has named. */
  way: {
    question: (host: string) => `Send your token to ${host} this way?`,
    questionOfAll: 'Send the tokens of all your accounts this way?',
    all: 'The network settings were changed.',
    login: (name: string) => `The token is that of the Northflank CLI login “${name}”.`,
    browser: 'The token is the one that your browser gets for this sign-in.',
    known: 'You have an account at this host already, which goes another way until now.',
    page: (page: string) => `You would sign in at ${page}, which does not belong to that host.`,
    proxy: (proxy: string) => `Through the proxy ${proxy}.`,
    certificate: (name: string, fingerprint: string) => `Trusting the certificate “${name}”, SHA-256 ${fingerprint}.`,
    more: (count: number) => `And ${count} more certificates.`,
    warning:
      'Whoever runs these can read the token and all that is forwarded with it. Go on only if you have set them yourself.',
    allow: 'Send It',
    cancel: 'Cancel',
  },
} as const;
