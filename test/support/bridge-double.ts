import type { Bridge, SessionMessage } from '../../electron/contract/channels.ts';
import type { Ack, Command } from '../../electron/contract/command.ts';
import { diff } from '../../electron/contract/patch.ts';
import type { SessionState } from '../../electron/contract/session.ts';

/** The whole main process as the window knows it: two functions, and handles to play its part. */
export type BridgeDouble = {
  readonly bridge: Bridge;
  /** Every command so far, oldest first; without what the window tells all the time of what it shows. */
  readonly sent: readonly Command[];
  /** How often the window has begun to listen. */
  readonly listens: () => number;
  readonly listening: () => boolean;
  readonly state: () => SessionState;
  /** The state that comes next, sent as a patch of the next revision. */
  readonly change: (next: (state: SessionState) => SessionState) => void;
  /** Raises the revision without telling the window: its next patch will not fit. */
  readonly lose: (next: (state: SessionState) => SessionState) => void;
  /** How commands are answered from now on. */
  readonly answer: (how: (command: Command) => Ack | Promise<Ack>) => void;
};

export function makeBridgeDouble(
  initial: SessionState,
  react?: (command: Command, double: BridgeDouble) => void,
): BridgeDouble {
  let state = initial;
  let revision = 1;
  let listens = 0;
  let receive: ((message: SessionMessage) => void) | undefined;
  let how: (command: Command) => Ack | Promise<Ack> = () => ({ ok: true });
  const sent: Command[] = [];

  const double: BridgeDouble = {
    bridge: {
      async send(command) {
        if (command.type !== 'catalog.show') sent.push(command);
        const ack = await how(command);
        if (ack.ok) react?.(command, double);
        return ack;
      },
      listen(next) {
        listens += 1;
        receive = next;
        next({ kind: 'snapshot', revision, state });
        return () => {
          if (receive === next) receive = undefined;
        };
      },
    },
    sent,
    listens: () => listens,
    listening: () => receive !== undefined,
    state: () => state,
    change(next) {
      const following = next(state);
      const patch = diff(state, following);
      state = following;
      if (!patch) return;
      revision += 1;
      receive?.({ kind: 'patch', revision, patch });
    },
    lose(next) {
      state = next(state);
      revision += 1;
    },
    answer(next) {
      how = next;
    },
  };
  return double;
}
