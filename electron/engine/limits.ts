import type { Backoff } from '../base/backoff.ts';

/** Loopback addresses, both ends included. */
export type AddressRange = { readonly first: string; readonly last: string };

/** Every bound and every delay of the engine; tests shorten them, nothing else overrides them. */
export type Limits = {
  /** Addresses that targets get: the ones the official client gives out. */
  readonly range: AddressRange;
  /** Addresses tried for a target whose port is taken, before the port moves instead. */
  readonly addressTries: number;
  /** TCP, TLS and upgrade of one dial together. */
  readonly dialMs: number;
  /** How long the system's answer about a gateway's name is used again. */
  readonly nameMs: number;
  /** TLS connections kept ready for each gateway. */
  readonly warmSockets: number;
  /** How long after one of them was used another one is made in its place, while there is one left. */
  readonly refillMs: number;
  /** Age at which such a connection is given up: gateways close silent ones. */
  readonly warmMs: number;
  /** How long after the last dial new ones are made. */
  readonly warmForMs: number;
  /** How long the first handshake of a port waits for the answer to its ping. */
  readonly probeMs: number;
  /** How long a workload that is asked for a sign of life may be silent before that is told. */
  readonly silentMs: number;
  /** Age of the last proof at which an idle tunnel is verified anew; 0 means never. */
  readonly reverifyMs: number;
  /** Of all idle tunnels together, within that time. */
  readonly reverifies: number;
  /** Largest message accepted from the gateway; the official client's own limit. */
  readonly messageBytes: number;
  /** Local connections of one forward; more are reset. */
  readonly connections: number;
  /** Bytes on their way to the gateway at which the local socket is paused. */
  readonly highWaterBytes: number;
  /** How long a local connection waits for its far end while the tunnel heals. */
  readonly heldMs: number;
  readonly backoff: Backoff;
  /** Cap of the back-off while local connections wait. */
  readonly heldCapMs: number;
  /** How long a port or instance that the platform no longer lists is kept, because a restarting one comes back. */
  readonly goneMs: number;
  /** Shortest time between two lookups that nobody waits for. */
  readonly suspectMs: number;
  /** After a local half-close with an answer seen: silence after which the far end is closed. */
  readonly quietMs: number;
  /** The same with the answer still owed. */
  readonly replyMs: number;
  /** Half-closed connections of one forward that may wait so; beyond it the oldest is closed. */
  readonly halfClosed: number;
  /** How long a local socket may keep sending after its far end has finished. */
  readonly lingerMs: number;
  /** Between the last byte and the reset of a connection that was cut off. */
  readonly resetMs: number;
  /** How long connections that still move bytes may go on after their forward was switched off. */
  readonly graceMs: number;
  /** How long the gateway may take to answer a close frame; bytes sent before it may still be under way. */
  readonly finishMs: number;
  /** The same where nothing is waited for any more: a cut connection, a handshake that was only a proof. */
  readonly closeMs: number;
  /** Silence that counts as idle while closing: such connections are cut before the grace ends. */
  readonly idleMs: number;
  /** Liveness looks at every link this often. */
  readonly tickMs: number;
  /** Silent ticks before a ping. */
  readonly pingTicks: number;
  /** Ticks without any answer to the ping before the link is dead. */
  readonly pongTicks: number;
  /** Answer time of a ping when the network may have changed. */
  readonly checkMs: number;
  /** The same for a link whose bytes are stuck: ticks without one of them leaving. */
  readonly stuckTicks: number;
  /** Smallest time between two traffic samples, and between two statuses that differ in `verifiedAt` only. */
  readonly sampleMs: number;
  readonly verifiedMs: number;
};

export const defaultLimits: Limits = {
  range: { first: '127.24.1.1', last: '127.24.255.255' },
  addressTries: 64,
  dialMs: 10_000,
  nameMs: 10_000,
  warmSockets: 2,
  refillMs: 10,
  warmMs: 25_000,
  warmForMs: 60_000,
  probeMs: 2_000,
  silentMs: 5_000,
  reverifyMs: 60_000,
  reverifies: 4,
  messageBytes: 100 * 1024 * 1024,
  connections: 1024,
  highWaterBytes: 128 * 1024,
  heldMs: 30_000,
  backoff: { firstMs: 500, capMs: 60_000 },
  heldCapMs: 3_000,
  goneMs: 120_000,
  suspectMs: 10_000,
  quietMs: 2_000,
  replyMs: 10_000,
  halfClosed: 256,
  lingerMs: 5_000,
  resetMs: 100,
  graceMs: 2_000,
  finishMs: 10_000,
  closeMs: 1_000,
  idleMs: 250,
  tickMs: 5_000,
  pingTicks: 4,
  pongTicks: 2,
  checkMs: 5_000,
  stuckTicks: 12,
  sampleMs: 250,
  verifiedMs: 30_000,
};
