import { TriangleAlert } from 'lucide-react';
import type { Account } from '../../electron/contract/catalog.ts';
import { text } from '../text/text.ts';
import { useMinute } from '../ui/clock.ts';

const DAY_MS = 86_400_000;

/** What the platform says of the account's token: its name, its role, how long it lasts and what it may not do. */
export function TokenFacts({ account }: { readonly account: Account }) {
  const now = useMinute();
  const { tokenName, role, missing = [], proxy, state } = account;
  const expiresAt = Date.parse(account.expiresAt ?? '');
  const isSoon = expiresAt - now < 7 * DAY_MS;
  const facts = [tokenName && text.account.token(tokenName), role && text.account.role(role)].filter(Boolean);
  if (state === 'rejected') return null;
  return (
    <div className="token-facts">
      {facts.length > 0 ? <p className="truncate">{facts.join(' · ')}</p> : null}
      {Number.isNaN(expiresAt) ? null : (
        <p data-soon={isSoon || undefined}>
          {isSoon ? <TriangleAlert size={12} strokeWidth={2} aria-hidden /> : null}
          {text.account.expires(expiresAt, now)}
        </p>
      )}
      {proxy === undefined ? null : <p className="truncate">{text.account.proxy(proxy)}</p>}
      {account.budget && account.budget.remaining < account.budget.limit / 2 && now < account.budget.resetAt ? (
        <p>{text.budget.line(account.budget)}</p>
      ) : null}
      {missing.length > 0 ? (
        <>
          <p data-soon>
            <TriangleAlert size={12} strokeWidth={2} aria-hidden />
            {text.account.missing}
          </p>
          <ul>
            {missing.map((each) => (
              <li key={each} title={each}>
                {text.account.missingMeans[each] ?? each}
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </div>
  );
}
