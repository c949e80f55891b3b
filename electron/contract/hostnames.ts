import type { Forward, ForwardId, Tunnel, TunnelId } from './forward.ts';
import type { Problem } from './problem.ts';

/** One loopback address and the names that lead to it. */
export type NameEntry = { readonly address: string; readonly names: readonly string[] };

/** A name that does not lead where a forward wishes it to. */
export type NameConflict = {
  readonly name: string;
  /**
   * Who has the name: a line of the user's own (or another program's) in the hosts file, another Portside that runs on this
   * computer, another forward, `reserved` for one that Portside never takes, such as `localhost` or one that could be a
   * public domain, or `address` where the forward is served at one that names are never led to.
   */
  readonly owner: 'hosts-file' | 'portside' | 'reserved' | 'address' | (ForwardId & {});
  /** The forward that goes without. */
  readonly loser?: ForwardId;
  /** Where a line of the hosts file or of that Portside leads instead; with `address` the forward's own. */
  readonly address?: string;
};

/** Lines that someone left in the hosts file: a run of ours that was cut off, or the official client. */
export type HostsLeftovers = {
  readonly source: 'portside' | 'official';
  readonly names: readonly string[];
};

/** Whether cluster names lead to the forwards on this computer. */
export type Hostnames = {
  readonly wished: boolean;
  /**
   * `waiting`: wished, but nobody has been asked for permission in this run. `asking`: the system's prompt is open.
   * `kept`: the hosts file says what is wanted, and was read back. `dismissed`: the user closed the prompt.
   * `unavailable`: this system has no way to ask. `failed`: the file could not be written, or was changed back.
   */
  readonly state: 'off' | 'waiting' | 'asking' | 'kept' | 'dismissed' | 'unavailable' | 'failed';
  /** Set with `kept`: this process may write the file itself, or the helper does. */
  readonly how?: 'direct' | 'helper';
  /** Set with `dismissed`, `unavailable` and `failed`. */
  readonly problem?: Problem;
  readonly conflicts: readonly NameConflict[];
  readonly leftovers: readonly HostsLeftovers[];
  /** How many names are in the file now, verified. */
  readonly kept: number;
  /** Which forward a name leads to where several want it; others have it in a stable order. Survives a restart. */
  readonly preferred: Readonly<Record<string, ForwardId>>;
};

export const noHostnames: Hostnames = {
  wished: false,
  state: 'off',
  conflicts: [],
  leftovers: [],
  kept: 0,
  preferred: {},
};

/** The part of the session's state that names depend on. */
type Named = {
  readonly forwards: Readonly<Record<ForwardId, Forward>>;
  readonly hostnames: Hostnames;
};

export type WantedNames = {
  /** In the order of addresses as text; every name stands once. */
  readonly entries: readonly NameEntry[];
  /** Between forwards only; what the hosts file says is not known here. */
  readonly conflicts: readonly NameConflict[];
};

/** The address that a tunnel's names lead to, also while its far end is being looked for: they do not come and go with a connection. */
function boundHost({ wish }: Forward, { port, status }: Tunnel): string | undefined {
  // Names belong to the target's own address, where its other ports are.
  if (wish.local?.[port.number]?.host !== undefined) return undefined;
  return (status.kind === 'open' || status.kind === 'retrying') && status.address ? status.address.host : undefined;
}

const byText = (a: string, b: string) => (a < b ? -1 : Number(a > b));

/** The forward's names with their address. Of two addresses for one name the first tunnel's stands. */
function claimsOf(forward: Forward): Map<string, string> {
  const claims = new Map<string, string>();
  if (!forward.wish.on) return claims;
  for (const id of Object.keys(forward.tunnels).sort(byText)) {
    const tunnel = forward.tunnels[id];
    const host = tunnel && boundHost(forward, tunnel);
    if (!tunnel || host === undefined) continue;
    for (const hostname of tunnel.hostnames) {
      const name = hostname.toLowerCase();
      if (!claims.has(name)) claims.set(name, host);
    }
  }
  return claims;
}

/**
 * What the hosts file is to say: names of all bound ports of wished forwards. A name that several forwards want goes to the
 * one that the user chose, else to the first in the order of ids; the others are named with its owner. A port that had to
 * move keeps its names: the address is right, and the other ports of the target still need it; rows show the port.
 */
export function wantedNames(state: Named): WantedNames {
  const claims = new Map<string, readonly { readonly id: ForwardId; readonly address: string }[]>();
  for (const id of Object.keys(state.forwards).sort(byText)) {
    const forward = state.forwards[id];
    if (!forward) continue;
    for (const [name, address] of claimsOf(forward)) {
      const all = claims.get(name) ?? [];
      claims.set(name, [...all, { id, address }]);
    }
  }
  const byAddress = new Map<string, string[]>();
  const conflicts: NameConflict[] = [];
  for (const [name, all] of [...claims].sort(([a], [b]) => byText(a, b))) {
    const { preferred } = state.hostnames;
    const choice = Object.hasOwn(preferred, name) ? preferred[name] : undefined;
    const owner = all.find(({ id }) => id === choice) ?? all[0];
    if (!owner) continue;
    const names = byAddress.get(owner.address) ?? [];
    names.push(name);
    byAddress.set(owner.address, names);
    for (const { id } of all) if (id !== owner.id) conflicts.push({ name, owner: owner.id, loser: id });
  }
  const entries = [...byAddress].sort(([a], [b]) => byText(a, b)).map(([address, names]) => ({ address, names }));
  return { entries, conflicts };
}

/** Which of a tunnel's names lead to it now, in its own order. Empty unless the hosts file is kept. */
export function workingNames(state: Named, forwardId: ForwardId, tunnelId: TunnelId): readonly string[] {
  const { hostnames, forwards } = state;
  const forward = forwards[forwardId];
  const tunnel = forward?.tunnels[tunnelId];
  if (hostnames.state !== 'kept' || !tunnel || boundHost(forward, tunnel) === undefined) return [];
  const lost = new Set(
    hostnames.conflicts.filter(({ loser }) => loser === undefined || loser === forwardId).map(({ name }) => name),
  );
  return tunnel.hostnames.filter((name) => !lost.has(name.toLowerCase()));
}

/** Lines to paste into a hosts file by hand, each ended by a line break; one name per line, as every system reads them. */
export function renderManualLines(entries: readonly NameEntry[]): string {
  return entries.flatMap(({ address, names }) => names.map((name) => `${address} ${name}\n`)).join('');
}

/** What `renderManualLines` is to show for this state: the wanted names without those that Portside would not take. */
export function manualEntries(state: Named): readonly NameEntry[] {
  const taken = new Set(
    state.hostnames.conflicts
      .filter(({ owner }) => ['hosts-file', 'portside', 'reserved', 'address'].includes(owner))
      .map(({ name }) => name),
  );
  return wantedNames(state)
    .entries.map(({ address, names }) => ({ address, names: names.filter((name) => !taken.has(name)) }))
    .filter(({ names }) => names.length > 0);
}
