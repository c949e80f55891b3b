import { filterBook, keep, own, put } from '../records.ts';
import { merge, type ReducersOf } from './ground.ts';

export const kitReducers: ReducersOf<'kit-read' | 'openers-found'> = {
  'kit-read': (state, { id, status }) => {
    if (status && own(state.forwards, id)) return merge(state, { kit: put(state.kit, [[id, status]]) });
    return merge(state, { kit: filterBook(state.kit, (_, key) => key !== id) });
  },

  'openers-found': (state, { openers }) => merge(state, { openers: keep(state.openers, openers) }),
};
