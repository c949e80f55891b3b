import type { SessionState } from '../contract/session.ts';
import { summarise } from '../contract/status.ts';

export type TrayIcon = 'idle' | 'live' | 'busy' | 'trouble';

/** The one sign in the tray: trouble before busy before live. Nothing wished is idle, whatever the catalogue says. */
export function trayIcon(state: SessionState): TrayIcon {
  const rejected = Object.values(state.accounts).some((account) => account.state === 'rejected');
  const seen = new Set(
    Object.values(state.forwards)
      .filter((forward) => forward.wish.on)
      .map(summarise),
  );
  if (rejected || seen.has('failed') || seen.has('partial')) return 'trouble';
  if (seen.has('retrying') || seen.has('checking') || seen.has('starting')) return 'busy';
  return seen.has('live') ? 'live' : 'idle';
}
