import { resourceName } from '../../contract/catalog.ts';
import { Failure } from '../../contract/failure.ts';
import { manualEntries, renderManualLines } from '../../contract/hostnames.ts';
import { hostPort } from '../../contract/loopback.ts';
import { addressOf } from '../../contract/session.ts';
import { own } from '../records.ts';
import { notOpen, tunnelOf, type Ground, type TableOf } from './table.ts';

export type CopyDeeds = {
  /** `secret`: keep it out of clipboard histories where the system can. */
  readonly copy: (text: string, secret?: boolean) => Promise<void> | void;
  /** Opens this address in the user's browser; always `http://<loopback address>:<port>/`. */
  readonly openAddress: (url: string) => Promise<void> | void;
};

export function copyCommands(
  { read }: Ground,
  deeds: CopyDeeds,
): TableOf<'copy.address' | 'copy.addresses' | 'copy.hostname' | 'copy.hosts-lines' | 'open.address'> {
  return {
    'copy.address': ({ tunnelId }) => {
      const address = addressOf(tunnelOf(read(), tunnelId));
      if (!address) throw notOpen();
      return deeds.copy(hostPort(address));
    },

    'copy.addresses': ({ ids }) => {
      const { forwards, resources } = read();
      const lines = ids.flatMap((id) =>
        Object.values(own(forwards, id)?.tunnels ?? {}).flatMap((tunnel) => {
          const address = addressOf(tunnel);
          const name = resourceName(own(resources, id), id);
          return address ? [[name, tunnel.port.name ?? tunnel.port.number, hostPort(address)].join('\t')] : [];
        }),
      );
      if (lines.length === 0) throw notOpen();
      return deeds.copy(lines.join('\n'));
    },

    'copy.hostname': ({ tunnelId, hostname }) => {
      if (!tunnelOf(read(), tunnelId).hostnames.includes(hostname)) throw notOpen();
      return deeds.copy(hostname);
    },

    'copy.hosts-lines': () => {
      const lines = renderManualLines(manualEntries(read()));
      if (lines === '') throw new Failure('not-open', { args: { name: 'No port with a name' } });
      return deeds.copy(lines);
    },

    'open.address': ({ tunnelId }) => {
      const { port, status } = tunnelOf(read(), tunnelId);
      if (status.kind !== 'open' || port.protocol !== 'HTTP') throw notOpen();
      return deeds.openAddress(`http://${hostPort(status.address)}/`);
    },
  };
}
