import type { Ack, Command } from './command.ts';
import type { Patch } from './patch.ts';
import type { SessionState } from './session.ts';

/** Invoke: one `Command`, answered by an `Ack`. */
export const COMMAND_CHANNEL = 'portside:command';
/** Push to the window: `SessionMessage`. */
export const SESSION_CHANNEL = 'portside:session';
/** Sent by the window once it listens, and again when it missed a revision. */
export const LISTEN_CHANNEL = 'portside:listen';

/** A snapshot first, then patches whose revision is the last one's plus one; a gap means: ask anew. */
export type SessionMessage =
  | { readonly kind: 'snapshot'; readonly revision: number; readonly state: SessionState }
  | { readonly kind: 'patch'; readonly revision: number; readonly patch: Patch };

/** All that the preload script gives to the window. */
export type Bridge = {
  readonly send: (command: Command) => Promise<Ack>;
  /** Calls `receive` with a snapshot and then with patches until the returned function is called. */
  readonly listen: (receive: (message: SessionMessage) => void) => () => void;
};
