import type { SessionState } from '../contract/session.ts';
import type { Action, Dispatch } from './actions.ts';
import { reduce } from './reducer.ts';

type Subscriber = (next: SessionState, previous: SessionState, revision: number) => void;

export type Store = {
  readonly dispatch: Dispatch;
  readonly read: () => SessionState;
  /** Counts the changes since the start; an action that changes nothing has no revision. */
  readonly revision: () => number;
  /** Called once per revision, in order; a subscriber that comes while a revision is told hears of the next one. */
  readonly subscribe: (subscriber: Subscriber) => () => void;
};

const throwLater = (error: unknown) => {
  queueMicrotask(() => {
    throw error;
  });
};

/**
 * An action dispatched by a subscriber waits until all subscribers have seen the present one, so every reader sees each
 * revision once and in order. A subscriber that throws is told to `onError` and stops nobody else.
 */
export function createStore(initial: SessionState, onError: (error: unknown) => void = throwLater): Store {
  let state = initial;
  let revision = 0;
  let busy = false;
  const waiting: Action[] = [];
  const subscribers = new Set<Subscriber>();

  const step = (action: Action) => {
    const previous = state;
    state = reduce(previous, action);
    if (state === previous) return;
    revision += 1;
    for (const subscriber of Array.from(subscribers)) {
      if (!subscribers.has(subscriber)) continue;
      try {
        subscriber(state, previous, revision);
      } catch (error) {
        onError(error);
      }
    }
  };

  return {
    dispatch(action) {
      waiting.push(action);
      if (busy) return;
      busy = true;
      try {
        for (let next = waiting.shift(); next; next = waiting.shift()) step(next);
      } finally {
        busy = false;
      }
    },
    read: () => state,
    revision: () => revision,
    subscribe(subscriber) {
      // Wrapped, so that the same function given twice is two subscriptions.
      const entry: Subscriber = (next, previous, at) => subscriber(next, previous, at);
      subscribers.add(entry);
      return () => {
        subscribers.delete(entry);
      };
    },
  };
}
