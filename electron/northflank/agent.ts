import { Agent } from 'node:https';
import type { Socket } from 'node:net';
import type { SecureContext, TLSSocket } from 'node:tls';
import { openThrough } from '../base/proxy-connect.ts';
import type { ProxyResolver } from '../base/proxy.ts';
import { trustedContext, VERIFIED, watchIssuer } from '../base/trust.ts';

export type ConnectionsParts = {
  /** Extra certificate authorities, PEM. */
  readonly ca: readonly string[];
  /** Direct without it. */
  readonly proxy: ProxyResolver | undefined;
  readonly maxSockets: number;
  /** For reaching the proxy and being let through. */
  readonly timeoutMs: number;
};

/** Kept-alive, verified HTTPS connections, through the proxy where one is set. */
export type Connections = {
  /** For a request that starts now: whom to trust may have changed since the last one. */
  readonly agent: () => Agent;
  readonly close: () => void;
};

/** Of those that a burst has opened. */
const KEPT_SOCKETS = 8;

type AgentParts = Omit<ConnectionsParts, 'ca'> & {
  readonly secureContext: SecureContext;
  readonly signal: AbortSignal;
};

function createAgent({ secureContext, proxy, maxSockets, timeoutMs, signal }: AgentParts): Agent {
  const agent = new Agent({ keepAlive: true, maxSockets, maxFreeSockets: KEPT_SOCKETS, secureContext, ...VERIFIED });
  const connect: Agent['createConnection'] = agent.createConnection.bind(agent);

  /** The agent's own way over this socket, with its session tickets and its checks. */
  function open(options: Parameters<typeof connect>[0], over?: Socket): TLSSocket {
    const way = { ...options, ALPNProtocols: ['http/1.1'], ...(over && { socket: over }) };
    const socket = connect(way) as TLSSocket;
    watchIssuer(socket);
    return socket;
  }

  async function openProxied(options: Parameters<typeof connect>[0], resolve: ProxyResolver): Promise<TLSSocket> {
    const { host, port } = options;
    const through = { host: host ?? '', port: Number(port ?? 443), timeoutMs, secureContext, signal };
    return open(options, await openThrough(resolve, through));
  }

  agent.createConnection = (options, callback) => {
    if (!proxy) return open(options);
    // Node's type has no error without a socket.
    const done = callback as ((error: Error | null, socket?: Socket) => void) | undefined;
    const give = async () => {
      let socket: TLSSocket;
      try {
        socket = await openProxied(options, proxy);
      } catch (error) {
        done?.(error as Error);
        return;
      }
      done?.(null, socket);
    };
    void give();
    return undefined;
  };

  return agent;
}

/** What is under way ends as it would; nothing is kept after it. */
function retire(agent: Agent): void {
  agent.maxFreeSockets = 0;
  for (const socket of Object.values(agent.freeSockets).flat()) socket?.destroy();
}

export function createConnections({ ca, ...parts }: ConnectionsParts): Connections {
  const closing = new AbortController();
  const agents = new Map<SecureContext, Agent>();

  return {
    // One agent for each context: what a certificate has opened that is trusted no more is neither used again nor resumed.
    agent() {
      const secureContext = trustedContext(ca);
      const known = agents.get(secureContext);
      if (known) return known;
      for (const old of agents.values()) retire(old);
      const agent = createAgent({ ...parts, secureContext, signal: closing.signal });
      agents.set(secureContext, agent);
      return agent;
    },
    close() {
      closing.abort(new Error('the connections were closed'));
      for (const agent of agents.values()) agent.destroy();
    },
  };
}
