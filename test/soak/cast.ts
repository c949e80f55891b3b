import type { LocalAddress } from '../../electron/contract/forward.ts';
import type { ResourceRef } from '../platform/world/world.ts';

/** What is forwarded, by the short name that faults and loads use. */
export const CAST = {
  web: { project: 'storefront', kind: 'service', id: 'web' },
  cache: { project: 'storefront', kind: 'addon', id: 'cache' },
  'ledger-db': { project: 'billing', kind: 'addon', id: 'ledger-db' },
  'tcp-echo': { project: 'billing', kind: 'service', id: 'tcp-echo' },
  ingest: { project: 'data-platform', kind: 'service', id: 'ingest' },
} as const satisfies Readonly<Record<string, ResourceRef>>;

export type Member = keyof typeof CAST;

/** Without those whose program this machine lacks. */
export function castOf(missing: readonly string[]): Member[] {
  const absent: Readonly<Partial<Record<Member, string>>> = { cache: 'redis', 'ledger-db': 'postgres' };
  return (Object.keys(CAST) as Member[]).filter((member) => !missing.includes(absent[member] ?? ''));
}

export const TCP_ECHO = 7000;
export const UDP_ECHO = 7001;
export const HTTP = 8080;
export const SHARDS = Array.from({ length: 12 }, (_, index) => 4000 + index);

export const PORTS: Readonly<Record<Member, readonly number[]>> = {
  web: [HTTP, 9090],
  cache: [6379],
  'ledger-db': [5432],
  // Not its third one: nothing ever listens there.
  'tcp-echo': [TCP_ECHO, UDP_ECHO],
  ingest: SHARDS,
};

/** Local addresses, by `<member>:<remote port>`. */
export type Addresses = Readonly<Record<string, LocalAddress>>;

export function addressOf(addresses: Addresses, member: Member, port: number): LocalAddress {
  const found = addresses[`${member}:${port}`];
  if (!found) throw new Error(`${member}:${port} has no address`);
  return found;
}

export const pause = (ms: number) =>
  new Promise<void>((resolve) => {
    setTimeout(resolve, ms);
  });
