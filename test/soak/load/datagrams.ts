import { createSocket } from 'node:dgram';
import { addressOf, pause, UDP_ECHO } from '../cast.ts';
import { differenceAt, patternAt } from './pattern.ts';
import { forked, type LoadParts } from './worker.ts';

const PEERS = 3;
const REST_MS = 60;
const HEAD = 8;
/** Until an answer that has not come counts as lost. */
const LATE_MS = 5_000;
/** Peers have numbers that no TCP stream has. */
const FIRST = 0x7f000000;

/** One local program with a port of its own: numbered datagrams go out, each may come back once, as it was. */
async function runPeer(parts: LoadParts, peer: number): Promise<void> {
  const { addresses, book, random, signal } = parts;
  const { host, port } = addressOf(addresses, 'tcp-echo', UDP_ECHO);
  const socket = createSocket('udp4');
  const waiting = new Map<number, { readonly length: number; readonly sentAt: number; readonly isCalm: boolean }>();
  const lost = new Set<number>();
  let last = 0;
  socket.on('error', (error) => book.failed('udp', error));
  socket.on('message', (message, from) => {
    if (from.address !== host || from.port !== port)
      book.violation('udp', `an answer came from ${from.address}:${from.port}`);
    const who = message.length >= HEAD ? message.readUInt32LE(0) : -1;
    const number = message.length >= HEAD ? message.readUInt32LE(4) : -1;
    const sent = waiting.get(number);
    waiting.delete(number);
    if (who !== peer) book.violation('udp', `peer ${peer} got a datagram of peer ${who}`);
    // One that came after it had been given up is late, not doubled.
    else if (!sent && !lost.delete(number)) book.violation('udp', `datagram ${number} of peer ${peer} came twice`);
    else if (sent && sent.length !== message.length)
      book.violation('udp', `datagram ${number}: ${message.length} of ${sent.length} bytes`);
    else {
      const difference = differenceAt(peer, number * 65_536, message.subarray(HEAD));
      if (difference !== undefined) book.violation('udp', difference);
      else book.done('udp', message.length);
    }
  });
  await new Promise<void>((resolve) => {
    socket.connect(port, host, resolve);
  });
  while (!signal.aborted) {
    last += 1;
    const length = random.next() < 0.02 ? random.between(9_000, 40_000) : random.between(HEAD, 1_400);
    const datagram = Buffer.alloc(length);
    datagram.writeUInt32LE(peer, 0);
    datagram.writeUInt32LE(last, 4);
    patternAt(peer, last * 65_536, length - HEAD).copy(datagram, HEAD);
    waiting.set(last, { length, sentAt: Date.now(), isCalm: book.isCalm() });
    socket.send(datagram, (error) => {
      if (error && !signal.aborted) book.failed('udp', error);
    });
    for (const [number, { sentAt, isCalm }] of waiting) {
      if (Date.now() - sentAt < LATE_MS) break;
      waiting.delete(number);
      lost.add(number);
      // Outside of calm phases a lost datagram is what UDP promises.
      if (isCalm && book.isCalm()) book.violation('udp', `datagram ${number} of peer ${peer} was lost in a calm phase`);
      else book.excused('udp', new Error('lost'));
    }
    await pause(REST_MS * (0.5 + random.next()));
  }
  socket.close();
}

export function startDatagrams(given: LoadParts): Promise<void>[] {
  return Array.from({ length: PEERS }, (_, index) => runPeer(forked(given), FIRST + index));
}

/** One datagram and its answer, from a new port; rejects if none comes. */
export async function askOnce({ addresses }: LoadParts): Promise<void> {
  const { host, port } = addressOf(addresses, 'tcp-echo', UDP_ECHO);
  const socket = createSocket('udp4');
  let timer: NodeJS.Timeout | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      timer = setTimeout(() => reject(new Error('no answer over UDP')), 2_000);
      // Refused, while the port is not bound.
      socket.on('error', reject);
      socket.once('message', () => resolve());
      socket.connect(port, host, () => socket.send('probe'));
    });
  } finally {
    clearTimeout(timer);
    socket.close();
  }
}
