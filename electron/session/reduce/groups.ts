import { parseResourceKey } from '../../contract/catalog.ts';
import { makeForward, type Forward, type ForwardId, type Wish } from '../../contract/forward.ts';
import { isProduction } from '../../contract/production.ts';
import { restoreOf } from '../../contract/restore.ts';
import type { SessionState } from '../../contract/session.ts';
import type { Saved } from '../saved.ts';
import { filterBook, keep, own, put } from '../records.ts';
import { merge, without, type ReducersOf } from './ground.ts';

/** A list that is longer than one glance is a second catalogue. */
const MOST_RECENT = 12;

/** The forward's wish as this makes it; also for a forward that was never on. */
function withWish(state: SessionState, id: ForwardId, change: (wish: Wish) => Wish): SessionState {
  const target = parseResourceKey(id);
  const known = own(state.forwards, id) ?? (target && makeForward(target, id));
  if (!known) return state;
  return merge(state, {
    forwards: put(state.forwards, [[id, { ...known, wish: keep(known.wish, change(known.wish)) }]]),
  });
}

/** Local ports and the policy at launch stay: they belong to this computer. */
function withoutChoice({ ports: _ports, instance: _instance, paused: _paused, ...rest }: Wish): Wish {
  return rest;
}

const dropped = (list: readonly ForwardId[], ids: ReadonlySet<ForwardId>) =>
  list.some((id) => ids.has(id)) ? list.filter((id) => !ids.has(id)) : list;

/** Whoever answers for a forward by hand is not asked about it any more. */
export function answered(state: SessionState, ids: readonly ForwardId[]): SessionState {
  const { restorable, heldBack } = state;
  const set = new Set(ids);
  return merge(state, { restorable: dropped(restorable, set), heldBack: dropped(heldBack, set) });
}

/** The forwards of the last run as each one's policy wants them: on, off, or to be asked about. */
export function withRestored(state: SessionState, wishes: Saved['wishes']): SessionState {
  const forwards: [ForwardId, Forward][] = [];
  const restorable: ForwardId[] = [];
  const heldBack: ForwardId[] = [];
  for (const [id, wish] of Object.entries(wishes)) {
    const target = parseResourceKey(id);
    if (!target || !own(state.accounts, target.accountId)) continue;
    const policy = wish.on ? restoreOf(state, id, wish) : 'never';
    if (policy === 'ask') restorable.push(id);
    if (wish.on && policy === 'never' && wish.restore === undefined && isProduction(state, id)) heldBack.push(id);
    const restored: Wish = policy === 'always' ? wish : { ...without(wish, 'stopsAt'), on: false };
    forwards.push([id, { ...makeForward(target, id), wish: restored }]);
  }
  return merge(state, {
    forwards: put(state.forwards, forwards),
    restorable: keep(state.restorable, restorable),
    heldBack: keep(state.heldBack, heldBack),
  });
}

export const groupReducers: ReducersOf<
  | 'favourite-set'
  | 'used'
  | 'profile-saved'
  | 'profile-deleted'
  | 'project-marked'
  | 'choices-wished'
  | 'restore-chosen'
  | 'stop-after-chosen'
  | 'stop-planned'
  | 'restorable-dropped'
  | 'confirmation'
  | 'proposed'
> = {
  'favourite-set': (state, { id, on, at }) =>
    merge(state, {
      favourites: on
        ? put(state.favourites, own(state.favourites, id) === undefined ? [[id, at]] : [])
        : filterBook(state.favourites, (_, key) => key !== id),
    }),

  used: (state, { ids, at }) => {
    const all = put(
      state.recent,
      ids.map((id) => [id, at]),
    );
    const oldest = Object.values(all).sort((a, b) => b - a)[MOST_RECENT - 1] ?? -Infinity;
    const newest = new Set(
      Object.entries(all)
        .filter(([, time]) => time >= oldest)
        .slice(-MOST_RECENT)
        .map(([id]) => id),
    );
    return merge(state, { recent: filterBook(all, (_, id) => newest.has(id)) });
  },

  'profile-saved': (state, { profile }) => merge(state, { profiles: put(state.profiles, [[profile.id, profile]]) }),

  'profile-deleted': (state, { id }) => merge(state, { profiles: filterBook(state.profiles, (_, key) => key !== id) }),

  'project-marked': (state, { key, mark }) =>
    merge(state, {
      marks: mark ? put(state.marks, [[key, mark]]) : filterBook(state.marks, (_, each) => each !== key),
    }),

  'choices-wished': (state, { choices }) => {
    let next = state;
    for (const [id, choice] of Object.entries(choices)) {
      next = withWish(next, id, (wish) => ({ ...withoutChoice(wish), ...choice, on: true }));
    }
    return answered(next, Object.keys(choices));
  },

  'restore-chosen': (state, { id, restore }) =>
    withWish(state, id, (wish) => ({ ...without(wish, 'restore'), ...(restore && { restore }) })),

  // The time that runs is planned anew from now, by whoever plans it.
  'stop-after-chosen': (state, { id, minutes }) =>
    withWish(state, id, (wish) => ({
      ...without(without(wish, 'stopAfterMinutes'), 'stopsAt'),
      ...(minutes !== undefined && { stopAfterMinutes: minutes }),
    })),

  'stop-planned': (state, { id, at }) =>
    own(state.forwards, id)?.wish.on ? withWish(state, id, (wish) => ({ ...wish, stopsAt: at })) : state,

  'restorable-dropped': (state) => merge(state, { restorable: state.restorable.length > 0 ? [] : state.restorable }),

  confirmation: (state, { confirmation }) => merge(state, { confirmation: keep(state.confirmation, confirmation) }),

  proposed: (state, { proposal }) => merge(state, { proposal: keep(state.proposal, proposal) }),
};
