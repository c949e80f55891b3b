import { backoffMs } from '../base/backoff.ts';
import { Failure } from '../contract/failure.ts';
import { needsSignIn } from '../contract/problem-account.ts';
import type { Problem } from '../contract/problem.ts';
import { asFailure } from './as-failure.ts';
import type { FarEnd } from './dial.ts';
import type { Endpoint } from './face.ts';
import type { Limits } from './limits.ts';
import { orAborted } from '../base/or-aborted.ts';
import { probe, type Heard, type Question } from './probe.ts';
import { createWaitingRoom } from './waiting-room.ts';
import type { Talk } from './workload-probe.ts';

export type Trouble = { readonly attempt: number; readonly dueAt: number; readonly problem: Problem };

export type ReachParts = {
  /** What the platform listed last; empty while it lists nothing for this port. */
  readonly endpoints: () => readonly Endpoint[];
  /** Asks the platform again; callers at the same time share one question. Rejects with a `Failure`. */
  readonly refresh: () => Promise<void>;
  /** `isRoutine`: nobody has asked for it, and nobody is likely to. */
  readonly dial: (endpoint: Endpoint, signal: AbortSignal, isRoutine: boolean) => Promise<FarEnd>;
  /** How to ask the workload for a sign of life with a handshake that is only a proof; undefined where that is not known. */
  readonly talk?: () => Talk | undefined;
  readonly onHeard?: (heard: Heard) => void;
  /** The gateway has answered for this port. */
  readonly onHealthy: (roundTripMs?: number) => void;
  /** No far end for now; tried again at `dueAt`. */
  readonly onTrouble: (trouble: Trouble) => void;
  /** No far end until the user does something. */
  readonly onFailed: (failure: Failure) => void;
  /** No far end until the user signs in again; who connects meanwhile is held. */
  readonly onHeld: (problem: Problem) => void;
  readonly limits: Limits;
};

export type Reach = {
  /**
   * A far end for one local connection: the next instance in turn, another one if that fails, a successor if it is gone.
   * While the tunnel heals the caller is held, and gets its far end when there is one again, or the failure in the end.
   */
  readonly open: (signal: AbortSignal) => Promise<FarEnd>;
  /** One handshake that nobody uses: tries now, whether all is well or not. */
  readonly verify: (isRoutine?: boolean) => void;
  /** The same after a change of network: a try that is under way went out on the old one, and is begun anew. */
  readonly check: () => void;
  /** A far end broke: its instance may be gone. */
  readonly suspect: () => void;
  /** Found elsewhere: nothing is dialled until `verify` is called, after the user has signed in again. */
  readonly hold: (problem: Problem) => void;
  readonly close: () => void;
};

/** What one tunnel knows about reaching its far end, and its way back after trouble. */
export function createReach(parts: ReachParts): Reach {
  const { limits } = parts;
  const abort = new AbortController();
  const room = createWaitingRoom();
  let turn = 0;
  let suspectedAt = 0;
  let failed: Failure | undefined;
  let trouble:
    | { readonly failure: Failure; readonly attempt: number; readonly since: number; dueAt: number }
    | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isTrying = false;
  let trying = new AbortController();
  let isAsking = false;

  function inTurn(): Endpoint[] {
    const endpoints = parts.endpoints();
    if (endpoints.length === 0) return [];
    const first = turn % endpoints.length;
    turn += 1;
    return [...endpoints.slice(first), ...endpoints.slice(0, first)];
  }

  /** One way to every instance, and once more after asking the platform if the listed ones were gone. */
  async function sweep(signal: AbortSignal, isRoutine = false): Promise<FarEnd> {
    const gone = new Set<string>();
    let last: Failure | undefined;
    for (let round = 1; ; round += 1) {
      let refreshed: Promise<void> | undefined;
      for (const endpoint of inTurn()) {
        if (gone.has(endpoint.url)) continue;
        try {
          const dialled = parts.dial(endpoint, signal, isRoutine);
          return await orAborted(dialled, signal, (late) => late.websocket.terminate());
        } catch (error) {
          signal.throwIfAborted();
          last = asFailure(error, 'tunnel');
        }
        if (last.problem.code === 'endpoint-gone') {
          gone.add(endpoint.url);
          // One that is listed no more was found to be gone by somebody else, who has asked already.
          const isListed = parts.endpoints().some(({ url }) => url === endpoint.url);
          if (isListed) refreshed ??= parts.refresh();
          refreshed?.catch(() => {});
        } else if (last.problem.code !== 'endpoint-refused') {
          // Everything else concerns the gateway or the account as a whole: another instance would say the same.
          throw last;
        }
      }
      if (round > 1 || last?.problem.code === 'endpoint-refused') break;
      if (parts.endpoints().length === 0) refreshed ??= parts.refresh();
      if (refreshed) await orAborted(refreshed, signal);
    }
    throw last ?? new Failure('no-instance', { retriable: true });
  }

  function healthy(roundTripMs?: number): void {
    clearTimeout(timer);
    trouble = undefined;
    parts.onHealthy(roundTripMs);
    room.release();
  }

  function schedule(): void {
    if (!trouble) return;
    const { failure, attempt, since } = trouble;
    const capMs = room.isEmpty() ? limits.backoff.capMs : limits.heldCapMs;
    const delayMs = failure.retryAfterMs ?? backoffMs(attempt, { ...limits.backoff, capMs });
    trouble.dueAt = since + delayMs;
    clearTimeout(timer);
    timer = setTimeout(() => void tryNow(), Math.max(0, trouble.dueAt - Date.now()));
    parts.onTrouble({ attempt, dueAt: trouble.dueAt, problem: failure.problem });
  }

  function stumble(failure: Failure, attempt: number): void {
    if (abort.signal.aborted || failed) return;
    if (failure.retriable) {
      trouble = { failure, attempt, since: Date.now(), dueAt: 0 };
      schedule();
      return;
    }
    clearTimeout(timer);
    if (needsSignIn(failure.problem)) {
      // Each dial with this token would be refused, so there is no next try.
      trouble = { failure, attempt, since: Date.now(), dueAt: Infinity };
      parts.onHeld(failure.problem);
      return;
    }
    failed = failure;
    parts.onFailed(failure);
    room.empty(failure);
  }

  /** One at a time: a silent workload is waited for longer than the gateway. */
  function ask(): Question | undefined {
    const talk = isAsking ? undefined : parts.talk?.();
    if (!talk) return undefined;
    isAsking = true;
    const onHeard = (heard: Heard) => {
      isAsking = false;
      parts.onHeard?.(heard);
    };
    return { talk, onHeard };
  }

  async function prove(far: FarEnd, signal: AbortSignal): Promise<number> {
    const question = ask();
    try {
      return await orAborted(probe(far, { limits, question }, abort.signal), signal);
    } catch (error) {
      far.websocket.terminate();
      if (question) isAsking = false;
      throw error;
    }
  }

  async function tryNow(isRoutine = false): Promise<void> {
    if (isTrying || failed || abort.signal.aborted) return;
    isTrying = true;
    clearTimeout(timer);
    const attempt = trouble?.attempt ?? 0;
    trying = new AbortController();
    const { signal } = trying;
    try {
      const far = await sweep(signal, isRoutine);
      const roundTripMs = room.serve(far) ? undefined : await prove(far, signal);
      // Over before it is reported: whoever hears of it may ask for another try at once.
      isTrying = false;
      healthy(roundTripMs);
    } catch (error) {
      isTrying = false;
      if (abort.signal.aborted) return;
      if (signal.aborted) void tryNow();
      else stumble(asFailure(error, 'tunnel'), attempt + 1);
    }
  }

  return {
    async open(signal) {
      const deadline = Date.now() + limits.heldMs;
      for (;;) {
        if (failed) throw failed;
        abort.signal.throwIfAborted();
        if (!trouble) {
          try {
            const far = await sweep(signal);
            healthy();
            return far;
          } catch (error) {
            signal.throwIfAborted();
            if (!trouble) stumble(asFailure(error, 'tunnel'), 1);
            continue;
          }
        }
        const { dueAt, failure } = trouble;
        const given = room.wait(signal, deadline, () => trouble?.failure ?? failure);
        // Someone waits now: the next try may be due much too late.
        const isLate = dueAt - Date.now() > limits.heldCapMs && failure.retryAfterMs === undefined;
        if (isLate && failure.retriable && !isTrying) schedule();
        const far = await given;
        if (far) return far;
      }
    },
    verify: (isRoutine) => void tryNow(isRoutine),
    check() {
      if (isTrying) trying.abort(new Error('the network may have changed'));
      else void tryNow();
    },
    suspect() {
      if (Date.now() - suspectedAt < limits.suspectMs || abort.signal.aborted) return;
      suspectedAt = Date.now();
      // The port is proved anew, with what the platform says now: it does not stay `open` on the word of yesterday.
      const prove = () => tryNow();
      parts.refresh().then(prove, prove);
    },
    hold: ({ code, args }) => stumble(new Failure(code, args && { args }), 0),
    close() {
      clearTimeout(timer);
      const reason = new Error('the tunnel was closed');
      abort.abort(reason);
      trying.abort(reason);
      room.empty(reason);
    },
  };
}
