import { filterBook, keep, own, put } from '../records.ts';
import { merge, type ReducersOf } from './ground.ts';

export const inspectorReducers: ReducersOf<'inspected'> = {
  inspected: (state, { change, requests }) => {
    const given = Object.entries({ ...state.inspector, ...change }).filter(([, value]) => value !== undefined);
    const left = filterBook(state.requests, (_, id) => own(requests, id) !== undefined);
    return merge(state, {
      inspector: keep(state.inspector, Object.fromEntries(given) as typeof state.inspector),
      requests: put(left, Object.entries(requests)),
    });
  },
};
