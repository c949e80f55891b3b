import { ArrowDown, ArrowUp } from 'lucide-react';
import { useLayoutEffect, useMemo, useRef } from 'react';
import type { TunnelId } from '../../electron/contract/forward.ts';
import type { SessionState } from '../../electron/contract/session.ts';
import { useRates, useSessionCopy } from '../session.ts';
import { text } from '../text/text.ts';
import { rate } from '../text/format.ts';
import { useSecond } from '../ui/clock.ts';
import { watchSeen } from '../ui/seen.ts';
import { Sparkline } from '../ui/sparkline.tsx';
import { SPAN_S, useHistory } from './history.ts';
import './traffic.css';

function sum(state: SessionState, ids: readonly TunnelId[], of: 'rateIn' | 'rateOut' | 'connections'): number {
  let total = 0;
  for (const id of ids) total += state.traffic[id]?.[of] ?? 0;
  return total;
}

/**
 * A rate and nothing else changes: its text is set where it stands, in rows that are seen. React would compare the row
 * around it, twice a second for each.
 */
export function RateText({ read }: { readonly read: (state: SessionState) => number }) {
  const words = useRef<HTMLSpanElement>(null);
  const copy = useSessionCopy();
  useLayoutEffect(() => {
    const span = words.current;
    if (!span) return;
    const node = span.appendChild(document.createTextNode(''));
    let isSeen = true;
    const show = () => {
      const state = copy.read();
      const next = state && rate(read(state));
      if (isSeen && next !== undefined && next !== node.data) node.data = next;
    };
    show();
    const stops = [
      copy.subscribeRates(show),
      watchSeen(span, (is) => {
        isSeen = is;
        show();
      }),
    ];
    return () => {
      for (const stop of stops) stop();
      node.remove();
    };
  }, [copy, read]);
  return <span ref={words} />;
}

type TunnelsPart = { readonly tunnels: readonly TunnelId[] };

/** The same function while it is about the same tunnels. */
function useSum(tunnels: readonly TunnelId[], of: 'rateIn' | 'rateOut') {
  const key = JSON.stringify(tunnels);
  return useMemo(() => {
    const ids = JSON.parse(key) as readonly TunnelId[];
    return (state: SessionState) => sum(state, ids, of);
  }, [key, of]);
}

/** Bytes per second towards the user. */
export function RateDown({ tunnels }: TunnelsPart) {
  return (
    <span className="rate mono" aria-hidden>
      <ArrowDown size={12} strokeWidth={1.75} />
      <RateText read={useSum(tunnels, 'rateIn')} />
    </span>
  );
}

export function RateUp({ tunnels }: TunnelsPart) {
  return (
    <span className="rate mono" aria-hidden>
      <ArrowUp size={12} strokeWidth={1.75} />
      <RateText read={useSum(tunnels, 'rateOut')} />
    </span>
  );
}

export function useConnections(tunnels: readonly TunnelId[]): number {
  return useRates((state) => sum(state, tunnels, 'connections'));
}

/** Below this peak, in bytes per second, the curve stays low instead of filling its frame with noise. */
const CALM_RATE = 4096;

export function TrafficCurve({ id, port }: { readonly id: TunnelId; readonly port: string }) {
  const history = useHistory();
  const now = useSecond();
  return <Sparkline values={history.read(id, now)} floor={CALM_RATE} label={text.details.traffic(port, SPAN_S)} />;
}
