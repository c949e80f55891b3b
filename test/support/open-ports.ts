import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { LocalAddress } from '../../electron/contract/forward.ts';
import { addressOf, type SessionState } from '../../electron/contract/session.ts';
import { summarise } from '../../electron/contract/status.ts';

/** Whether so many forwards are there, and each of them is this. */
export const areAll =
  (count: number, summary: string) =>
  ({ forwards }: SessionState): boolean => {
    const all = Object.values(forwards);
    return all.length === count && all.every((forward) => summarise(forward) === summary);
  };

/** Where ports are served, of whatever forward. */
export const openPorts = ({ forwards }: SessionState): LocalAddress[] =>
  Object.values(forwards).flatMap(({ tunnels }) => Object.values(tunnels).flatMap((tunnel) => addressOf(tunnel) ?? []));

/** A connection to an echo, open all the way: it has had an answer. */
export async function talk(address: LocalAddress): Promise<Socket> {
  const socket = connect(address);
  socket.on('error', () => {});
  const heard = once(socket, 'data');
  socket.write('hello');
  await heard;
  return socket;
}

/** The same, and never silent: whatever comes back is sent again. */
export async function talkOn(address: LocalAddress): Promise<Socket> {
  const socket = await talk(address);
  socket.pipe(socket);
  socket.write('round and round');
  return socket;
}

/** Resolves when the connection is over, however it ended. */
export const gone = (socket: Socket): Promise<void> =>
  new Promise((resolve) => {
    socket.once('close', () => resolve());
  });
