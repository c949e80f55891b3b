import { isIP } from 'node:net';
import { connect, createSecureContext, rootCertificates, type SecureContext, type TLSSocket } from 'node:tls';

/** Where a dial goes: one TLS server, verified against the system's authorities and these. */
export type Gateway = { readonly host: string; readonly port: number; readonly ca: readonly string[] };

/** TLS connections to gateways: one parsed set of authorities and one resumable session for all of them. */
export type Gateways = {
  /** A socket to this gateway, connected or on its way; the caller owns it. */
  readonly take: (gateway: Gateway) => TLSSocket;
  /** Cuts whatever is still connected. */
  readonly close: () => void;
};

export function createGateways(): Gateways {
  const contexts = new Map<string, SecureContext>();
  const sessions = new Map<string, Buffer>();
  const sockets = new Set<TLSSocket>();

  function contextOf(ca: readonly string[]): SecureContext {
    const key = ca.join('\n');
    let context = contexts.get(key);
    if (!context) {
      // `ca` replaces the built-in authorities, so they are named again beside the extra ones.
      context = createSecureContext(ca.length > 0 ? { ca: [...rootCertificates, ...ca] } : {});
      contexts.set(key, context);
    }
    return context;
  }

  return {
    take(gateway) {
      const key = `${gateway.host}:${gateway.port} ${gateway.ca.join('\n')}`;
      const session = sessions.get(key);
      const socket = connect({
        host: gateway.host,
        port: gateway.port,
        servername: isIP(gateway.host) ? '' : gateway.host,
        secureContext: contextOf(gateway.ca),
        ...(session && { session }),
      });
      socket.setNoDelay(true);
      socket.setKeepAlive(true, 30_000);
      socket.on('session', (ticket) => sessions.set(key, ticket));
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
      return socket;
    },
    close() {
      for (const socket of sockets) socket.destroy();
      contexts.clear();
      sessions.clear();
    },
  };
}
