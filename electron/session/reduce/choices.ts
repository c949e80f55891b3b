import { parseResourceKey } from '../../contract/catalog.ts';
import { makeForward, type ForwardId, type LocalChoice, type Wish } from '../../contract/forward.ts';
import type { SessionState } from '../../contract/session.ts';
import { keep, own, put } from '../records.ts';
import { merge, without, type ReducersOf } from './ground.ts';

/** Also of a forward that is off: it is remembered for when it is switched on. */
function withWish(state: SessionState, id: ForwardId, change: (wish: Wish) => Wish): SessionState {
  const target = parseResourceKey(id);
  const known = own(state.forwards, id) ?? (target && makeForward(target, id));
  if (!known) return state;
  const forward = { ...known, wish: keep(known.wish, change(known.wish)) };
  return merge(state, { forwards: put(state.forwards, [[id, forward]]) });
}

function withPlace(wish: Wish, port: number, choice: LocalChoice): Wish {
  const isAutomatic = choice.host === undefined && choice.port === undefined;
  const { [port]: _, ...others } = wish.local ?? {};
  const local = isAutomatic ? others : { ...others, [port]: choice };
  return { ...without(wish, 'local'), ...(Object.keys(local).length > 0 && { local }) };
}

export const choicesReducers: ReducersOf<'guard-chosen' | 'ports-chosen' | 'instance-chosen' | 'place-chosen'> = {
  'guard-chosen': (state, { id, guard }) =>
    own(state.forwards, id) ? withWish(state, id, (wish) => ({ ...wish, guard })) : state,

  'ports-chosen': (state, { id, ports }) =>
    withWish(state, id, (wish) => ({
      ...without(wish, 'ports'),
      ...(ports && { ports: ports.toSorted((a, b) => a - b) }),
    })),

  'instance-chosen': (state, { id, instance }) =>
    withWish(state, id, (wish) => ({ ...without(wish, 'instance'), ...(instance !== undefined && { instance }) })),

  'place-chosen': (state, { id, port, choice }) => withWish(state, id, (wish) => withPlace(wish, port, choice)),
};
