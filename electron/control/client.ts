import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createConnection, type Socket } from 'node:net';
import { lstatSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { SCOPES, type Scope } from '../contract/control.ts';
import { readLines, writeLine } from './lines.ts';
import { proofOf, Whereabouts, WHEREABOUTS_FILE, type Call } from './protocol.ts';
import type { Report } from './report.ts';

/** The app said no, in a sentence for people; `code` is a problem's. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** No app of this user listens. */
export class NotRunning extends Error {
  override readonly name = 'NotRunning';
}

const Problem = z.object({ code: z.string(), message: z.string() });
/** Whoever has the app's place may say nothing at all. */
const PROOF_MS = 5000;
const Proof = z.object({ proof: z.string() });
const Answer = z.union([
  z.object({ waiting: z.literal(true) }),
  z.object({
    welcome: z.object({ version: z.string(), scopes: z.array(z.string()), token: z.string().optional() }),
  }),
  z.object({ id: z.number().optional(), problem: Problem }),
  z.object({ id: z.number(), result: z.unknown() }),
  z.object({ event: z.literal('status'), status: z.unknown() }),
]);

type Unsent = Call extends infer C ? (C extends Call ? Omit<C, 'id'> : never) : never;

export type ControlClient = {
  /** Rejects with a `Refusal`, or an `Error` where the app has gone. */
  readonly call: (call: Unsent) => Promise<unknown>;
  /** What the user has allowed. */
  readonly scopes: () => readonly Scope[];
  /** Each status after a `watch`. */
  readonly onStatus: (listener: (status: Report) => void) => void;
  readonly hasEnded: () => boolean;
  /** Settles when the connection has ended, for whatever reason. */
  readonly ended: Promise<void>;
  readonly close: () => void;
};

export type Visit = {
  /** The app's own folder. */
  readonly directory: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly token?: string | undefined;
  /** The user has to answer in the window first. */
  readonly onWaiting: () => void;
  /** Given once; to be kept for the next time. */
  readonly onToken: (token: string) => void;
  readonly signal: AbortSignal;
};

/** Connects to the running app and is let in. Rejects with `NotRunning`, a `Refusal` or the signal's reason. */
export async function visitApp(visit: Visit): Promise<ControlClient> {
  const { directory, name, scopes, token, onWaiting, onToken, signal } = visit;
  signal.throwIfAborted();
  const { socket, key } = await connect(directory, signal);
  const challenge = randomBytes(32).toString('hex');
  const expected = Buffer.from(proofOf(key, challenge));
  const isProof = (value: unknown) => {
    const given = Buffer.from(Proof.safeParse(value).data?.proof ?? '');
    return given.length === expected.length && timingSafeEqual(given, expected);
  };
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  const listeners = new Set<(status: Report) => void>();
  let last = 0;

  const ended = new Promise<void>((resolve) => {
    socket.on('close', () => {
      for (const { reject } of waiting.values()) reject(new NotRunning('Portside has ended.'));
      waiting.clear();
      resolve();
    });
  });
  const leave = () => socket.destroy();
  signal.addEventListener('abort', leave);
  socket.on('close', () => signal.removeEventListener('abort', leave));

  let allowed: readonly Scope[] = [];
  let isTheApp = false;
  const late = setTimeout(leave, PROOF_MS);
  socket.on('close', () => clearTimeout(late));
  const welcome = new Promise<void>((resolve, reject) => {
    socket.on('close', () => reject(signal.aborted ? (signal.reason as Error) : new NotRunning('Portside has ended.')));
    readLines(socket, (value) => {
      if (!isTheApp) {
        isTheApp = isProof(value);
        if (!isTheApp) return leave();
        clearTimeout(late);
        writeLine(socket, { hello: { name, scopes, ...(token !== undefined && { token }) } });
        return;
      }
      const { data } = Answer.safeParse(value);
      if (!data) return;
      if ('waiting' in data) onWaiting();
      else if ('welcome' in data) {
        if (data.welcome.token !== undefined) onToken(data.welcome.token);
        allowed = SCOPES.filter((scope) => data.welcome.scopes.includes(scope));
        resolve();
      } else if ('event' in data) for (const listener of listeners) listener(data.status as Report);
      else if ('problem' in data) {
        const refusal = new Refusal(data.problem.code, data.problem.message);
        const asked = data.id === undefined ? undefined : waiting.get(data.id);
        if (asked) {
          waiting.delete(data.id as number);
          asked.reject(refusal);
        } else reject(refusal);
      } else {
        waiting.get(data.id)?.resolve(data.result);
        waiting.delete(data.id);
      }
    });
  });
  // First, and before the token: on Windows nothing else tells whose pipe it is.
  writeLine(socket, { challenge });
  await welcome;

  return {
    call(call) {
      last += 1;
      const id = last;
      return new Promise((resolve, reject) => {
        if (socket.destroyed) {
          reject(new NotRunning('Portside has ended.'));
          return;
        }
        waiting.set(id, { resolve, reject });
        writeLine(socket, { id, ...call });
      });
    },
    scopes: () => allowed,
    onStatus: (listener) => void listeners.add(listener),
    hasEnded: () => socket.destroyed,
    ended,
    close: leave,
  };
}

type Connected = { readonly socket: Socket; readonly key: string };

function connect(directory: string, signal: AbortSignal): Promise<Connected> {
  let address: string;
  let key: string;
  try {
    const file = path.join(directory, WHEREABOUTS_FILE);
    ({ path: address, key } = Whereabouts.parse(JSON.parse(readFileSync(file, 'utf8'))));
    checkOwner(file, address);
  } catch {
    return Promise.reject(new NotRunning('Portside is not running, or its local control is switched off.'));
  }
  return new Promise((resolve, reject) => {
    const socket = createConnection(address);
    const abort = () => socket.destroy(signal.reason as Error);
    signal.addEventListener('abort', abort);
    socket.once('connect', () => {
      signal.removeEventListener('abort', abort);
      socket.on('error', () => {});
      resolve({ socket, key });
    });
    socket.once('error', (error) => {
      signal.removeEventListener('abort', abort);
      reject(signal.aborted ? (signal.reason as Error) : new NotRunning('Portside is not running.', { cause: error }));
    });
  });
}

/**
 * After a crash a name in a folder that all share may be another user's: he would be told the token, and could answer with
 * an environment of his choice. Throws. Windows has no owners that Node could tell; there the proof alone has to do.
 */
function checkOwner(file: string, address: string): void {
  const me = process.getuid?.();
  if (me === undefined) return;
  const [owner, other] = [lstatSync(file).uid, lstatSync(address).uid];
  if (owner !== other || (me !== 0 && owner !== me)) throw new Error('not of this user');
}
