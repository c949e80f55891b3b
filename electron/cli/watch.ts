import type { Forward, ForwardId, TunnelStatus } from '../contract/forward.ts';
import { problem, type Problem } from '../contract/problem.ts';
import type { Observation, WishedForward } from '../engine/face.ts';
import type { Counts, Output, Subject } from './output.ts';
import { subjectOf } from './subject.ts';

type Seen = Extract<Observation, { type: 'forward' }>;

/** What was told last of a port or a target, so that nothing is told twice. */
type Told = {
  readonly subject: Subject;
  readonly kind: 'open' | 'retrying' | 'failed';
  readonly problem?: Problem;
  readonly wasOpen: boolean;
};

/** How a port stands, or a target whose ports are not known; undefined while it may still open. */
type Standing = keyof Counts | undefined;

export type Watch = {
  readonly observe: (observation: Seen) => void;
  /** The ports that the platform lists for a wish. */
  readonly listed: (wished: WishedForward, ports: readonly number[]) => void;
  /** Undefined while something may still open; `isLate` says that it has had its time. */
  readonly counts: (isLate: boolean) => Counts | undefined;
  /** Whether something asked for has failed, or was never open. */
  readonly isUnmet: () => boolean;
};

/** The gateway's own no; once may be chance or a restart, so often it is an answer. */
const NO = new Set<Problem['code']>(['endpoint-gone', 'endpoint-refused']);
const NO_TIMES = 3;

function standingOf(status: Forward['status'] | TunnelStatus, isLate: boolean): Standing {
  if (status.kind === 'failed') return 'failed';
  if (status.kind === 'retrying') {
    const isNo = NO.has(status.problem.code) && status.attempt >= NO_TIMES;
    return isLate || isNo || status.problem.code === 'no-instance' ? 'retrying' : undefined;
  }
  return isLate ? 'retrying' : undefined;
}

/**
 * Follows what was asked for and tells each change once. With `isAll` a target was not asked for by name: one without ports
 * is not missing, and one without an instance is no failure.
 */
export function createWatch(
  wishes: readonly WishedForward[],
  output: Output,
  { isAll }: { readonly isAll: boolean },
): Watch {
  const seen = new Map<ForwardId, Seen>();
  const told = new Map<string, Told>();
  /** Ports that were asked for and that the platform does not list, by forward. */
  const missing = new Map<ForwardId, readonly number[]>();

  const isNothing = ({ code }: Problem) => isAll && code === 'no-ports';

  function tell(key: string, subject: Subject, kind: Told['kind'], trouble?: Problem): void {
    const before = told.get(key);
    const { address, port } = subject;
    const isElsewhere = before?.subject.address !== address || before?.subject.port !== port;
    const isNews = before?.kind !== kind || before.problem?.code !== trouble?.code || (kind === 'open' && isElsewhere);
    if (!isNews) return;
    const wasOpen = kind === 'open' || before?.wasOpen === true;
    told.set(key, { subject, kind, ...(trouble && { problem: trouble }), wasOpen });
    if (kind === 'open' && address !== undefined && port !== undefined) output.open({ ...subject, address, port });
    if (kind !== 'open' && trouble) output[kind](subject, trouble);
  }

  function listed({ id, wish, target }: WishedForward, ports: readonly number[]): void {
    if (missing.has(id)) return;
    const gone = (wish.ports ?? []).filter((port) => !ports.includes(port));
    missing.set(id, gone);
    for (const portRemote of gone) {
      const trouble = problem('no-ports', { name: target.resourceId, ports: portRemote });
      tell(`${id}!${portRemote}`, { ...subjectOf(target), portRemote }, 'failed', trouble);
    }
  }

  /** Ports that have ended or are no longer listed. */
  function forget(id: ForwardId, tunnels: Forward['tunnels']): void {
    for (const [key, { subject, kind }] of told) {
      if (!key.startsWith(`${id}:`) || tunnels[key]) continue;
      told.delete(key);
      if (kind !== 'failed') output.closed(subject);
    }
  }

  function lookAtTarget(wished: WishedForward, { status, tunnels }: Seen): void {
    if (!('problem' in status) || Object.keys(tunnels).length > 0) return;
    const trouble = status.problem;
    if (trouble.code === 'no-ports' && wished.wish.ports) listed(wished, []);
    else if (!isNothing(trouble)) tell(wished.id, subjectOf(wished.target), status.kind, trouble);
  }

  function standingsOf({ id, wish }: WishedForward, isLate: boolean): Standing[] {
    const gone = (missing.get(id) ?? []).map(() => 'failed' as const);
    if (gone.length > 0 && gone.length === wish.ports?.length) return gone;
    const { status, tunnels } = seen.get(id) ?? { status: { kind: 'starting' } as const, tunnels: {} };
    if ('problem' in status && isNothing(status.problem)) return gone;
    const ports = Object.values(tunnels).map((tunnel) =>
      tunnel.status.kind === 'open' ? 'open' : standingOf(tunnel.status, isLate),
    );
    return [...gone, ...(ports.length > 0 ? ports : [standingOf(status, isLate)])];
  }

  return {
    observe(observation) {
      const { id, tunnels } = observation;
      const wished = wishes.find((each) => each.id === id);
      if (!wished) return;
      forget(id, tunnels);
      seen.set(id, observation);
      for (const tunnel of Object.values(tunnels)) {
        const { status } = tunnel;
        const subject = subjectOf(wished.target, tunnel);
        if (status.kind === 'open') tell(tunnel.id, subject, 'open');
        if (status.kind === 'retrying' || status.kind === 'failed')
          tell(tunnel.id, subject, status.kind, status.problem);
      }
      lookAtTarget(wished, observation);
    },

    listed,

    counts(isLate) {
      const standings = wishes.flatMap((wished) => standingsOf(wished, isLate));
      if (standings.includes(undefined)) return undefined;
      const count = (standing: keyof Counts) => standings.filter((each) => each === standing).length;
      return { open: count('open'), failed: count('failed'), retrying: count('retrying') };
    },

    isUnmet: () =>
      [...told.values()].some(({ kind, wasOpen, problem: trouble }) => {
        const isIdle = isAll && trouble?.code === 'no-instance';
        return kind === 'failed' || (kind === 'retrying' && !wasOpen && !isIdle);
      }),
  };
}
