import type { SessionState } from '../contract/session.ts';
import type { Action } from './actions.ts';
import { activityReducers } from './reduce/activity.ts';
import { accountsReducers } from './reduce/accounts.ts';
import { appReducers } from './reduce/app.ts';
import { catalogReducers } from './reduce/catalog.ts';
import { choicesReducers } from './reduce/choices.ts';
import { controlReducers } from './reduce/control.ts';
import { desktopReducers } from './reduce/desktop.ts';
import { doctorReducers } from './reduce/doctor.ts';
import { forwardsReducers } from './reduce/forwards.ts';
import { groupReducers } from './reduce/groups.ts';
import { inspectorReducers } from './reduce/inspector.ts';
import { kitReducers } from './reduce/kit.ts';
import type { Reducers } from './reduce/ground.ts';

const reducers: Reducers = {
  ...accountsReducers,
  ...catalogReducers,
  ...forwardsReducers,
  ...choicesReducers,
  ...groupReducers,
  ...appReducers,
  ...activityReducers,
  ...desktopReducers,
  ...kitReducers,
  ...inspectorReducers,
  ...controlReducers,
  ...doctorReducers,
};

/** Pure. Returns the same object where the action says nothing new, and keeps every entry that it does not change. */
export function reduce(state: SessionState, action: Action): SessionState {
  const reducer = reducers[action.type] as (state: SessionState, action: Action) => SessionState;
  return reducer(state, action);
}
