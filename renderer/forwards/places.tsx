import type { RemotePort } from '../../electron/contract/catalog.ts';
import type { LocalAddress, Tunnel } from '../../electron/contract/forward.ts';
import { addressOf } from '../../electron/contract/session.ts';
import { portName } from '../projects/resource-words.ts';
import { text } from '../text/en.ts';
import './places.css';

export function addressText(address: LocalAddress): string {
  return address.host.includes(':') ? `[${address.host}]:${address.port}` : `${address.host}:${address.port}`;
}

/** As many as a row has room for; the rest is counted. */
const MOST = 3;

/** `http 127.24.1.1:80  metrics :9090`: the host is said once, and again where it changes. */
export function LocalPlaces({ tunnels }: { readonly tunnels: readonly Tunnel[] }) {
  const bound = tunnels.flatMap((tunnel) => {
    const address = addressOf(tunnel);
    return address ? [{ tunnel, address }] : [];
  });
  return (
    <>
      {bound.slice(0, MOST).map(({ tunnel, address }, index) => (
        <span className="place" key={tunnel.id}>
          <span className="mono place-name">{portName(tunnel.port)}</span>{' '}
          <span className="place-address">
            {index > 0 && bound[index - 1]?.address.host === address.host ? `:${address.port}` : addressText(address)}
          </span>
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
          <span className="mono place-name">{portName(port)}</span> <span className="place-address">{port.number}</span>
        </span>
      ))}
      {ports.length > MOST ? <span className="place">{text.list.more(ports.length - MOST)}</span> : null}
    </>
  );
}
