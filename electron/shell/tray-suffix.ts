import type { Forward } from '../contract/forward.ts';
import { describe } from '../contract/problem.ts';
import { addressOf } from '../contract/session.ts';
import { summarise, troubleOf } from '../contract/status.ts';
import { trayText } from '../contract/text/tray.ts';

/** Where a forward is reached, or why it is not: never a check without the truth beside it. */
export function forwardSuffix(forward: Forward): string {
  const { state, within } = trayText();
  const trouble = troubleOf(forward);
  const title = trouble && within(describe(trouble).title);
  const [first, ...others] = openAddresses(forward);
  const place = first && (others.length > 0 ? `${first} +${others.length}` : first);
  switch (summarise(forward)) {
    case 'live':
      return place ?? '';
    case 'checking':
      return place ? `${place}, ${state.checking}` : state.checking;
    case 'partial':
      return [place, title ?? state.partly].filter(Boolean).join(', ');
    case 'retrying':
      return `${state.reconnecting} ${title ?? ''}`.trim();
    case 'failed':
      return title ?? state.failed;
    case 'closing':
      return state.stopping;
    case 'starting':
    case 'off':
      return state.starting;
  }
}

function openAddresses({ tunnels }: Forward): readonly string[] {
  return Object.values(tunnels).flatMap((tunnel) => {
    const address = tunnel.status.kind === 'open' ? addressOf(tunnel) : undefined;
    return address ? [`${address.host}:${address.port}`] : [];
  });
}
