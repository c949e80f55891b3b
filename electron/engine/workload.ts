import type { TunnelStatus } from '../contract/forward.ts';
import { problem, type Problem } from '../contract/problem.ts';
import type { TunnelPlan } from './face.ts';
import type { Limits } from './limits.ts';
import type { Heard } from './probe.ts';
import type { Rounds } from './rounds.ts';
import type { Counter } from './traffic.ts';
import { mayAskOften } from './workload-probe.ts';

type WorkloadParts = {
  readonly plan: () => TunnelPlan;
  readonly status: () => TunnelStatus;
  readonly verify: () => void;
  /** Bytes came that nobody had to ask for: the tunnel is proven as well as by a handshake, as of then (Unix milliseconds). */
  readonly onProven: (spokenAt: number) => void;
  /** What `notice` says has changed. */
  readonly onChange: () => void;
  /** It was lost while it was asked. */
  readonly onLost: () => void;
  readonly rounds: Rounds;
  readonly limits: Limits;
};

/** What one tunnel knows about the workload behind the gateway. */
export type Workload = {
  readonly notice: () => Problem | undefined;
  /** What came of asking it. */
  readonly onHeard: (heard: Heard) => void;
  /** The network may have changed: what was heard before says nothing any more. */
  readonly doubt: () => void;
  /** The same counter, through which the workload is heard in ordinary connections. */
  readonly listenTo: (counter: Counter) => Counter;
  readonly close: () => void;
};

/** The gateway's answer says that the port is connected; only the workload's own says that somebody is at home. */
export function createWorkload(parts: WorkloadParts): Workload {
  const { limits } = parts;
  let isSilent = false;
  let spokenAt: number | undefined;

  function setSilent(now: boolean): void {
    if (isSilent === now) return;
    isSilent = now;
    parts.onChange();
  }

  const leave = parts.rounds.join({
    isDue() {
      const status = parts.status();
      if (status.kind !== 'open') return false;
      if (spokenAt !== undefined) {
        parts.onProven(spokenAt);
        spokenAt = undefined;
        return false;
      }
      return mayAskOften(parts.plan()) && Date.now() - status.verifiedAt >= limits.reverifyMs;
    },
    verify: parts.verify,
  });

  return {
    notice: () => (isSilent ? problem('endpoint-silent', { seconds: Math.ceil(limits.silentMs / 1000) }) : undefined),
    onHeard(heard) {
      // Only the first time: whoever is always lost is asked again in turn.
      if (heard === 'lost' && !isSilent) parts.onLost();
      setSilent(heard === 'silent' || heard === 'lost');
    },
    doubt: () => (spokenAt = undefined),
    listenTo: (counter) => ({
      ...counter,
      received(bytes) {
        spokenAt = Date.now();
        if (isSilent) setSilent(false);
        counter.received(bytes);
      },
    }),
    close: leave,
  };
}
