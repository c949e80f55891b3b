import type { Account, AccountId } from '../contract/catalog.ts';
import type { LocalAddress, ForwardId } from '../contract/forward.ts';
import type { SessionState } from '../contract/session.ts';
import type { HostLook } from '../northflank/look.ts';
import type { PortOwner } from '../system/port-owner.ts';
import type { Transport } from '../system/port-lists.ts';

/** What examinations are given; everything of it is real in the app. */
export type DoctorParts = {
  readonly read: () => SessionState;
  readonly subscribe: (listener: (next: SessionState) => void) => () => void;
  /** Asks the platform what the account's token is. Rejects with a `Failure`. */
  readonly prove: (id: AccountId, signal: AbortSignal) => Promise<Pick<Account, 'expiresAt' | 'missing'>>;
  /** Of the account's platform and by its way; of Northflank's own without one. Rejects with a `Failure`. */
  readonly look: (id: AccountId | undefined, signal: AbortSignal) => Promise<HostLook>;
  /** `host:port` of the proxy on that way. Rejects with a `ProxyError` where the one that is set cannot be used. */
  readonly proxyOf: (id: AccountId | undefined) => Promise<string | undefined>;
  /** Has these forwards ask their gateways anew. */
  readonly verify: (ids: readonly ForwardId[]) => void;
  readonly ownerOf: (
    address: LocalAddress,
    transport: Transport,
    signal: AbortSignal,
  ) => Promise<PortOwner | undefined>;
  readonly platform: NodeJS.Platform;
  readonly hostsFile: string;
  /** Where the app keeps its files. */
  readonly folder: string;
  readonly now: () => number;
};

/** A platform, and an account to reach it by. */
export type Way = { readonly host: string; readonly accountId?: AccountId };

const hostOf = (address: string) => address.replace(/^https:\/\//, '');

/** Each host by each proxy once; Northflank's own where nobody is signed in. */
export function waysOf({ accounts }: SessionState, ownHost: string): readonly Way[] {
  const ways = new Map<string, Way>();
  for (const { id, host, proxy = '' } of Object.values(accounts)) {
    const key = `${host} ${proxy}`;
    if (!ways.has(key)) ways.set(key, { host: hostOf(host), accountId: id });
  }
  return ways.size > 0 ? [...ways.values()] : [{ host: hostOf(ownHost) }];
}

/** Each way is looked at once, whoever asks first. */
export function shareLooks({ look }: Pick<DoctorParts, 'look'>): DoctorParts['look'] {
  const looks = new Map<AccountId | undefined, Promise<HostLook>>();
  return (id, signal) => {
    const known = looks.get(id);
    if (known) return known;
    const looking = look(id, signal);
    looks.set(id, looking);
    return looking;
  };
}
