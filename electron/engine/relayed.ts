import type { Bound } from './bind.ts';
import type { EngineParts } from './face.ts';
import type { TunnelLife } from './tunnel.ts';

/**
 * Serves a port that had to move because the system gives such ports to no ordinary program. Where something with more
 * rights can listen there for us, and for as long as it does, the port is where it was promised and nothing is to be noted.
 */
export function serveMoved(
  tunnel: Pick<TunnelLife, 'plan' | 'serveAt'>,
  bound: Bound,
  relay: EngineParts['relay'],
): void {
  const { port } = tunnel.plan();
  const { local, notice, ...rest } = bound;
  if (!relay || notice?.code !== 'port-forbidden' || port.protocol === 'UDP') {
    tunnel.serveAt(bound);
    return;
  }
  let isClosed = false;
  let leave = (): void => {};
  const close = (): Promise<void> => {
    isClosed = true;
    leave();
    return local.close();
  };
  const own = { ...local, close };
  tunnel.serveAt({ ...rest, notice, local: own });
  // The tunnel may have closed, or failed, while its port was bound.
  if (isClosed) return;
  leave = relay({ host: local.host, port: port.number }, local.port, (isUp) =>
    tunnel.serveAt(isUp ? { ...rest, local: { ...own, port: port.number } } : { ...rest, notice, local: own }),
  );
}
