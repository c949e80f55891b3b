import type { ForwardId } from '../../contract/forward.ts';
import { own } from '../records.ts';
import { gone, mayWish, type Ground, type TableOf } from './table.ts';

export type ForwardDeeds = { readonly retry: (ids?: readonly ForwardId[]) => void };

export function forwardCommands(
  { dispatch, read }: Ground,
  deeds: ForwardDeeds,
): TableOf<'forward.set' | 'forwards.set' | 'forward.retry' | 'forwards.stop-all' | 'forward.guard'> {
  return {
    'forward.set': ({ id, on }) => {
      if (!mayWish(read(), id)) throw gone(id);
      dispatch({ type: 'wished', id, on });
    },

    // What can be done is done; the answer names the first that cannot.
    'forwards.set': ({ ids, on }) => {
      const state = read();
      dispatch({ type: 'all-wished', ids: ids.filter((id) => mayWish(state, id)), on });
      const unknown = ids.find((id) => !mayWish(state, id));
      if (unknown !== undefined) throw gone(unknown);
    },

    'forward.retry': ({ id }) => {
      if (!own(read().forwards, id)) throw gone(id);
      deeds.retry([id]);
    },

    'forwards.stop-all': () => dispatch({ type: 'all-wished', ids: Object.keys(read().forwards), on: false }),

    'forward.guard': ({ id, guard }) => {
      if (!own(read().forwards, id)) throw gone(id);
      dispatch({ type: 'guard-chosen', id, guard });
    },
  };
}
