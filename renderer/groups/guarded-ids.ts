import type { ForwardId } from '../../electron/contract/forward.ts';
import type { GuardedCommand } from '../../electron/contract/groups.ts';
import { unconfirmed } from '../../electron/contract/production.ts';
import type { SessionState } from '../../electron/contract/session.ts';

function idsOf(state: SessionState, command: GuardedCommand): readonly ForwardId[] {
  if (command.type === 'forward.set') return [command.id];
  if (command.type === 'forwards.restore') return state.restorable;
  if (command.type === 'profile.set') return Object.keys(state.profiles[command.id]?.entries ?? {});
  return command.ids;
}

/** What the command would switch on: of production, and besides. */
export function guardedIds(state: SessionState, command: GuardedCommand) {
  const ids = idsOf(state, command).filter((id) => !state.forwards[id]?.wish.on);
  const production = unconfirmed(state, ids);
  return { production, others: ids.length - production.length };
}
