import type { AccountId } from './catalog.ts';
import type { ForwardId, TunnelId } from './forward.ts';
import type { Problem } from './problem.ts';

/**
 * Something that happened, for the activity list. Derived from what changed in the state, so it can hold nothing that the
 * state does not hold: no token, no password, no connection string. Of single connections it holds the program's name and
 * the problem, and nothing that was sent.
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
  /** Of a local connection: the program that came, where the system says so, and how many of its kind are meant. */
  readonly program?: string;
  readonly pid?: number;
  readonly count?: number;
  /** When the last of several came, in Unix milliseconds. */
  readonly until?: number;
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
  | 'account-back'
  /** Local connections, told by the engine and not by the state: a program came; it did not get what it came for. */
  | 'connected'
  | 'connection-failed';

/** By id, so that a patch carries only what is new. */
export type ActivityBook = Readonly<Record<string, Activity>>;

export const MOST_ACTIVITIES = 500;
/** Of these, entries about single connections; so that busy programs leave room for what happened to their ports. */
export const MOST_CONNECTION_ACTIVITIES = 200;

export const isConnection = ({ what }: Activity): boolean => what === 'connected' || what === 'connection-failed';
