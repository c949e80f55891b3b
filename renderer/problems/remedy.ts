import type { AccountId } from '../../electron/contract/catalog.ts';
import type { Command } from '../../electron/contract/command.ts';
import type { ForwardId } from '../../electron/contract/forward.ts';
import type { Remedy } from '../../electron/contract/problem.ts';
import { useSend } from '../send.ts';
import { useMoves } from '../view.ts';

/** What the problem is about; it decides what "again" means. */
export type Scope =
  | { readonly forward: ForwardId; readonly accountId?: AccountId | undefined }
  | { readonly accountId: AccountId }
  | 'app'
  /** The sign-in form, whose own button tries again. */
  | 'sign-in'
  /** The dialog that has explained what the system's prompt is for. */
  | 'hostnames';

function commandOf(
  remedy: Exclude<Remedy, 'sign-in' | 'allow-hostnames' | 'keep-tokens' | 'none'>,
  scope: Scope,
): Command {
  if (remedy === 'forget-cli-token') return { type: 'cli-logins.forget' };
  if (remedy === 'show-log') return { type: 'log.show' };
  if (remedy === 'retry' && typeof scope === 'object' && 'forward' in scope)
    return { type: 'forward.retry', id: scope.forward };
  return { type: 'catalog.refresh' };
}

/** Whether the problem's button has a place here: the sign-in form is itself the remedy of most of its problems. */
export function hasButton(remedy: Remedy, scope: Scope): boolean {
  return remedy !== 'none' && (scope !== 'sign-in' || remedy === 'show-log');
}

/** Does what the problem's button says. No prompt of the system is opened before the dialog has explained it. */
export function useRemedy(scope: Scope): (remedy: Remedy) => void {
  const send = useSend();
  const { lay, showSettings } = useMoves();
  return (remedy) => {
    if (remedy === 'none') return;
    const accountId = typeof scope === 'object' ? scope.accountId : undefined;
    if (remedy === 'sign-in') lay({ kind: 'sign-in', ...(accountId !== undefined && { accountId }) });
    else if (remedy === 'keep-tokens') showSettings('general');
    else if (remedy !== 'allow-hostnames') void send(commandOf(remedy, scope));
    else if (scope === 'hostnames') void send({ type: 'hostnames.allow' });
    else lay({ kind: 'hostnames' });
  };
}
