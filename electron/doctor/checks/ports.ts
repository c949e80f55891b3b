import { createServer } from 'node:net';
import { resourceName } from '../../contract/catalog.ts';
import type { Cure, Finding } from '../../contract/doctor.ts';
import type { Forward, LocalAddress, Tunnel } from '../../contract/forward.ts';
import { hostPort, parseHostPort } from '../../contract/loopback.ts';
import { problemOf } from '../../contract/status.ts';
import { ownerLine, type PortOwner } from '../../system/port-owner.ts';
import type { Examination } from '../examine.ts';
import type { DoctorParts } from '../parts.ts';

type Taken = {
  readonly forward: Forward;
  readonly tunnel: Tunnel;
  readonly address: LocalAddress;
  /** Where the port is served instead. */
  readonly moved?: string;
};

function takenIn(forwards: readonly Forward[]): Taken[] {
  return forwards.flatMap((forward) =>
    Object.values(forward.tunnels).flatMap((tunnel): Taken[] => {
      const problem = problemOf(tunnel);
      const address = problem?.code === 'port-in-use' ? parseHostPort(String(problem.args?.['address'])) : undefined;
      if (!address) return [];
      const moved = problem?.args?.['moved'];
      return [{ forward, tunnel, address, ...(moved !== undefined && { moved: String(moved) }) }];
    }),
  );
}

/** The port, or with 0 any that nobody has at this address now; undefined where it cannot be bound. */
function bindable({ host, port }: LocalAddress): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen(port, host, () => {
      const at = server.address();
      server.close(() => resolve(at !== null && typeof at === 'object' ? at.port : undefined));
    });
  });
}

const factsOf = (owner: PortOwner) => ({
  ...(owner.program !== undefined && { program: owner.program }),
  ...(owner.pid !== undefined && { pid: owner.pid }),
  ...(owner.uid !== undefined && { uid: owner.uid }),
});

/** Who holds the ports that forwards wanted and did not get. */
export function checkPorts({
  read,
  ownerOf,
  platform,
}: Pick<DoctorParts, 'read' | 'ownerOf' | 'platform'>): Examination {
  const judge = async ({ forward, tunnel, address, moved }: Taken, signal: AbortSignal): Promise<Finding> => {
    const transport = tunnel.port.protocol === 'UDP' ? 'udp' : 'tcp';
    const name = resourceName(read().resources[forward.id], forward.id);
    const owner = await ownerOf(address, transport, signal);
    const facts = { name, address: hostPort(address) };
    const retry: Cure = { kind: 'retry', forward: forward.id };
    // Where no owner is seen, only binding says whether there is one.
    if (!owner && transport === 'tcp' && (await bindable(address)) !== undefined)
      return { state: 'warning', code: 'port-free', args: facts, cures: [retry] };
    const args = { ...facts, ...(owner && factsOf(owner)) };
    const look: readonly Cure[] =
      owner?.pid === undefined ? [{ kind: 'terminal', line: ownerLine(address, transport, platform) }] : [];
    if (moved !== undefined)
      return { state: 'warning', code: 'port-moved', args: { ...args, moved }, cures: [retry, ...look] };
    const localPort = await bindable({ host: address.host, port: 0 });
    const move: readonly Cure[] =
      localPort === undefined
        ? []
        : [{ kind: 'move', forward: forward.id, port: tunnel.port.number, host: address.host, localPort }];
    return { state: 'problem', code: 'port-held', args, cures: [...move, retry, ...look] };
  };
  return {
    id: 'ports',
    async run(signal) {
      const taken = takenIn(Object.values(read().forwards).filter(({ wish }) => wish.on));
      if (taken.length === 0) return [{ state: 'ok', code: 'ports-fine' }];
      return Promise.all(taken.map((each) => judge(each, signal)));
    },
  };
}
