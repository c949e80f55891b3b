import type { Forward } from '../../electron/contract/forward.ts';
import type { Platform } from '../platform/start.ts';
import type { Addresses, Member } from './cast.ts';

/** One look at the process under test. What only it can know is absent where it is the packaged app. */
export type Sample = {
  readonly rssBytes: number;
  /** Open file descriptors, sockets among them. */
  readonly descriptors: number;
  readonly sockets: number;
  /** User and system time since the process began. */
  readonly cpuMs: number;
  /** After a garbage collection. */
  readonly heapBytes?: number;
  /** Buffers outside of the heap, after a garbage collection. */
  readonly externalBytes?: number;
  /** Active handles by kind, as Node counts them. */
  readonly handles?: Readonly<Record<string, number>>;
  /** Since the last sample. */
  readonly loopDelayP99Ms?: number;
  /** Open local connections and UDP peers, by the engine's own count. */
  readonly connections?: number;
};

/** What the engine, or the app around it, said of one forward. */
export type Told = Pick<Forward, 'id' | 'status' | 'tunnels'>;

/** The thing that is soaked: the engine in a Node of its own, or the real app. */
export type Subject = {
  readonly pid: number;
  /** Resolves when every port of these is open for the first time. */
  readonly start: (platform: Platform, members: readonly Member[]) => Promise<Addresses>;
  readonly forwards: () => Promise<readonly Told[]>;
  /** A new token counts from now on; `retry` as after a sign-in. */
  readonly setToken: (token: string, retry: boolean) => Promise<void>;
  /** As after a change of network. Absent where nothing but the system can say so. */
  readonly check?: () => Promise<void>;
  readonly sample: () => Promise<Sample>;
  /** Odd things it noticed itself since the last call: warnings, impossible counters. */
  readonly complaints: () => Promise<readonly string[]>;
  /** Closes in order. Resolves with what is left open then, or undefined where nothing is left to look at. */
  readonly close: () => Promise<Sample | undefined>;
  /** Whatever is left of it. */
  readonly kill: () => Promise<void>;
};
