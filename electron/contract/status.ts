import type { Forward, Tunnel } from './forward.ts';
import type { Problem } from './problem.ts';

/** The one word a row, a menu item or the icon shows for a forward. */
export type Summary = 'off' | 'starting' | 'live' | 'checking' | 'partial' | 'retrying' | 'failed' | 'closing';

/** Computed from what the engine saw, never stored; a wish alone never makes it `live`. */
export function summarise(forward: Forward): Summary {
  const { status } = forward;
  if (status.kind !== 'open') return status.kind;
  const statuses = Object.values(forward.tunnels).map((tunnel) => tunnel.status);
  if (statuses.length === 0) return 'starting';
  const count = (kind: Tunnel['status']['kind']) => statuses.filter((each) => each.kind === kind).length;
  if (count('open') === statuses.length)
    return statuses.some((each) => each.kind === 'open' && each.checking) ? 'checking' : 'live';
  if (count('open') > 0) return 'partial';
  if (count('retrying') > 0) return 'retrying';
  if (count('starting') > 0) return 'starting';
  if (count('closing') > 0) return 'closing';
  return 'failed';
}

/** What is wrong with a forward or a port, or is to be known about it while it works. */
export function problemOf({ status }: Forward | Tunnel): Problem | undefined {
  if ('problem' in status) return status.problem;
  return 'notice' in status ? status.notice : undefined;
}

/** The first trouble of a forward, its own before its tunnels'; absent means healthy. */
export function troubleOf(forward: Forward): Problem | undefined {
  if ('problem' in forward.status) return forward.status.problem;
  for (const tunnel of Object.values(forward.tunnels)) {
    const problem = problemOf(tunnel);
    if (problem) return problem;
  }
  return undefined;
}

export function needsAttention(forward: Forward): boolean {
  const summary = summarise(forward);
  return forward.wish.on && (summary === 'failed' || summary === 'partial' || summary === 'retrying');
}
