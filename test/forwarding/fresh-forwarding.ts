import { once } from 'node:events';
import net from 'node:net';
import { afterEach } from 'vitest';
import { Forwarding, type ForwardingOptions, type PortForwardingInfo } from '../../electron/forwarding/forwarding.ts';
import type { Platform } from '../platform/start.ts';

const open: Forwarding[] = [];

/** Stopped when the test ends. */
export function freshForwarding(
  { url: host, ca, tokens }: Platform,
  { token = tokens.team, ...options }: ForwardingOptions & { readonly token?: string } = {},
): Forwarding {
  const forwarding = new Forwarding({ host, token }, { ca, ...options });
  open.push(forwarding);
  return forwarding;
}

afterEach(async () => {
  for (const forwarding of open.splice(0)) await forwarding.stop();
});

/** Whether a program can connect; the connection is closed again. */
export async function isReachable({ address, port }: Pick<PortForwardingInfo, 'address' | 'port'>): Promise<boolean> {
  const socket = net.connect(port, address);
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
