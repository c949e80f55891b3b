import { keep } from '../records.ts';
import { merge, type ReducersOf } from './ground.ts';

export const desktopReducers: ReducersOf<'desktop-changed'> = {
  'desktop-changed': (state, { change }) => {
    const given = Object.entries({ ...state.desktop, ...change }).filter(([, value]) => value !== undefined);
    return merge(state, { desktop: keep(state.desktop, Object.fromEntries(given) as typeof state.desktop) });
  },
};
