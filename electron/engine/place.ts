import { createHash } from 'node:crypto';
import { isIPv4 } from 'node:net';
import type { PlaceBook } from '../contract/session.ts';
import type { AddressRange } from './limits.ts';

/** What addresses are given to which targets. Nothing here touches the network: binding is the only test of an address. */
export type Places = {
  /** The address this target had before, so that it keeps it over restarts. */
  readonly home: (key: string) => string | undefined;
  /** A further address of the range that belongs to no other target; it is this target's until `settle` or `leave`. */
  readonly borrow: (key: string) => string | undefined;
  /**
   * The target is served at this address; its other borrowed ones are free again. True where the address became its home:
   * a target that had to move keeps its old home and returns there once it is free.
   */
  readonly settle: (key: string, host: string) => boolean;
  /** The target is served no more: whatever it borrowed is free again. */
  readonly leave: (key: string) => void;
};

function toNumber(host: string): number {
  return host.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

function toHost(number: number): string {
  return [24, 16, 8, 0].map((shift) => (number >>> shift) & 255).join('.');
}

export function createPlaces(book: PlaceBook, range: AddressRange): Places {
  const first = toNumber(range.first);
  const last = toNumber(range.last);
  const homes = new Map<string, string>();
  const owners = new Map<string, string>();
  let pointer = first;

  for (const [key, host] of Object.entries(book)) {
    const usable = isIPv4(host) && toNumber(host) >= first && toNumber(host) <= last && !owners.has(host);
    if (!usable) continue;
    homes.set(key, host);
    owners.set(host, key);
  }

  function free(key: string, keep?: string): void {
    for (const [host, owner] of owners) {
      if (owner === key && host !== keep && host !== homes.get(key)) owners.delete(host);
    }
  }

  return {
    home: (key) => homes.get(key),
    borrow(key) {
      for (let count = last - first; count >= 0; count -= 1) {
        const host = toHost(pointer);
        pointer = pointer === last ? first : pointer + 1;
        if (owners.has(host)) continue;
        owners.set(host, key);
        return host;
      }
      return undefined;
    },
    settle(key, host) {
      const isNew = !homes.has(key) && owners.get(host) === key;
      if (isNew) homes.set(key, host);
      free(key, host);
      return isNew;
    },
    leave: (key) => free(key),
  };
}

/**
 * The port a name leads to on 127.0.0.1, where the system has no other loopback address; the official client computes the
 * same one from `<first hostname>:<port>/<protocol>`.
 */
export function hashedPort(name: string): number {
  const digest = createHash('sha256').update(name).digest('hex');
  return 30_000 + (Number.parseInt(digest.slice(0, 8), 16) % 30_000);
}

/** Where a port goes that cannot be bound as it is: 80 to 8080, 5432 to 13432, else its hashed port, else any (0). */
export function otherPorts(port: number, name: string): number[] {
  return [...(8000 + port <= 65_535 ? [8000 + port] : []), hashedPort(name), 0];
}
