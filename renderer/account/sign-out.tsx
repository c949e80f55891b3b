import type { AccountId } from '../../electron/contract/catalog.ts';
import type { CalmState } from '../../electron/contract/session.ts';
import { useSend } from '../send.ts';
import { useSession, useSessionCopy } from '../session.ts';
import { text } from '../text/text.ts';
import { Ask } from '../ui/ask.tsx';
import { useMoves, useView } from '../view.ts';

function countWishes(state: CalmState, accountId: AccountId | undefined): number {
  return Object.values(state.forwards).filter((each) => each.wish.on && each.target.accountId === accountId).length;
}

/** Signs out at once where nothing is lost by it, and asks where forwards would stop. */
export function useSignOut(): (accountId: AccountId) => void {
  const send = useSend();
  const copy = useSessionCopy();
  const { lay } = useMoves();
  return (accountId) => {
    const state = copy.read();
    if (state && countWishes(state, accountId) > 0) lay({ kind: 'sign-out', accountId });
    else void send({ type: 'account.sign-out', id: accountId });
  };
}

export function SignOutDialog() {
  const send = useSend();
  const { lay } = useMoves();
  const accountId = useView((view) => (view.over?.kind === 'sign-out' ? view.over.accountId : undefined));
  const name = useSession((state) => state.accounts[accountId ?? '']?.name);
  const wishes = useSession((state) => countWishes(state, accountId));
  return (
    <Ask
      open={name !== undefined}
      title={text.account.signOutTitle(name ?? '')}
      action={text.account.signOut}
      onConfirm={() => accountId !== undefined && void send({ type: 'account.sign-out', id: accountId })}
      onClose={() => lay(undefined)}
    >
      {text.account.signOutText(wishes)}
    </Ask>
  );
}
