const count = (of: number, one: string, many: string) => `${of} ${of === 1 ? one : many}`;

/** Words of the tray's menu. */
export const englishTray = {
  tooltip: (summary: string) => `Portside: ${summary}`,
  summary: {
    opening: 'Opening…',
    signedOut: 'Not signed in',
    none: 'No forwards',
    offline: 'Offline',
    paused: (paused: number) => `${count(paused, 'forward', 'forwards')} paused`,
    live: (live: number, wished: number) => `${live} of ${count(wished, 'forward', 'forwards')} live`,
    troubled: (troubled: number) => count(troubled, 'needs attention', 'need attention'),
  },
  /** A problem's title behind a comma. */
  within: (title: string) => title.toLowerCase(),
  state: {
    starting: 'starting…',
    checking: 'checking…',
    reconnecting: 'reconnecting…',
    stopping: 'stopping…',
    partly: 'partly',
    failed: 'failed',
  },
  resource: {
    running: '',
    unknown: '',
    starting: 'starting',
    paused: 'paused',
    stopped: 'stopped',
    failed: 'failed',
    deleting: 'deleting',
  },
  unread: (title: string) => `⚠ Could not be read: ${title}`,
  incomplete: (title: string) => `⚠ May be incomplete: ${title}`,
  open: 'Open Portside',
  more: 'More…',
  profiles: 'Profiles',
  some: (on: number, all: number) => `${on} of ${all} on`,
  copyAddress: 'Copy Address',
  copyHostname: 'Copy Host Name',
  copyString: 'Copy Connection String',
  stopAll: 'Stop All Forwards',
  pauseAll: 'Pause All Forwards',
  resume: (paused: number) => `Resume ${count(paused, 'Forward', 'Forwards')}`,
  settings: 'Settings…',
  quit: 'Quit Portside',
} as const;
