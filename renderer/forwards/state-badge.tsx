import { text } from '../text/en.ts';
import { secondsUntil } from '../text/format.ts';
import { Badge } from '../ui/badge.tsx';
import { useSecond } from '../ui/clock.ts';
import type { RowState } from './state.ts';

type BadgeOf = NonNullable<RowState['badge']>;

/** Apart from `StateBadge`, so that only rows with a countdown render each second. */
function CountdownBadge({ badge, dueAt }: { readonly badge: BadgeOf; readonly dueAt: number }) {
  const now = useSecond();
  return (
    <Badge tone={badge.tone} icon={badge.icon} title={badge.title}>
      {badge.words(secondsUntil(dueAt, now))}
    </Badge>
  );
}

export function StateBadge({ state }: { readonly state: RowState }) {
  const { badge } = state;
  if (!badge) return null;
  if (badge.dueAt !== undefined) return <CountdownBadge badge={badge} dueAt={badge.dueAt} />;
  return (
    <Badge tone={badge.tone} icon={badge.icon} title={badge.title}>
      {badge.words(0)}
    </Badge>
  );
}

/** `Next try in 8 s`, renewed each second. */
export function NextTry({ dueAt }: { readonly dueAt: number }) {
  const now = useSecond();
  return <span className="next-try">{text.forward.nextTry(secondsUntil(dueAt, now))}</span>;
}
