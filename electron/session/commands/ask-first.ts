import { Failure } from '../../contract/failure.ts';
import type { ForwardId } from '../../contract/forward.ts';
import { resourceName } from '../../contract/catalog.ts';
import { unconfirmed } from '../../contract/production.ts';
import type { SessionState } from '../../contract/session.ts';
import { own } from '../records.ts';

/**
 * The guard of production, for every command that switches on: whoever sends it, nothing at all is switched on before the
 * user was asked. What is on already needs no word.
 */
export function askFirst(state: SessionState, ids: readonly ForwardId[], confirmed: boolean | undefined): void {
  if (confirmed) return;
  const [first, ...others] = unconfirmed(state, ids);
  if (first === undefined) return;
  const name = resourceName(own(state.resources, first), first);
  throw new Failure('needs-confirmation', { args: { name, count: others.length + 1 } });
}
