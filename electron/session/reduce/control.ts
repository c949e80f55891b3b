import { keep } from '../records.ts';
import { merge, type ReducersOf } from './ground.ts';

const MOST_ENTRIES = 200;

export const controlReducers: ReducersOf<'control-changed' | 'control-noted'> = {
  'control-changed': (state, { change }) =>
    merge(state, { control: keep(state.control, { ...state.control, ...change }) }),

  'control-noted': (state, { entry }) =>
    state.control.entries.some(({ id }) => id === entry.id)
      ? state
      : merge(state, {
          control: { ...state.control, entries: [...state.control.entries, entry].slice(-MOST_ENTRIES) },
        }),
};
