import { MOST_ACTIVITIES } from '../../contract/activity.ts';
import { merge, type ReducersOf } from './ground.ts';

export const activityReducers: ReducersOf<'happened'> = {
  happened: (state, { entries }) => {
    const known = Object.values(state.activity);
    const last = known.at(-1)?.id ?? 0;
    const news = entries.filter(({ id }) => id > last);
    if (news.length === 0) return state;
    const kept = [...known, ...news].slice(-MOST_ACTIVITIES);
    return merge(state, { activity: Object.fromEntries(kept.map((entry) => [entry.id, entry])) });
  },
};
