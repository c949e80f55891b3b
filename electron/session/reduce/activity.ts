import { isConnection, MOST_ACTIVITIES, MOST_CONNECTION_ACTIVITIES, type Activity } from '../../contract/activity.ts';
import { own, put } from '../records.ts';
import { merge, type ReducersOf } from './ground.ts';

/** The newest of each kind, in their order. */
function bounded(entries: readonly Activity[]): readonly Activity[] {
  let spare = entries.filter(isConnection).length - MOST_CONNECTION_ACTIVITIES;
  const kept = spare <= 0 ? entries : entries.filter((entry) => !isConnection(entry) || (spare -= 1) < 0);
  return kept.slice(-MOST_ACTIVITIES);
}

export const activityReducers: ReducersOf<'happened'> = {
  happened: (state, { entries }) => {
    const known = entries.filter(({ id }) => own(state.activity, String(id)));
    const amended = put(
      state.activity,
      known.map((entry) => [String(entry.id), entry]),
    );
    const last = Object.values(amended).at(-1)?.id ?? 0;
    const news = entries.filter(({ id }) => id > last);
    if (news.length === 0) return amended === state.activity ? state : merge(state, { activity: amended });
    const kept = bounded([...Object.values(amended), ...news]);
    return merge(state, { activity: Object.fromEntries(kept.map((entry) => [entry.id, entry])) });
  },
};
