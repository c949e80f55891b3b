import type { AccountId } from '../contract/catalog.ts';
import type { ForwardId } from '../contract/forward.ts';
import type { SessionState } from '../contract/session.ts';
import { troubleOf } from '../contract/status.ts';

type RejectionParts = {
  readonly subscribe: (listener: (next: SessionState, previous: SessionState) => void) => () => void;
  /** Has the account's token proved anew. */
  readonly prove: (id: AccountId) => Promise<void>;
  /** Has these forwards find out whether they still get through. */
  readonly verify: (ids: readonly ForwardId[]) => void;
};

/**
 * A token that is revoked is noticed by whoever uses it next: the account then asks the platform, or the account's forwards
 * ask their gateways, so that neither is called well on the word of yesterday.
 */
export function watchRejections({ subscribe, prove, verify }: RejectionParts) {
  const asking = new Set<AccountId>();

  const ask = async (id: AccountId) => {
    if (asking.has(id)) return;
    asking.add(id);
    try {
      await prove(id);
    } finally {
      asking.delete(id);
    }
  };

  const close = subscribe((next, previous) => {
    if (next.accounts !== previous.accounts) {
      for (const { id, state } of Object.values(next.accounts)) {
        if (state !== 'rejected' || previous.accounts[id]?.state !== 'signed-in') continue;
        const own = Object.values(next.forwards).filter((each) => each.target.accountId === id && each.wish.on);
        if (own.length > 0) verify(own.map((each) => each.id));
      }
    }
    if (next.forwards === previous.forwards) return;
    for (const forward of Object.values(next.forwards)) {
      const before = previous.forwards[forward.id];
      if (before === forward || troubleOf(forward)?.code !== 'token-rejected') continue;
      if (before && troubleOf(before)?.code === 'token-rejected') continue;
      const { accountId } = forward.target;
      if (next.accounts[accountId]?.state === 'signed-in') void ask(accountId);
    }
  });
  return { close };
}
