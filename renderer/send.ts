import { createContext, useContext } from 'react';
import type { Bridge } from '../electron/contract/channels.ts';
import type { Command } from '../electron/contract/command.ts';
import { isGuarded, type GuardedCommand } from '../electron/contract/groups.ts';
import { problem, type Problem } from '../electron/contract/problem.ts';

/** Resolves with whether the command was accepted, and never rejects; what comes of it arrives by the session. */
export type Send = (command: Command) => Promise<boolean>;

/**
 * A refused command, or one that did not reach the app, ends in `refuse` (a toast): no command fails unseen. One that would
 * have switched production on ends in `ask`.
 */
export function makeSend(
  bridge: Bridge,
  refuse: (problem: Problem) => void,
  ask: (command: GuardedCommand) => void,
): Send {
  return async (command) => {
    try {
      const ack = await bridge.send(command);
      // Why a sign-in failed stands in the state, and the form shows it.
      if (!ack.ok && ack.problem.code === 'needs-confirmation' && isGuarded(command)) ask(command);
      else if (!ack.ok && !command.type.startsWith('account.sign-in')) refuse(ack.problem);
      return ack.ok;
    } catch (error) {
      refuse(
        problem('unexpected', { scope: 'window', reason: error instanceof Error ? error.message : String(error) }),
      );
      return false;
    }
  };
}

export const SendContext = createContext<Send | undefined>(undefined);

export function useSend(): Send {
  const send = useContext(SendContext);
  if (!send) throw new Error('used outside of SendContext');
  return send;
}
