import type { RemotePort } from '../../electron/contract/catalog.ts';
import type { LocalAddress, Tunnel, TunnelId } from '../../electron/contract/forward.ts';
import { addressOf } from '../../electron/contract/session.ts';
import { portName } from '../projects/resource-words.ts';
import { text } from '../text/text.ts';
import './places.css';

export function addressText(address: LocalAddress): string {
  return address.host.includes(':') ? `[${address.host}]:${address.port}` : `${address.host}:${address.port}`;
}

/** As many as a row has room for; the rest is counted. */
const MOST = 3;

/** With the space behind it, so that both can be hidden. */
function PlaceLabel({ port }: { readonly port: RemotePort }) {
  return (
    <span className="place-label">
      <span className="mono place-name">{portName(port)}</span>{' '}
    </span>
  );
}

/** A name may lose its end to a narrow row, an address and a port never do. */
function HostPort({ address, host, told }: { address: LocalAddress; host: string | undefined; told: boolean }) {
  if (told) return <span className="place-address">:{address.port}</span>;
  if (host === undefined) return <span className="place-address">{addressText(address)}</span>;
  return (
    <>
      <bdi className="place-host truncate">{host}</bdi>
      <span className="place-address">:{address.port}</span>
    </>
  );
}

/**
 * `http web:80  metrics :9090`: by name where one leads here, else by address. The host is said once, and again where it
 * changes. The name of an only port tells nothing that the row does not, unless it is of another kind than TCP.
 */
export function LocalPlaces({
  tunnels,
  hosts,
}: {
  readonly tunnels: readonly Tunnel[];
  readonly hosts: Readonly<Record<TunnelId, string>>;
}) {
  const bound = tunnels.flatMap((tunnel) => {
    const address = addressOf(tunnel);
    if (!address) return [];
    const host = hosts[tunnel.id];
    return [{ tunnel, address, host, said: host ?? address.host }];
  });
  return (
    <>
      {bound.slice(0, MOST).map(({ tunnel, address, host, said }, index) => (
        <span
          className="place"
          key={tunnel.id}
          title={
            host === undefined
              ? text.hostnames.byAddress
              : text.hostnames.byName(`${host}:${address.port}`, addressText(address))
          }
        >
          {tunnels.length === 1 && (host !== undefined || tunnel.port.protocol !== 'UDP') ? null : (
            <PlaceLabel port={tunnel.port} />
          )}
          <HostPort address={address} host={host} told={index > 0 && bound[index - 1]?.said === said} />
        </span>
      ))}
      {bound.length > MOST ? <span className="place">{text.list.more(bound.length - MOST)}</span> : null}
    </>
  );
}

/** `http 8080  metrics 9090`: what there is to forward. */
export function RemotePlaces({ ports }: { readonly ports: readonly RemotePort[] }) {
  return (
    <>
      {ports.slice(0, MOST).map((port) => (
        <span className="place" key={`${port.protocol}${port.number}`}>
          <PlaceLabel port={port} />
          <span className="place-address">{port.number}</span>
        </span>
      ))}
      {ports.length > MOST ? <span className="place">{text.list.more(ports.length - MOST)}</span> : null}
    </>
  );
}
