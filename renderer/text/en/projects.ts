import { plural } from '../format.ts';

/** Part of `text`: projects and what is in them. */
export const projectsText = {
  sidebar: {
    label: 'Views',
    live: 'Live',
    projects: 'Projects',
    settings: 'Settings',
    refresh: 'Refresh',
    switchView: 'Switch project',
    liveCount: (count: number) => `${plural(count, { one: 'forward', other: 'forwards' })} live`,
    incomplete: 'Could not be read completely',
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
    forwardAllOf: (name: string) => `Forward all: ${name}`,
    stopAll: 'Stop all',
    more: (count: number) => `+${count}`,
    incomplete: 'incomplete',
    unread: 'could not be read',
    mayBeMore: 'Some projects could not be read, so there may be more.',
    again: 'Try again',
    loading: 'Loading projects…',
  },

  /** What is done with several rows at once. */
  bulk: {
    label: 'Marked rows',
    count: (count: number) => `${count} selected`,
    marked: 'selected',
    start: 'Start',
    stop: 'Stop',
    copy: 'Copy addresses',
    clear: 'Clear the selection',
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
      star: 'Favourite',
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
} as const;
