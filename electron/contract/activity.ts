import type { AccountId } from './catalog.ts';
import type { ForwardId, TunnelId } from './forward.ts';
import type { Problem } from './problem.ts';

/**
 * Something that happened, for the activity list. Derived from what changed in the state, so it can hold nothing that the
 * state does not hold: no token, no password, no connection string.
 */
export type Activity = {
  /** Counts up over the whole run. */
  readonly id: number;
  /** Unix milliseconds. */
  readonly at: number;
  readonly what: ActivityKind;
  /** Absent for what concerns the whole app. */
  readonly forward?: ForwardId;
  readonly tunnel?: TunnelId;
  readonly account?: AccountId;
  /** The port's name or number, as it was called then. */
  readonly port?: string;
  /** A local address or an instance; `from` where it was another before. */
  readonly from?: string;
  readonly to?: string;
  /** How long it took, or how long it had been away. */
  readonly ms?: number;
  readonly problem?: Problem;
};

export type ActivityKind =
  /** The user's wish, or that of a profile or a terminal. */
  | 'on'
  | 'off'
  /** A port is bound and verified; lost; back; at another address; at another instance. */
  | 'opened'
  | 'lost'
  | 'healed'
  | 'moved'
  | 'instance'
  /** It does not work although it is wished: it waits and is tried again, or it is given up. */
  | 'trouble'
  | 'failed'
  /** What a notice on a working port had said is no longer so. */
  | 'cleared'
  | 'offline'
  | 'online'
  | 'account-lost'
  | 'account-back';

/** By id, so that a patch carries only what is new. */
export type ActivityBook = Readonly<Record<string, Activity>>;

export const MOST_ACTIVITIES = 500;
