import { duration, moment, plural } from '../format.ts';

const forwards = (count: number) => plural(count, { one: 'forward', other: 'forwards' });
const MINUTE_MS = 60_000;

/** Part of `text`: favourites, profiles, files that name forwards, production, and what happens at launch. */
export const groupsText = {
  restore: { always: 'Always', ask: 'Ask', never: 'Never' },

  settings: {
    restore: 'Reconnect at launch',
    restoreHint:
      'Forwards that were on when Portside quit. Production stays off, unless one of its forwards says otherwise.',
    production: 'Words for production',
    productionHint:
      'Separated by commas. A project or tag with one of them is guarded: Portside asks before it is forwarded.',
  },

  keeping: {
    heading: 'At launch and afterwards',
    restore: 'At launch, if it was on',
    restoreDefault: (policy: string) => `As usual (${policy.toLowerCase()})`,
    restoreDefaultNote: 'What the settings say. Production stays off.',
    restoreNote: {
      always: 'On again at launch.',
      ask: 'You are asked at launch.',
      never: 'Off at launch.',
    },
    stop: 'Stop by itself',
    stopNever: 'Never',
    stopNeverNote: 'On until you switch it off.',
    stopAfter: (minutes: number) => `After ${duration(minutes * MINUTE_MS)}`,
    stopAfterNote: 'Counted from when it is switched on.',
    stopsIn: (ms: number) => (ms > 0 ? `Stops in ${duration(ms)}` : 'Stopping…'),
    stopsAt: (at: number, now: number) => `Stops at ${moment(at, now)}`,
  },

  restorable: {
    label: 'Forwards of the last run',
    title: (count: number) => `${forwards(count)} ${count === 1 ? 'was' : 'were'} on.`,
    text: (names: string) => `${names}. Reconnect?`,
    more: (names: string, count: number) => `${names} and ${count} more`,
    reconnect: 'Reconnect',
    notNow: 'Leave off',
  },

  production: {
    word: 'Production',
    short: 'Prod',
    why: {
      hand: 'Marked as production by you',
      name: (word: string) => `Production, because its name says “${word}”`,
      tag: (word: string) => `Production, because of its tag “${word}”`,
    },
    menu: 'Production guard',
    auto: 'By its name',
    autoNote: (is: boolean) => (is ? 'At present production' : 'At present not production'),
    yes: 'Production',
    yesNote: 'Ask before anything is forwarded',
    no: 'Not production',
    noNote: 'Forward without a question',
    confirmTitle: (count: number) => (count === 1 ? 'Forward production?' : `Forward ${count} times production?`),
    confirmText:
      'Programs on this computer will reach production, and what they change there is real. It stays off at the next launch.',
    confirmOthers: (count: number) =>
      `${forwards(count)} that ${count === 1 ? 'is' : 'are'} not production ${count === 1 ? 'goes' : 'go'} on as well.`,
    stop: 'Stop by itself',
    confirm: 'Forward production',
    cancel: 'Cancel',
  },

  favourites: {
    title: 'Favourites',
    star: (name: string) => `Favourite ${name}`,
    add: (name: string) => `Add ${name} to favourites`,
    remove: (name: string) => `Remove ${name} from favourites`,
    about: (count: number) => plural(count, { one: 'favourite', other: 'favourites' }),
    recent: 'Recently used',
    none: 'No favourites yet',
    noneText: 'Press the star beside a service or an addon, and it is here, whatever its project or account.',
    usedAt: (at: number, now: number) => moment(at, now),
    used: 'Switched on',
  },

  profiles: {
    heading: 'Profiles',
    add: 'New profile',
    open: 'Open a file…',
    switch: (name: string) => `Forward profile ${name}`,
    switchLabel: 'Forward all',
    about: (on: number, all: number) => `${on} of ${all} on`,
    more: 'More for this profile',
    edit: 'Edit…',
    save: 'Save as .portside.yaml…',
    delete: 'Delete profile',
    empty: 'This profile is empty',
    emptyText: 'Choose what belongs to it.',
    gone: 'not found here',
    newTitle: 'New profile',
    editTitle: 'Edit profile',
    name: 'Name',
    namePlaceholder: 'backend work',
    members: 'Forwards',
    chosen: (count: number) => `${count} chosen`,
    find: 'Find',
    create: 'Create profile',
    change: 'Save',
    cancel: 'Cancel',
    close: 'Close',
    choiceHint: 'Each is kept with the ports and the instance it has now.',
    deleteTitle: (name: string) => `Delete “${name}”?`,
    deleteText: 'Only the profile is deleted. Its forwards stay as they are.',
    nothing: 'Nothing matches.',
  },

  proposal: {
    drop: 'Drop to see which forwards it needs',
    dropText: '.portside.yaml, .env, compose or another file with host names. Its text is not kept.',
    title: (file: string) => `What ${file} needs`,
    titlePortside: (name: string | undefined, file: string) => name ?? file,
    titleLink: 'A link asks for a forward',
    titleLinkFailed: 'Portside link',
    lead: {
      env: 'These were found in the file by their host names. Nothing is switched on yet.',
      portside: 'The file names these forwards. Nothing is switched on yet.',
      link: 'Switch it on only if you expected this link. Nothing is switched on yet.',
    },
    ports: (ports: readonly number[]) => `${ports.length === 1 ? 'port' : 'ports'} ${ports.join(', ')}`,
    line: (line: number) => `line ${line}`,
    unsure: 'Perhaps',
    on: 'On already',
    unknown: (count: number) => `${count} not found in your accounts`,
    unknownText: 'Sign in to the account or team they belong to, or ask for access to the project.',
    none: 'Nothing found',
    noneText:
      'No host name in this file leads to a service or an addon that is listed here. Looked for were cluster names, hosts of addons, and service:port.',
    forward: (count: number) => (count > 1 ? `Switch ${count} on` : 'Switch on'),
    saveAs: 'Save as profile',
    name: 'Name of the profile',
    close: 'Close',
  },
} as const;
