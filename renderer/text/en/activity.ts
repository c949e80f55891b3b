import type { ActivityKind } from '../../../electron/contract/activity.ts';
import { duration, plural } from '../format.ts';

type Facts = {
  readonly from?: string;
  readonly to?: string;
  readonly ms?: number;
  readonly problem?: string;
  readonly program?: string;
  readonly pid?: number;
  readonly count?: number;
};

const took = (ms: number | undefined) => (ms === undefined ? '' : ms < 1000 ? `${ms} ms` : duration(ms));

const who = ({ program, pid }: Facts) =>
  pid === undefined ? (program ?? 'a program') : program === undefined ? `process ${pid}` : `${program} (pid ${pid})`;
const from = (facts: Facts) => (facts.program === undefined && facts.pid === undefined ? '' : ` from ${who(facts)}`);

/** What happened, in one sentence without its subject. */
const what: Readonly<Record<ActivityKind, (facts: Facts) => string>> = {
  on: () => 'Turned on',
  off: () => 'Turned off',
  opened: ({ to, ms }) => (ms === undefined ? `Live at ${to}` : `Live at ${to} after ${took(ms)}`),
  lost: ({ problem }) => `Connection lost: ${problem}`,
  healed: ({ ms }) => (ms === undefined ? 'Live again' : `Live again after ${took(ms)}`),
  moved: ({ from, to }) => `Moved from ${from} to ${to}`,
  instance: ({ from, to }) => `Instance changed from ${from} to ${to}`,
  trouble: ({ problem }) => `${problem}`,
  failed: ({ problem }) => `Failed: ${problem}`,
  cleared: ({ problem }) => `No longer: ${problem}`,
  offline: () => 'This computer is offline',
  online: () => 'This computer is online again',
  'account-lost': ({ problem }) => `${problem}`,
  'account-back': () => 'Signed in again',
  // How many came is not said: not each of them is looked up.
  connected: ({ count, ...facts }) =>
    count === undefined ? `Connection from ${who(facts)}` : `Several connections from ${who(facts)}`,
  'connection-failed': ({ count = 1, problem, ...facts }) =>
    `${count === 1 ? 'Connection' : plural(count, { one: 'connection', other: 'connections' })}${from(facts)} failed: ${problem}`,
};

/** Part of `text`: the diary of what happened. */
export const activityText = {
  activity: {
    title: 'Activity',
    about: 'What happened in this run, newest first',
    what,
    all: 'All',
    show: 'Show all activity',
    shown: 'Which activity is shown',
    filters: { all: 'All', trouble: 'Trouble', wishes: 'Switched', connections: 'Connections' },
    empty: 'Nothing has happened yet',
    emptyText: 'Every forward that comes up, is lost or comes back is noted here until Portside quits.',
    none: 'Nothing of this kind',
    noneText: 'Other entries are hidden by the filter or the search.',
    app: 'Portside',
  },
} as const;
