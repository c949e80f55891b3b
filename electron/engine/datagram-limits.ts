import type { Backoff } from '../base/backoff.ts';

export type DatagramLimits = {
  /** Silence in both directions after which a local peer's tunnel is closed and the peer forgotten. */
  readonly idleMs: number;
  /** Local peers at once; one more takes the place of the one that was silent longest. */
  readonly peers: number;
  /** What waits of one peer while its tunnel is being opened; the oldest datagrams make room. */
  readonly queueDatagrams: number;
  readonly queueBytes: number;
  /** Bytes on their way into one open tunnel; datagrams beyond that are dropped, as a network would. */
  readonly stalledBytes: number;
  /** Between tunnels of one peer that failed, or were lost before anything came back. */
  readonly backoff: Backoff;
  /** A tunnel that lived so long was a good one even if nothing ever came back. */
  readonly soundMs: number;
  /** Answer time of a ping when the network may have changed. */
  readonly checkMs: number;
  /** How long the gateway may take to answer a close frame. */
  readonly closeMs: number;
};

export const defaultDatagramLimits: DatagramLimits = {
  idleMs: 60_000,
  peers: 256,
  queueDatagrams: 64,
  queueBytes: 1024 * 1024,
  stalledBytes: 4 * 1024 * 1024,
  backoff: { firstMs: 250, capMs: 5_000 },
  soundMs: 5_000,
  checkMs: 5_000,
  closeMs: 1_000,
};

/** Datagrams that were lost here, by reason. */
export type DatagramDrops = {
  /** Pushed out of a full queue, or waiting for a tunnel that could not be opened. */
  waiting: number;
  /** Meant for a tunnel that does not take any more. */
  stalled: number;
  /** Messages of the gateway that are longer than a datagram can be. */
  oversize: number;
  /** Refused by this system when they were to be delivered. */
  unsent: number;
};
