import { parseResourceKey } from '../../contract/catalog.ts';
import type { Command, CommandOf } from '../../contract/command.ts';
import { Failure } from '../../contract/failure.ts';
import type { ForwardId, Tunnel, TunnelId } from '../../contract/forward.ts';
import { findTunnel, type SessionState } from '../../contract/session.ts';
import type { Dispatch } from '../actions.ts';
import { own } from '../records.ts';

/** What to do for each command. A topic makes its part of it; `commands.ts` does not compile while one is missing. */
export type Table = { readonly [T in Command['type']]: (command: CommandOf<T>) => Promise<void> | void };
export type TableOf<T extends Command['type']> = Pick<Table, T>;

export type Ground = { readonly dispatch: Dispatch; readonly read: () => SessionState };

export const notOpen = () => new Failure('not-open');
export const gone = (id: string) =>
  new Failure('resource-gone', { args: { name: parseResourceKey(id)?.resourceId ?? id } });

export function tunnelOf(state: SessionState, id: TunnelId): Tunnel {
  const tunnel = findTunnel(state, id);
  if (!tunnel) throw notOpen();
  return tunnel;
}

/** Known, wished before, or at least of an account that is here: the catalogue may not have been read yet. */
export function mayWish(state: SessionState, id: ForwardId): boolean {
  if (own(state.resources, id) || own(state.forwards, id)) return true;
  const target = parseResourceKey(id);
  return target !== undefined && own(state.accounts, target.accountId) !== undefined;
}
