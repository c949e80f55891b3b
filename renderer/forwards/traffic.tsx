import { ArrowDown, ArrowUp } from 'lucide-react';
import type { TunnelId } from '../../electron/contract/forward.ts';
import type { SessionState } from '../../electron/contract/session.ts';
import { useSession } from '../session.ts';
import { text } from '../text/text.ts';
import { rate } from '../text/format.ts';
import { useSecond } from '../ui/clock.ts';
import { Sparkline } from '../ui/sparkline.tsx';
import { SPAN_S, useHistory } from './history.ts';
import './traffic.css';

function sum(state: SessionState, ids: readonly TunnelId[], of: 'rateIn' | 'rateOut' | 'connections'): number {
  let total = 0;
  for (const id of ids) total += state.traffic[id]?.[of] ?? 0;
  return total;
}

/** Bytes per second towards the user. Selects the finished words: a change nobody could see renders nothing. */
export function RateDown({ tunnels }: { readonly tunnels: readonly TunnelId[] }) {
  const words = useSession((state) => rate(sum(state, tunnels, 'rateIn')));
  return (
    <span className="rate mono" aria-hidden>
      <ArrowDown size={12} strokeWidth={1.75} />
      {words}
    </span>
  );
}

export function RateUp({ tunnels }: { readonly tunnels: readonly TunnelId[] }) {
  const words = useSession((state) => rate(sum(state, tunnels, 'rateOut')));
  return (
    <span className="rate mono" aria-hidden>
      <ArrowUp size={12} strokeWidth={1.75} />
      {words}
    </span>
  );
}

export function useConnections(tunnels: readonly TunnelId[]): number {
  return useSession((state) => sum(state, tunnels, 'connections'));
}

/** Below this peak, in bytes per second, the curve stays low instead of filling its frame with noise. */
const CALM_RATE = 4096;

export function TrafficCurve({ id, port }: { readonly id: TunnelId; readonly port: string }) {
  const history = useHistory();
  const now = useSecond();
  return <Sparkline values={history.read(id, now)} floor={CALM_RATE} label={text.details.traffic(port, SPAN_S)} />;
}
