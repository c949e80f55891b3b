import { createContext, useContext } from 'react';
import type { Traffic, TunnelId } from '../../electron/contract/forward.ts';
import type { SessionCopy } from '../session.ts';

export const SPAN_S = 60;

/** Rates of one second; the newest sample of a second stands for it. */
type Entry = { readonly second: number; readonly rateIn: number; readonly rateOut: number };

/** The last minute of every tunnel's traffic, gathered from what the session brings anyway. */
export type History = {
  readonly record: (traffic: Readonly<Record<TunnelId, Traffic>>, now: number) => void;
  /** One total rate per second, old to new, ending at `now`; undefined before anything was known. */
  readonly read: (id: TunnelId, now: number) => readonly (number | undefined)[];
};

const secondOf = (ms: number) => Math.floor(ms / 1000);

export function makeHistory(): History {
  const entries = new Map<TunnelId, Entry[]>();
  const last = new Map<TunnelId, Traffic>();
  return {
    record(traffic, now) {
      const second = secondOf(now);
      for (const id of entries.keys()) {
        if (traffic[id]) continue;
        entries.delete(id);
        last.delete(id);
      }
      for (const [id, sample] of Object.entries(traffic)) {
        if (last.get(id) === sample) continue;
        last.set(id, sample);
        const list = entries.get(id) ?? [];
        if (list.at(-1)?.second === second) list.pop();
        list.push({ second, rateIn: sample.rateIn, rateOut: sample.rateOut });
        // The entry before the span is kept: it still holds at the span's begin.
        while ((list[1]?.second ?? second) <= second - SPAN_S) list.shift();
        entries.set(id, list);
      }
    },
    /** A sample holds until the next one comes: an unchanged counter is not sent again. */
    read(id, now) {
      const list = entries.get(id) ?? [];
      const end = secondOf(now);
      const values: (number | undefined)[] = [];
      let at = 0;
      let value: number | undefined;
      for (let second = end - SPAN_S + 1; second <= end; second += 1) {
        for (let entry = list[at]; entry && entry.second <= second; entry = list[at]) {
          value = entry.rateIn + entry.rateOut;
          at += 1;
        }
        values.push(value);
      }
      return values;
    },
  };
}

/** Records until the returned function is called. */
export function follow(history: History, copy: SessionCopy): () => void {
  const take = () => {
    const state = copy.read();
    if (state) history.record(state.traffic, Date.now());
  };
  take();
  return copy.subscribe(take);
}

export const HistoryContext = createContext<History>(makeHistory());

export function useHistory(): History {
  return useContext(HistoryContext);
}
