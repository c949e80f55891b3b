import { EventEmitter } from 'node:events';
import type { Forward, ForwardId, Tunnel, TunnelId } from '../contract/forward.ts';
import type { ConnectionEnd } from '../engine/traffic.ts';
import type { Problem } from '../contract/problem.ts';
import { sentence } from './info.ts';
import type { ForwardingEvents, PortForwardingInfo, PortTunnel, PortTunnelEvents } from './types.ts';

type Running = {
  readonly forward: ForwardId;
  readonly tunnel: PortTunnel;
  info: PortForwardingInfo;
  isOpen: boolean;
  trouble: Problem['code'] | undefined;
};

export type Events = {
  /** All tunnels of one forward as they are now; none when it has ended. `infoOf` knows those that are bound. */
  readonly observe: (
    forward: ForwardId,
    tunnels: Forward['tunnels'],
    infoOf: (tunnel: Tunnel) => PortForwardingInfo | undefined,
  ) => void;
  readonly onConnection: (id: TunnelId, what: 'accepted' | 'closed', end?: ConnectionEnd) => void;
};

class Port extends EventEmitter<PortTunnelEvents> {
  readonly bindTo: { address: string; port: number };
  readonly protocol: 'TCP' | 'UDP';

  constructor({ address, port, protocol }: PortForwardingInfo) {
    super();
    this.bindTo = { address, port };
    this.protocol = protocol === 'UDP' ? 'UDP' : 'TCP';
  }
}

/** A listener that throws is the program's bug and ends the program, as ever; it must not stop the engine in its tracks. */
function tell(emit: () => void): void {
  try {
    emit();
  } catch (error) {
    process.nextTick(() => {
      throw error;
    });
  }
}

/** Turns what the engine says into the official client's events. */
export function createEvents(emitter: EventEmitter<ForwardingEvents>): Events {
  const running = new Map<TunnelId, Running>();

  function close(id: TunnelId, { tunnel, info, isOpen }: Running): void {
    running.delete(id);
    if (!isOpen) return;
    tell(() => tunnel.emit('tunnel-close'));
    tell(() => emitter.emit('tunnel-close', tunnel, info));
  }

  function open(port: Running): void {
    port.trouble = undefined;
    if (port.isOpen) return;
    port.isOpen = true;
    const { tunnel, info } = port;
    tell(() => tunnel.emit('tunnel-open', { address: info.address, port: info.port }));
    tell(() => emitter.emit('tunnel-open', tunnel, info));
  }

  function complain(port: Running, problem: Problem): void {
    if (port.trouble === problem.code) return;
    port.trouble = problem.code;
    const error = Object.assign(new Error(sentence(problem)), { code: problem.code });
    const { tunnel, info } = port;
    tell(() => tunnel.emit('connection-error', error));
    tell(() => emitter.emit('connection-error', tunnel, info, error));
  }

  function look(forward: ForwardId, tunnel: Tunnel, info: PortForwardingInfo | undefined): void {
    const { status } = tunnel;
    let port = running.get(tunnel.id);
    if (port && status.kind === 'failed') {
      complain(port, status.problem);
      close(tunnel.id, port);
    }
    if (!info) return;
    // Elsewhere than before: for a program that is another port.
    if (port && (port.info.address !== info.address || port.info.port !== info.port)) {
      close(tunnel.id, port);
      port = undefined;
    }
    port ??= { forward, tunnel: new Port(info), info, isOpen: false, trouble: undefined };
    port.info = info;
    running.set(tunnel.id, port);
    if (status.kind === 'open') open(port);
    if (status.kind === 'retrying') complain(port, status.problem);
  }

  return {
    observe(forward, tunnels, infoOf) {
      for (const [id, port] of running) if (port.forward === forward && !tunnels[id]) close(id, port);
      for (const tunnel of Object.values(tunnels)) look(forward, tunnel, infoOf(tunnel));
    },
    onConnection(id, what, end) {
      const port = running.get(id);
      if (!port || port.tunnel.protocol === 'UDP') return;
      const { tunnel } = port;
      if (what === 'accepted') {
        tell(() => tunnel.emit('connection-accept'));
        tell(() => emitter.emit('connection-accept', tunnel));
      } else {
        tell(() => tunnel.emit('connection-close', end?.code, Buffer.from(end?.reason ?? ''), end));
        tell(() => emitter.emit('connection-close', tunnel));
      }
    },
  };
}
