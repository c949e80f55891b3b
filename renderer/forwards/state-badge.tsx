import { text } from '../text/text.ts';
import { secondsUntil } from '../text/format.ts';
import { Badge } from '../ui/badge.tsx';
import { useSecond } from '../ui/clock.ts';
import type { RowState } from './state.ts';

type BadgeOf = NonNullable<RowState['badge']>;

type Shown = { readonly badge: BadgeOf; readonly plain: boolean; readonly seconds: number; readonly reason?: string };

function Words({ badge, plain, seconds, reason }: Shown) {
  return (
    <Badge tone={badge.tone} icon={badge.icon} title={badge.title} plain={plain}>
      {plain && reason ? `${badge.words(seconds)} · ${reason}` : badge.words(seconds)}
    </Badge>
  );
}

/** Apart from `StateBadge`, so that only rows with a countdown render each second. */
function Countdown({ badge, plain, dueAt }: Omit<Shown, 'seconds'> & { readonly dueAt: number }) {
  return <Words badge={badge} plain={plain} seconds={secondsUntil(dueAt, useSecond())} />;
}

/** `plain`: as a line of text, where there is no room for a badge beside the name. */
export function StateBadge({ state, plain = false }: { readonly state: RowState; readonly plain?: boolean }) {
  const { badge } = state;
  if (!badge) return null;
  if (badge.dueAt !== undefined) return <Countdown badge={badge} plain={plain} dueAt={badge.dueAt} />;
  return (
    <Words badge={badge} plain={plain} seconds={0} {...(state.reason !== undefined && { reason: state.reason })} />
  );
}

/** `Next try in 8 s`, renewed each second. */
export function NextTry({ dueAt }: { readonly dueAt: number }) {
  const now = useSecond();
  return <span className="next-try">{text.forward.nextTry(secondsUntil(dueAt, now))}</span>;
}
