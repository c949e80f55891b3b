import type { Forward, LocalAddress, Tunnel, TunnelId } from '../contract/forward.ts';
import { parseHostPort } from '../contract/loopback.ts';
import type { Problem } from '../contract/problem.ts';
import { problemOf } from '../contract/status.ts';
import type { PortOwner } from './port-owner.ts';
import type { Transport } from './port-lists.ts';

type Observed = { readonly id: string; readonly tunnels: Forward['tunnels'] };

type PortHolderParts<T extends Observed> = {
  readonly tell: (observed: T) => void;
  readonly ownerOf: (
    address: LocalAddress,
    transport: Transport,
    signal: AbortSignal,
  ) => Promise<PortOwner | undefined>;
};

function takenBy(tunnel: Tunnel): Problem | undefined {
  const problem = problemOf(tunnel);
  return problem?.code === 'port-in-use' ? problem : undefined;
}

function withHolder(tunnel: Tunnel, { program, pid }: PortOwner): Tunnel {
  const problem = takenBy(tunnel);
  if (!problem || pid === undefined) return tunnel;
  const told: Problem = { ...problem, args: { ...problem.args, pid, ...(program !== undefined && { program }) } };
  const { status } = tunnel;
  return {
    ...tunnel,
    status: status.kind === 'open' ? { ...status, notice: told } : { ...status, problem: told },
  } as Tunnel;
}

/**
 * Says who holds a port beside the fact that it is taken. The fact is told at once and is never held back; the name follows,
 * unless the port has been let go of meanwhile. Each trouble is looked into once.
 */
export function namePortHolders<T extends Observed>({ tell, ownerOf }: PortHolderParts<T>) {
  const closing = new AbortController();
  const last = new Map<string, T>();
  /** Undefined while it is looked for, and where nobody was found. */
  const holders = new Map<TunnelId, { readonly address: string; readonly owner?: PortOwner }>();

  const named = (observed: T): T => {
    const tunnels = Object.entries(observed.tunnels).map(([id, tunnel]) => {
      const owner = holders.get(id)?.owner;
      return [id, owner ? withHolder(tunnel, owner) : tunnel] as const;
    });
    return { ...observed, tunnels: Object.fromEntries(tunnels) };
  };

  const find = async ({ id: tunnelId, port }: Tunnel, id: string, text: string): Promise<void> => {
    const asked = { address: text };
    holders.set(tunnelId, asked);
    const address = parseHostPort(text);
    if (!address) return;
    const owner = await ownerOf(address, port.protocol === 'UDP' ? 'udp' : 'tcp', closing.signal).catch(
      () => undefined,
    );
    const observed = last.get(id);
    if (owner?.pid === undefined || holders.get(tunnelId) !== asked || !observed) return;
    holders.set(tunnelId, { ...asked, owner });
    tell(named(observed));
  };

  return {
    tell: (observed: T): void => {
      const taken = Object.values(observed.tunnels).filter((tunnel) => takenBy(tunnel));
      for (const id of holders.keys())
        if (id.startsWith(`${observed.id}:`) && !taken.some((tunnel) => tunnel.id === id)) holders.delete(id);
      if (taken.length === 0) {
        last.delete(observed.id);
        tell(observed);
        return;
      }
      last.set(observed.id, observed);
      tell(named(observed));
      for (const tunnel of taken) {
        const address = String(takenBy(tunnel)?.args?.['address']);
        if (holders.get(tunnel.id)?.address !== address) void find(tunnel, observed.id, address);
      }
    },
    close: (): void => closing.abort(new Error('closing')),
  };
}
