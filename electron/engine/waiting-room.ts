import type { FarEnd } from './dial.ts';

type WaitingRoom = {
  /**
   * Resolves with a far end, or with nothing once the tunnel is well again and the caller may dial for itself. Rejects at
   * `deadline` (Unix milliseconds) with `late`, when the signal ends it, or when the room is emptied.
   */
  readonly wait: (signal: AbortSignal, deadline: number, late: () => Error) => Promise<FarEnd | undefined>;
  readonly isEmpty: () => boolean;
  /** Gives a far end to who waits longest; false if nobody waits. */
  readonly serve: (far: FarEnd) => boolean;
  readonly release: () => void;
  readonly empty: (reason: Error) => void;
};

type Waiter = { readonly resolve: (far?: FarEnd) => void; readonly reject: (reason: Error) => void };

/** Holds local connections while there is no far end for them. */
export function createWaitingRoom(): WaitingRoom {
  const waiters = new Set<Waiter>();

  return {
    wait: (signal, deadline, late) =>
      new Promise((resolve, reject) => {
        signal.throwIfAborted();
        const settle = (act: () => void) => {
          waiters.delete(waiter);
          clearTimeout(timer);
          signal.removeEventListener('abort', onAbort);
          act();
        };
        const waiter: Waiter = {
          resolve: (far) => settle(() => resolve(far)),
          reject: (reason) => settle(() => reject(reason)),
        };
        const onAbort = () => waiter.reject(signal.reason as Error);
        const onDeadline = () => waiter.reject(late());
        const timer = setTimeout(onDeadline, Math.max(0, deadline - Date.now()));
        signal.addEventListener('abort', onAbort, { once: true });
        waiters.add(waiter);
      }),
    isEmpty: () => waiters.size === 0,
    serve(far) {
      const [first] = waiters;
      first?.resolve(far);
      return first !== undefined;
    },
    release() {
      for (const waiter of waiters) waiter.resolve();
    },
    empty(reason) {
      for (const waiter of waiters) waiter.reject(reason);
    },
  };
}
