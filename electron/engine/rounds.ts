import type { Limits } from './limits.ts';

/** One tunnel on the round. */
type Visited = {
  /** Something else has proved it lately, or there is nothing to ask. Called at each tick, so it may also look after itself. */
  readonly isDue: () => boolean;
  /** Costs a handshake at the gateway, and a connection at the workload. */
  readonly verify: () => void;
};

export type Rounds = {
  /** The way out is returned. */
  readonly join: (visited: Visited) => () => void;
  readonly close: () => void;
};

/**
 * Has idle tunnels verified now and then, one at a time and never more than `reverifies` within `reverifyMs`, however many
 * there are: each is a request to the platform, and nobody has asked for it.
 */
export function createRounds({ reverifyMs, reverifies }: Limits): Rounds {
  /** Whose turn is next, first. */
  const waiting = new Set<Visited>();
  let timer: NodeJS.Timeout | undefined;

  function tick(): void {
    let next: Visited | undefined;
    for (const each of waiting) if (each.isDue()) next ??= each;
    if (!next) return;
    waiting.delete(next);
    waiting.add(next);
    next.verify();
  }

  return {
    join(visited) {
      waiting.add(visited);
      if (reverifyMs > 0 && !timer) {
        timer = setInterval(tick, reverifyMs / reverifies);
        timer.unref();
      }
      return () => {
        waiting.delete(visited);
        if (waiting.size > 0) return;
        clearInterval(timer);
        timer = undefined;
      };
    },
    close: () => clearInterval(timer),
  };
}
