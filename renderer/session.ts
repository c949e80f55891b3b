import { createContext, useCallback, useContext, useRef, useSyncExternalStore } from 'react';
import type { Bridge, SessionMessage } from '../electron/contract/channels.ts';
import { apply } from '../electron/contract/patch.ts';
import type { CalmState, SessionState } from '../electron/contract/session.ts';
import { untilNext } from './ui/clock.ts';

/** The window's copy of the truth. */
export type SessionCopy = {
  /** Undefined until the first snapshot has arrived. */
  readonly read: () => SessionState | undefined;
  readonly subscribe: (changed: () => void) => () => void;
  /** Tells of every change but that of traffic: rates change four times a second, and next to nothing looks at them. */
  readonly subscribeCalm: (changed: () => void) => () => void;
  /** Tells twice a second at most, all at the same time, that traffic has changed. */
  readonly subscribeRates: (changed: () => void) => () => void;
  /** Starts to listen; the returned function ends it. The last state stays readable. */
  readonly open: () => () => void;
};

const RATES_MS = 500;

function makeWatchers() {
  const watchers = new Set<() => void>();
  return {
    size: () => watchers.size,
    tell: () => {
      for (const changed of watchers) changed();
    },
    subscribe: (changed: () => void) => {
      watchers.add(changed);
      return () => {
        watchers.delete(changed);
      };
    },
  };
}

function isCalm(before: SessionState, after: SessionState): boolean {
  return (Object.keys(after) as (keyof SessionState)[]).every((key) => key === 'traffic' || before[key] === after[key]);
}

/**
 * A patch fits only the revision before it. When one was missed the copy would be wrong from then on, so it listens anew
 * and gets a snapshot; until that arrives the last good state stays on the screen.
 */
export function makeSessionCopy(bridge: Bridge): SessionCopy {
  let state: SessionState | undefined;
  let revision = -1;
  const all = makeWatchers();
  const calm = makeWatchers();
  const rates = makeWatchers();
  let pulse: ReturnType<typeof setTimeout> | undefined;

  const beat = () => {
    pulse = undefined;
    rates.tell();
  };

  const take = (next: SessionState, at: number) => {
    revision = at;
    if (next === state) return;
    const before = state;
    state = next;
    all.tell();
    if (!before || !isCalm(before, next)) calm.tell();
    if (before?.traffic !== next.traffic && rates.size() > 0) pulse ??= setTimeout(beat, untilNext(RATES_MS));
  };

  const open = () => {
    let stop: (() => void) | undefined;
    let closed = false;

    const listen = () => {
      let synced = false;
      let stale = false;
      const end = bridge.listen((message: SessionMessage) => {
        if (stale || closed) return;
        if (message.kind === 'snapshot') {
          synced = true;
          take(message.state, message.revision);
        } else if (synced && state && message.revision === revision + 1) {
          take(apply(state, message.patch), message.revision);
        } else if (synced) {
          stale = true;
          stop?.();
          listen();
        }
      });
      stop = () => {
        stale = true;
        end();
      };
    };

    listen();
    return () => {
      closed = true;
      clearTimeout(pulse);
      pulse = undefined;
      stop?.();
    };
  };

  return {
    read: () => state,
    subscribe: all.subscribe,
    subscribeCalm: calm.subscribe,
    subscribeRates: rates.subscribe,
    open,
  };
}

export const SessionContext = createContext<SessionCopy | undefined>(undefined);

export function useSessionCopy(): SessionCopy {
  const copy = useContext(SessionContext);
  if (!copy) throw new Error('used outside of SessionContext');
  return copy;
}

/** Whether there is a state to show; everything below the check may use `useSession`. */
export function useSessionReady(): boolean {
  const copy = useSessionCopy();
  return useSyncExternalStore(copy.subscribeCalm, () => copy.read() !== undefined);
}

type Selection<T> = {
  readonly select: (state: SessionState) => T;
  readonly same: (a: T, b: T) => boolean;
};

function useSelected<T>(copy: SessionCopy, subscribe: SessionCopy['subscribe'], { select, same }: Selection<T>): T {
  const last = useRef<{ readonly value: T } | undefined>(undefined);
  const read = useCallback(() => {
    const state = copy.read();
    if (!state) throw new Error('read before the first snapshot');
    const value = select(state);
    if (last.current && same(last.current.value, value)) return last.current.value;
    last.current = { value };
    return value;
  }, [copy, select, same]);
  return useSyncExternalStore(subscribe, read);
}

/**
 * A part of the state. The component renders again only when `same` says that the part differs, so select what is shown
 * and nothing more; a selector that builds an object or array needs a `same` of its own, such as `shallow`.
 */
export function useSession<T>(select: (state: CalmState) => T, same: (a: T, b: T) => boolean = Object.is): T {
  const copy = useSessionCopy();
  return useSelected(copy, copy.subscribeCalm, { select, same });
}

/** The same for what traffic is part of, twice a second. */
export function useRates<T>(select: (state: SessionState) => T, same: (a: T, b: T) => boolean = Object.is): T {
  const copy = useSessionCopy();
  const both = useCallback(
    (changed: () => void) => {
      const stops = [copy.subscribeCalm(changed), copy.subscribeRates(changed)];
      return () => {
        for (const stop of stops) stop();
      };
    },
    [copy],
  );
  return useSelected(copy, both, { select, same });
}

/** Equal when both have the same entries, compared by identity. */
export function shallow(a: object, b: object): boolean {
  const before = Object.entries(a);
  const after = new Map(Object.entries(b));
  return before.length === after.size && before.every(([key, value]) => Object.is(value, after.get(key)));
}
