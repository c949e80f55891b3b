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
    unread: (why: string) => `Instances could not be read: ${why}.`,
  },

  about: {
    tls: 'TLS',
    tlsOn: 'On',
    tlsOff: 'Off',
    replicas: 'Replicas',
    unread: (why: string) => `Details are not up to date: ${why}.`,
    /** Northflank's words that say more than the state. */
    said: {
      QUEUED: 'Build queued',
      CLONING: 'Cloning the repository',
      BUILDING: 'Building',
      UPLOADING: 'Uploading the image',
      SUCCESS: 'Build succeeded',
      ABORTED: 'Build aborted',
      FAILURE: 'Build failed',
      CRASHED: 'Build crashed',
      scaling: 'Scaling',
      upgrading: 'Upgrading',
      resetting: 'Resetting',
      backup: 'Taking a backup',
      restore: 'Restoring a backup',
      'no status': 'No state reported',
    },
  },

  budget: {
    left: (remaining: number) => `${plural(remaining, { one: 'request', other: 'requests' })} left`,
    until: (resetAt: number, now: number) =>
      `Northflank allows no more until ${moment(resetAt, now)}. Forwards come first, lists are refreshed less often.`,
    line: ({ remaining, limit }: { readonly remaining: number; readonly limit: number }) =>
      `${remaining} of ${plural(limit, { one: 'request', other: 'requests' })} left this hour`,
  },
} as const;
