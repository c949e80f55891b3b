import { Failure } from '../../contract/failure.ts';
import type { ForwardId } from '../../contract/forward.ts';
import { choiceOf, type Choice, isSameName, type Profile, type ProfileId } from '../../contract/profile.ts';
import type { SessionState } from '../../contract/session.ts';
import { own } from '../records.ts';
import { askFirst } from './ask-first.ts';
import { gone, mayWish, type Ground, type TableOf } from './table.ts';

const isOn = (state: SessionState, id: ForwardId) => own(state.forwards, id)?.wish.on === true;

function profileOf(state: SessionState, id: ProfileId): Profile {
  const profile = own(state.profiles, id);
  if (!profile) throw new Failure('profile-gone');
  return profile;
}

export function refuseTakenName(state: SessionState, name: string, id: ProfileId): void {
  const isTaken = Object.values(state.profiles).some((each) => each.id !== id && isSameName(each.name, name));
  if (isTaken) throw new Failure('profile-name-taken', { args: { name } });
}

/** What is known, with the choice that is kept already or else the one that the forward has now. */
function entriesOf(state: SessionState, ids: readonly ForwardId[], kept: Profile['entries']): Profile['entries'] {
  const entries = ids.flatMap((id): [ForwardId, Choice][] => {
    const choice = own(kept, id) ?? (mayWish(state, id) ? choiceOf(own(state.forwards, id)?.wish ?? {}) : undefined);
    return choice ? [[id, choice]] : [];
  });
  return Object.fromEntries(entries);
}

export function groupCommands({
  dispatch,
  read,
}: Ground): TableOf<
  | 'favourite.set'
  | 'project.mark'
  | 'profile.create'
  | 'profile.change'
  | 'profile.delete'
  | 'profile.set'
  | 'forward.restore'
  | 'forward.stop-after'
  | 'forwards.restore'
  | 'confirmation.dismiss'
> {
  return {
    'favourite.set': ({ id, on }) => {
      if (on && !mayWish(read(), id)) throw gone(id);
      dispatch({ type: 'favourite-set', id, on, at: Date.now() });
    },

    'project.mark': ({ key, as }) => dispatch({ type: 'project-marked', key, ...(as !== 'auto' && { mark: as }) }),

    'profile.create': ({ id, name, ids }) => {
      const state = read();
      if (own(state.profiles, id)) throw new Failure('profile-name-taken', { args: { name } });
      refuseTakenName(state, name, id);
      dispatch({ type: 'profile-saved', profile: { id, name, entries: entriesOf(state, ids, {}) } });
    },

    'profile.change': ({ id, name, ids }) => {
      const state = read();
      const known = profileOf(state, id);
      if (name !== undefined) refuseTakenName(state, name, id);
      const entries = ids ? entriesOf(state, ids, known.entries) : known.entries;
      dispatch({ type: 'profile-saved', profile: { ...known, name: name ?? known.name, entries } });
    },

    'profile.delete': ({ id }) => dispatch({ type: 'profile-deleted', id }),

    // On: what is on already is left as it is. Off: all of it, whatever else they belong to.
    'profile.set': ({ id, on, confirmed }) => {
      const state = read();
      const { entries } = profileOf(state, id);
      const ids = Object.keys(entries);
      if (!on) {
        dispatch({ type: 'all-wished', ids, on: false });
        return;
      }
      askFirst(state, ids, confirmed);
      const known = Object.entries(entries).filter(([each]) => mayWish(state, each) && !isOn(state, each));
      dispatch({ type: 'choices-wished', choices: Object.fromEntries(known) });
      const unknown = ids.find((each) => !mayWish(state, each));
      if (unknown !== undefined) throw gone(unknown);
    },

    'forward.restore': ({ id, restore }) => {
      if (!mayWish(read(), id)) throw gone(id);
      dispatch({ type: 'restore-chosen', id, ...(restore !== 'default' && { restore }) });
    },

    'forward.stop-after': ({ id, minutes }) => {
      if (!mayWish(read(), id)) throw gone(id);
      dispatch({ type: 'stop-after-chosen', id, ...(minutes > 0 && { minutes }) });
    },

    'forwards.restore': ({ on, confirmed }) => {
      const state = read();
      if (on) askFirst(state, state.restorable, confirmed);
      dispatch(on ? { type: 'all-wished', ids: state.restorable, on } : { type: 'restorable-dropped' });
    },

    'confirmation.dismiss': () => dispatch({ type: 'confirmation', confirmation: { state: 'none' } }),
  };
}
