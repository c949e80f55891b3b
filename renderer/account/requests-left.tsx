import { Gauge } from 'lucide-react';
import { isNearlyUsedUp } from '../../electron/contract/budget.ts';
import { useSession } from '../session.ts';
import { text } from '../text/text.ts';
import { useMinute } from '../ui/clock.ts';

/** For the status bar, only while it matters: of the account that has the fewest requests left. */
export function RequestsLeft() {
  const now = useMinute();
  const low = useSession((state) => {
    const budgets = Object.values(state.accounts).flatMap(({ budget }) =>
      budget && isNearlyUsedUp(budget, now) ? [budget] : [],
    );
    return budgets.sort((a, b) => a.remaining - b.remaining)[0];
  });
  if (!low) return null;
  return (
    <span className="status-part status-requests" data-tone="warn" title={text.budget.until(low.resetAt, now)}>
      <Gauge size={13} strokeWidth={2} aria-hidden />
      {text.budget.left(low.remaining)}
    </span>
  );
}
