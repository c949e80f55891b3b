import type { ForwardId } from '../../contract/forward.ts';
import { own } from '../records.ts';
import { askFirst } from './ask-first.ts';
import { gone, mayWish, type Ground, type TableOf } from './table.ts';

export type ForwardDeeds = { readonly retry: (ids?: readonly ForwardId[]) => void };

export function forwardCommands(
  { dispatch, read }: Ground,
  deeds: ForwardDeeds,
): TableOf<
  | 'forward.set'
  | 'forwards.set'
  | 'forward.retry'
  | 'forwards.stop-all'
  | 'forwards.pause'
  | 'forward.guard'
  | 'forward.ports'
  | 'forward.instance'
  | 'forward.place'
> {
  return {
    'forward.set': ({ id, on, confirmed }) => {
      if (!mayWish(read(), id)) throw gone(id);
      if (on) askFirst(read(), [id], confirmed);
      dispatch({ type: 'wished', id, on });
    },

    // What can be done is done; the answer names the first that cannot.
    'forwards.set': ({ ids, on, confirmed }) => {
      const state = read();
      if (on) askFirst(state, ids, confirmed);
      dispatch({ type: 'all-wished', ids: ids.filter((id) => mayWish(state, id)), on });
      const unknown = ids.find((id) => !mayWish(state, id));
      if (unknown !== undefined) throw gone(unknown);
    },

    'forward.retry': ({ id }) => {
      if (!own(read().forwards, id)) throw gone(id);
      deeds.retry([id]);
    },

    'forwards.stop-all': () => dispatch({ type: 'all-wished', ids: Object.keys(read().forwards), on: false }),

    'forwards.pause': () => dispatch({ type: 'paused' }),

    'forward.guard': ({ id, guard }) => {
      if (!own(read().forwards, id)) throw gone(id);
      dispatch({ type: 'guard-chosen', id, guard });
    },

    // What is chosen before the switch is on counts once it is.
    'forward.ports': ({ id, ports }) => {
      if (!mayWish(read(), id)) throw gone(id);
      dispatch({ type: 'ports-chosen', id, ...(ports && { ports }) });
    },

    'forward.instance': ({ id, instance }) => {
      if (!mayWish(read(), id)) throw gone(id);
      dispatch({ type: 'instance-chosen', id, ...(instance !== undefined && { instance }) });
    },

    'forward.place': ({ id, port, host, localPort }) => {
      if (!mayWish(read(), id)) throw gone(id);
      const choice = { ...(host !== undefined && { host }), ...(localPort !== undefined && { port: localPort }) };
      dispatch({ type: 'place-chosen', id, port, choice });
    },
  };
}
