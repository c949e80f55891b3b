import { Socket } from 'node:net';
import type { Member } from '../cast.ts';
import type { Book } from './book.ts';

/** A socket for a database driver that notes an end in order which the driver did not ask for. */
export function watchedSocket(book: Book, load: string, member: Member): { socket: Socket; expectEnd: () => void } {
  const socket = new Socket();
  const openedAt = Date.now();
  let isExpected = false;
  socket.on('end', () => {
    if (!isExpected) book.cleanEnd({ load, member, openedAt, what: `the connection of ${load} ended in order` });
  });
  return { socket, expectEnd: () => (isExpected = true) };
}
