import type { Account, AccountId } from '../../electron/contract/catalog.ts';
import { useSession } from '../session.ts';

/** Whether an empty list means that there is nothing, that it is on its way, or that nobody can say. */
export type Knowledge = 'known' | 'loading' | 'unknown';

function knowledgeOf(account: Account | undefined): Knowledge {
  if (!account) return 'unknown';
  const { state } = account.catalog;
  if (state === 'fresh') return 'known';
  if (state === 'stale' || account.state === 'rejected' || account.state === 'unreachable') return 'unknown';
  return 'loading';
}

export function useKnowledge(accountId: AccountId | undefined): Knowledge {
  return useSession((state) => knowledgeOf(state.accounts[accountId ?? '']));
}
