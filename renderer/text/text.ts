import { duration, moment, plural } from './format.ts';
import { guardText, hostnamesText } from './hostnames-en.ts';

/**
 * Every word of the window except those for problems, which stand in the contract because tray and notices share them.
 * Another language is another file of this shape.
 */
export const text = {
  app: 'Portside',

  ui: {
    copied: 'Copied',
    dismiss: 'Dismiss',
  },

  signIn: {
    title: 'Forward Northflank to your desk',
    lead: 'Private services, databases and addons on localhost, under the same hostnames as in the cluster.',
    addTitle: 'Add an account',
    addLead: 'Its projects appear beside the ones you already have.',
    againTitle: 'Sign in again',
    againLead: (name: string) => `Paste a new API token for ${name}.`,
    token: 'API token',
    tokenHint: 'Made in your team’s or organisation’s settings at Northflank. Kept in this computer’s key store.',
    tokenPlaceholder: 'Paste an API token',
    tokenMissing: 'Paste the token first.',
    show: 'Show token',
    hide: 'Hide token',
    submit: 'Sign in',
    checking: 'Checking the token…',
    cancel: 'Cancel',
    advanced: 'Advanced',
    advancedHint: 'API host, team, CA certificate',
    host: 'API host',
    hostHint: 'Change it only for a platform of your own.',
    hostWrong: 'Enter an address that begins with https://.',
    team: 'Team ID',
    teamHint: 'Only where an organisation’s token is to see one team.',
    ca: 'CA certificate',
    caHint: 'Trusted in addition to this system’s own, for this account.',
    caPlaceholder: '-----BEGIN CERTIFICATE-----',
    caFile: 'Choose a file…',
    caWrong: 'No certificate in PEM form was found in this text.',
    caTooLong: 'This is too long for a CA certificate (256 KB at most).',
    caFound: (count: number) => plural(count, { one: 'certificate found', other: 'certificates found' }),
    optional: 'optional',
  },

  account: {
    menu: 'Account',
    scope: { team: 'team', org: 'organisation' },
    state: {
      checking: 'Checking…',
      'signed-in': 'Signed in',
      rejected: 'Token rejected',
      unreachable: 'Not reachable',
    },
    heading: 'Accounts',
    add: 'Add an account…',
    signOut: 'Sign out',
    signOutOf: (name: string) => `Sign out of ${name}`,
    signOutTitle: (name: string) => `Sign out of ${name}?`,
    signOutText: (count: number) =>
      `${plural(count, { one: 'forward stops', other: 'forwards stop' })}, and the token is removed from this computer.`,
    expires: (at: number, now: number) => `Token expires ${moment(at, now)}`,
  },

  sidebar: {
    label: 'Views',
    live: 'Live',
    projects: 'Projects',
    settings: 'Settings',
    refresh: 'Refresh',
    switchView: 'Switch project',
    liveCount: (count: number) => `${plural(count, { one: 'forward', other: 'forwards' })} live`,
    noProjects: 'No projects yet',
  },

  list: {
    services: 'Services',
    addons: 'Addons',
    countServices: (count: number) => plural(count, { one: 'service', other: 'services' }),
    countAddons: (count: number) => plural(count, { one: 'addon', other: 'addons' }),
    liveOf: (live: number, all: number) => `${live} of ${all} live`,
    search: 'Find a service or addon',
    searchShort: 'Search',
    searchLong: 'Find anything…',
    clear: 'Clear the search',
    forwardAll: 'Forward all',
    stopAll: 'Stop all',
    more: (count: number) => `+${count}`,
    loading: 'Loading projects…',
  },

  empty: {
    account: 'No projects in this account',
    accountText: 'Create a project at Northflank, or check that the token’s role may read projects.',
    project: 'Nothing in this project yet',
    projectText: 'Services and addons appear here as soon as they exist at Northflank.',
    unknown: 'Nothing to show yet',
    unknownText: 'The list appears as soon as Northflank answers.',
    noMatch: (query: string) => `Nothing matches “${query}”`,
    noMatchText: 'Search by name, type, tag, port or address.',
    live: 'No forwards yet',
    liveText: 'Turn on a service or an addon, and it is listed here with its local address.',
    liveAction: 'Show projects',
    details: 'Select a service or an addon',
    detailsText: 'Its addresses, traffic and any trouble are shown here.',
    keys: {
      move: 'Move through the list',
      toggle: 'Turn a forward on or off',
      open: 'Show details',
      search: 'Search',
    },
  },

  types: {
    postgresql: 'PostgreSQL',
    postgres: 'PostgreSQL',
    mysql: 'MySQL',
    redis: 'Redis',
    mongodb: 'MongoDB',
    minio: 'MinIO',
    rabbitmq: 'RabbitMQ',
    combined: 'Combined service',
    deployment: 'Deployment service',
    build: 'Build service',
  } as Readonly<Record<string, string>>,

  /** What Northflank says of a resource. */
  state: {
    running: 'Running',
    starting: 'Starting',
    paused: 'Paused',
    stopped: 'Stopped',
    failed: 'Failed at Northflank',
    deleting: 'Being deleted',
    unknown: 'State unknown',
  },

  /** Why a forward of a resource cannot work now; the badge and the sentence. */
  whyNot: {
    'build-service': 'Build only',
    paused: 'Paused',
    'no-ports': 'No ports',
    'no-instances': 'No instances',
  },
  whyNotShort: {
    'build-service': 'Runs nothing to reach',
    paused: 'Opens by itself once it runs again',
    'no-ports': 'Has no port to forward',
    'no-instances': 'Opens by itself once an instance runs',
  },
  whyNotText: {
    'build-service': (name: string) => `${name} only builds images. It runs nothing that could be reached.`,
    paused: (name: string) =>
      `${name} is paused at Northflank. A forward that is on opens by itself once it runs again.`,
    'no-ports': (name: string) => `${name} has no port. Add one at Northflank, and it can be forwarded.`,
    'no-instances': (name: string) =>
      `${name} is scaled to zero. A forward that is on opens by itself once an instance runs.`,
  },

  /** What the forward is doing. */
  forward: {
    name: (name: string) => `Forward ${name}`,
    off: 'Off',
    starting: 'Starting…',
    live: 'Live',
    partial: (open: number, all: number) => `${open} of ${all} ports live`,
    closing: 'Closing…',
    draining: (count: number) => `Closing · ${plural(count, { one: 'connection', other: 'connections' })}`,
    failed: 'Failed',
    waitingNetwork: 'Waiting for network',
    retrying: (seconds: number) => (seconds > 0 ? `Retrying in ${seconds} s` : 'Retrying now…'),
    reconnectingShort: 'Reconnecting…',
    reconnecting: (seconds: number) => (seconds > 0 ? `Reconnecting in ${seconds} s` : 'Reconnecting…'),
    noInstances: (seconds: number) => (seconds > 0 ? `No instances · ${seconds} s` : 'No instances'),
    nextTry: (seconds: number) => (seconds > 0 ? `Next try in ${seconds} s` : 'Trying now…'),
    since: (ms: number) => `Live · ${duration(ms)}`,
    connections: (count: number) => plural(count, { one: 'connection', other: 'connections' }),
    tls: 'TLS',
    announceLive: (name: string) => `${name} is live.`,
    announceOff: (name: string) => `${name} is off.`,
    announceTrouble: (name: string, title: string) => `${name}: ${title}.`,
    announceMany: (count: number) => `${plural(count, { one: 'forward has', other: 'forwards have' })} changed.`,
  },

  details: {
    label: (name: string) => (name ? `Details of ${name}` : 'Details'),
    close: 'Close details',
    address: 'Address',
    hostname: 'Hostname',
    instance: 'Instance',
    anyInstance: 'any healthy one',
    copyAddress: 'Copy address',
    copyThis: (what: string) => `Copy ${what}`,
    open: 'Open in browser',
    traffic: (port: string, seconds: number) => `Traffic of ${port} over the last ${seconds} seconds`,
    about: 'About',
    kind: 'Type',
    version: 'Version',
    state: 'State',
    instances: 'Instances',
    ports: 'Ports',
    portsLater: 'known once it is forwarded',
    tags: 'Tags',
    noAddress: 'Not bound',
    offText: 'Turn it on to get an address on this computer.',
    replicas: (count: number) => plural(count, { one: 'instance', other: 'instances' }),
  },

  hostnames: hostnamesText,
  guard: guardText,

  status: {
    label: 'Status',
    live: (count: number) => `${plural(count, { one: 'forward', other: 'forwards' })} live`,
    liveShort: (count: number) => `${count} live`,
    troubled: (count: number) => plural(count, { one: 'needs attention', other: 'need attention' }),
    gateway: (ms: number) => `gateway ${Math.round(ms)} ms`,
    online: 'online',
    offline: 'offline',
  },

  notice: {
    dismiss: 'Dismiss',
    stale: (at: number | undefined, now: number) =>
      at === undefined ? 'This list may be out of date.' : `This list is from ${moment(at, now)}.`,
    account: (name: string, title: string) => `${name}: ${title}`,
    toasts: 'Messages',
    broken: 'The window has stopped working',
    brokenText: 'Forwards keep running. Reload the window to go on.',
    reload: 'Reload',
  },

  settings: {
    title: 'Settings',
    close: 'Close settings',
    appearance: 'Appearance',
    theme: { system: 'System', light: 'Light', dark: 'Dark' },
    reconnect: 'Reconnect at launch',
    reconnectHint: 'Open the forwards again that were on when Portside quit.',
    troubleshooting: 'Troubleshooting',
    log: 'Show log',
    logHint: 'Opens the folder of the log file. Tokens never stand in it.',
  },
} as const;
