import { Lock } from 'lucide-react';
import type { Resource, ResourceKey } from '../../electron/contract/catalog.ts';
import type { Forward } from '../../electron/contract/forward.ts';
import { StopChip } from '../groups/keeping.tsx';
import { ProductionBadge } from '../groups/production.tsx';
import { text } from '../text/text.ts';
import { Badge, Dot } from '../ui/badge.tsx';
import { useMinute, useSecond } from '../ui/clock.ts';
import { StateBadge } from './state-badge.tsx';
import type { RowState } from './state.ts';
import { useConnections } from './traffic.tsx';
import './forward-chips.css';

const MINUTE_MS = 60_000;

function LiveChip({ since, now }: { readonly since: number; readonly now: number }) {
  return (
    <span className="badge" data-tone="ok">
      <Dot shape="full" tone="ok" />
      <bdi>{text.forward.since(now - since)}</bdi>
    </span>
  );
}

/** Counts seconds in the first minute, and looks at the clock twice a minute afterwards. */
function SecondsChip({ since }: { readonly since: number }) {
  return <LiveChip since={since} now={useSecond()} />;
}

function SinceChip({ since }: { readonly since: number }) {
  const now = useMinute();
  return now - since < MINUTE_MS ? <SecondsChip since={since} /> : <LiveChip since={since} now={now} />;
}

function liveSince(forward: Forward): number {
  const times = Object.values(forward.tunnels).flatMap(({ status }) => (status.kind === 'open' ? [status.since] : []));
  return Math.max(0, ...times);
}

/** What is true of the forward now, in one line. */
export function ForwardChips({
  id,
  forward,
  resource,
  state,
}: {
  readonly id: ResourceKey;
  readonly forward: Forward | undefined;
  readonly resource: Resource | undefined;
  readonly state: RowState;
}) {
  const connections = useConnections(Object.keys(forward?.tunnels ?? {}));
  return (
    <div className="chips">
      <ProductionBadge id={id} />
      {state.summary === 'live' && forward ? <SinceChip since={liveSince(forward)} /> : null}
      {state.summary === 'off' && !state.badge ? <Badge>{text.forward.off}</Badge> : <StateBadge state={state} />}
      {state.summary === 'live' || state.summary === 'checking' || state.summary === 'partial' || connections > 0 ? (
        <Badge>{text.forward.connections(connections)}</Badge>
      ) : null}
      {forward?.wish.stopsAt === undefined ? null : <StopChip at={forward.wish.stopsAt} />}
      {resource?.tls ? <Badge icon={Lock}>{text.forward.tls}</Badge> : null}
    </div>
  );
}
