import type { Forward, ForwardId, Tunnel, TunnelId } from '../contract/forward.ts';
import { problem, type Problem } from '../contract/problem.ts';
import type { Observation, Route } from '../engine/face.ts';
import { plansById } from '../engine/plans.ts';
import type { Hold } from './holds.ts';

type Seen = { readonly status: Forward['status']; readonly tunnels: Forward['tunnels'] };
type Answer = { readonly asked: readonly number[] | undefined; readonly tunnelIds: ReadonlyMap<TunnelId, number> };

/** What came of one port, or of all of a target at once. */
export type Outcome = { readonly tunnel: Tunnel } | { readonly problem: Problem };

/** The gateway's own no; once may be chance or a restart, so often it is an answer. */
const NO = new Set<Problem['code']>(['endpoint-gone', 'endpoint-refused']);
const NO_TIMES = 3;

export type Board = ReturnType<typeof createBoard>;

/** What the engine said last, and what the platform answered for each forward. */
export function createBoard() {
  const seen = new Map<ForwardId, Seen>();
  const answers = new Map<ForwardId, Answer>();
  const waiting = new Set<() => void>();

  const wake = () => {
    for (const look of waiting) look();
  };

  /** The ports that the hold is about, once the platform has been asked for them. */
  function portsOf({ id, ports }: Hold): TunnelId[] | undefined {
    const answer = answers.get(id);
    if (!answer) return undefined;
    const { asked, tunnelIds } = answer;
    const isCovered = asked === undefined || ports?.every((port) => asked.includes(port));
    if (!isCovered) return undefined;
    return [...tunnelIds].flatMap(([tunnelId, port]) => (!ports || ports.includes(port) ? [tunnelId] : []));
  }

  /** Undefined while it may still open. */
  function outcomeOf(tunnel: Tunnel | undefined, isLate: boolean): Outcome | undefined {
    if (!tunnel) return isLate ? { problem: late } : undefined;
    const { status } = tunnel;
    if (status.kind === 'open') return { tunnel };
    if (status.kind === 'failed') return { problem: status.problem };
    if (status.kind === 'retrying') {
      const isNo = NO.has(status.problem.code) && status.attempt >= NO_TIMES;
      return isLate || isNo ? { problem: status.problem } : undefined;
    }
    return isLate ? { problem: late } : undefined;
  }

  /** Undefined while any of it may still open. */
  function outcomesOf(hold: Hold, isLate: boolean): Outcome[] | undefined {
    const now = seen.get(hold.id);
    if (!now || now.status.kind === 'off' || now.status.kind === 'closing')
      return isLate ? [{ problem: unasked }] : undefined;
    const { status, tunnels } = now;
    if (status.kind === 'failed') {
      const isMissing = status.problem.code === 'no-ports' && hold.ports;
      return [{ problem: isMissing ? missing(hold) : status.problem }];
    }
    const tunnelIds = portsOf(hold);
    if (status.kind === 'retrying' && !tunnelIds) {
      // The platform has answered: there is nothing to wait for. Everything else may pass.
      return isLate || status.problem.code === 'no-instance' ? [{ problem: status.problem }] : undefined;
    }
    if (!tunnelIds) return isLate ? [{ problem: unasked }] : undefined;
    if (tunnelIds.length === 0) return [{ problem: missing(hold) }];
    const outcomes = tunnelIds.map((tunnelId) => outcomeOf(tunnels[tunnelId], isLate));
    return outcomes.includes(undefined) ? undefined : (outcomes as Outcome[]);
  }

  /** Resolves when the fact holds, or when the time is up; looked at after each observation. */
  function until(fact: () => boolean, timeoutMs?: number): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        waiting.delete(look);
        resolve();
      };
      const look = () => {
        if (fact()) end();
      };
      const timer = timeoutMs === undefined ? undefined : setTimeout(end, timeoutMs);
      waiting.add(look);
      look();
    });
  }

  return {
    seen: (id: ForwardId): Seen | undefined => seen.get(id),

    observe(observation: Extract<Observation, { type: 'forward' }>): void {
      const { id, status, tunnels } = observation;
      if (status.kind === 'off') {
        seen.delete(id);
        answers.delete(id);
      } else {
        seen.set(id, { status, tunnels });
      }
      wake();
    },

    /** To be called with each answer of the platform, before the engine gets it. */
    answered(id: ForwardId, asked: readonly number[] | undefined, route: Route): void {
      const tunnelIds = new Map([...plansById(id, route)].map(([tunnelId, plan]) => [tunnelId, plan.port.number]));
      answers.set(id, { asked, tunnelIds });
    },

    /** What was answered before counts no more: the engine is asking again. */
    forgetAnswer: (id: ForwardId): void => void answers.delete(id),

    /** Something else that waiters look at has changed. */
    wake,

    /** Resolves once everything that the hold is about is open or in trouble, at the latest when the time is up. */
    async settle(hold: Hold, isHeld: () => boolean, timeoutMs: number): Promise<Outcome[]> {
      let outcomes: Outcome[] | undefined;
      let isLate = false;
      const isDone = () => {
        if (!isHeld()) outcomes = [{ problem: problem('not-open', { name: hold.target.resourceId }) }];
        else outcomes = outcomesOf(hold, isLate);
        return outcomes !== undefined;
      };
      const timer = setTimeout(() => {
        isLate = true;
        wake();
      }, timeoutMs);
      await until(isDone);
      clearTimeout(timer);
      return outcomes ?? [];
    },

    until,
  };
}

const late = problem('endpoint-unreachable', { reason: 'no answer in time' });
const unasked = problem('api-unreachable', { reason: 'no answer in time' });

function missing({ target, ports = [] }: Hold): Problem {
  return problem('no-ports', { name: target.resourceId, ports: ports.join(', ') });
}
