import { connect } from 'node:net';
import type { Address } from './near/client.ts';

/** Tries until the port shows this sign of life: it lets in who connects, or it speaks. */
export async function reached({ host, port }: Address, sign: 'connect' | 'data'): Promise<void> {
  for (;;) {
    const socket = connect({ host, port });
    const isThere = await new Promise<boolean>((resolve) => {
      socket.once(sign, () => resolve(true)).once('error', () => resolve(false));
      socket.once('close', () => resolve(false));
    });
    socket.destroy();
    if (isThere) return;
  }
}
