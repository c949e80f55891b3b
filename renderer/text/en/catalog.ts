import { moment, plural } from '../format.ts';

/** Part of `text`: what is read of the platform, and what that may cost. */
export const catalogText = {
  instances: {
    label: 'Instances',
    state: {
      running: 'Running',
      starting: 'Starting',
      stopping: 'Stopping',
      failed: 'Failed',
      ended: 'Ended',
      unknown: 'State unknown',
    },
    upNow: 'up just now',
    upFor: (time: string) => `up ${time}`,
    unread: (why: string) => `Instances could not be read: ${why.toLocaleLowerCase()}.`,
  },

  about: {
    tls: 'TLS',
    tlsOn: 'On',
    tlsOff: 'Off',
    replicas: 'Replicas',
    unread: (why: string) => `Details are not up to date: ${why.toLocaleLowerCase()}.`,
  },

  budget: {
    left: (remaining: number) => `${plural(remaining, { one: 'request', other: 'requests' })} left`,
    until: (resetAt: number, now: number) =>
      `Northflank allows no more until ${moment(resetAt, now)}. Forwards come first, lists are refreshed less often.`,
    line: ({ remaining, limit }: { readonly remaining: number; readonly limit: number }) =>
      `${remaining} of ${plural(limit, { one: 'request', other: 'requests' })} left this hour`,
  },
} as const;
