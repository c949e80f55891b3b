import type { SessionState } from '../../electron/contract/session.ts';
import type { Send } from '../send.ts';
import type { Moves } from '../view.ts';
import type { Entry } from './entries.ts';

/** What entries are made of. The state is the one at the opening: what an entry says may be a moment old. */
export type Ground = {
  readonly state: SessionState;
  readonly send: Send;
  readonly moves: Moves;
  readonly signOut: (accountId: string) => void;
};

/** A topic's part of the palette. */
export type Source = (ground: Ground) => readonly Entry[];
