import type { Account, AccountId } from '../contract/catalog.ts';
import { problem } from '../contract/problem.ts';
import type { SessionState } from '../contract/session.ts';
import type { Dispatch } from './actions.ts';

type ExpiryParts = {
  readonly dispatch: Dispatch;
  readonly read: () => SessionState;
  /** The time is over: whether the token is too is for the platform to say, since clocks differ. */
  readonly onExpired: (id: AccountId) => void;
};

const DAY_MS = 86_400_000;
const SOON_MS = 7 * DAY_MS;
/** Timers stand still while the computer sleeps, so the clock is looked at anew each time. */
const LOOK_MS = 60_000;

type Stage = 'fine' | 'soon' | 'today' | 'over';

function stageAt(at: number, now: number): Stage {
  if (!(at - now <= SOON_MS)) return 'fine';
  if (at <= now) return 'over';
  return at - now <= DAY_MS ? 'today' : 'soon';
}

const keyOf = (id: AccountId) => `token-expires/${id}`;

/** Warns of tokens that expire, once at each stage: what the user dismisses stays away until it is more urgent. */
export function watchExpiry({ dispatch, read, onExpired }: ExpiryParts) {
  const told = new Map<AccountId, { readonly at: number; readonly stage: Stage }>();

  const look = ({ id, name, state, expiresAt }: Account) => {
    const at = Date.parse(expiresAt ?? '');
    const stage = stageAt(at, Date.now());
    const before = told.get(id);
    if (before?.stage === stage && (before.at === at || stage === 'fine')) return;
    told.set(id, { at, stage });
    const key = keyOf(id);
    if (stage === 'soon' || stage === 'today') {
      const code = stage === 'soon' ? 'token-expires' : 'token-expires-today';
      dispatch({ type: 'problem-raised', key, problem: problem(code, { name, at }) });
    } else if (before) dispatch({ type: 'problem-healed', key });
    if (stage === 'over' && state === 'signed-in') onExpired(id);
  };

  const check = () => {
    const { accounts } = read();
    for (const account of Object.values(accounts)) look(account);
    for (const id of told.keys()) {
      if (accounts[id]) continue;
      told.delete(id);
      dispatch({ type: 'problem-healed', key: keyOf(id) });
    }
  };

  const timer = setInterval(check, LOOK_MS);
  timer.unref();
  return { check, close: () => clearInterval(timer) };
}
