import { isConnection, type Activity } from '../contract/activity.ts';
import type { Account } from '../contract/catalog.ts';
import type { Forward, Tunnel, TunnelId } from '../contract/forward.ts';
import { hostPort } from '../contract/loopback.ts';
import { addressOf, type SessionState } from '../contract/session.ts';
import { problemOf } from '../contract/status.ts';
import { own } from './records.ts';
import type { Store } from './store.ts';

export type Happening = Omit<Activity, 'id' | 'at'>;

export const portOf = ({ port }: Tunnel) => port.name || String(port.number);

/**
 * Of a port that has just opened: whether it had been open in this wish before, and since when it was waited for. Ids count
 * up, and whole numbers as keys stand in their order.
 */
function waited(
  state: SessionState,
  tunnel: Tunnel,
  forward: string,
): { readonly isBack: boolean; readonly at?: number } {
  let at: number | undefined;
  for (const entry of Object.values(state.activity).toReversed()) {
    if (entry.forward !== forward || (entry.tunnel !== undefined && entry.tunnel !== tunnel.id)) continue;
    if (isConnection(entry)) continue;
    if (entry.what === 'off') break;
    if (entry.what === 'on') return { isBack: false, at: entry.at };
    if (OPEN_KINDS.has(entry.what)) return { isBack: true, ...(at !== undefined && { at }) };
    at = entry.at;
  }
  return { isBack: false, ...(at !== undefined && { at }) };
}

/** Entries that tell of a port that works. */
const OPEN_KINDS: ReadonlySet<Activity['what']> = new Set(['opened', 'healed', 'cleared']);

function ofTunnel(before: Tunnel | undefined, after: Tunnel, state: SessionState, forward: string, now: number) {
  const about = { forward, tunnel: after.id, port: portOf(after) };
  const was = before?.status;
  const is = after.status;
  const happened: Happening[] = [];
  if (before?.instance !== undefined && after.instance !== undefined && before.instance !== after.instance)
    happened.push({ ...about, what: 'instance', from: before.instance, to: after.instance });

  const address = addressOf(after);
  const earlier = before && addressOf(before);
  if (address && earlier && hostPort(address) !== hostPort(earlier))
    happened.push({ ...about, what: 'moved', from: hostPort(earlier), to: hostPort(address) });

  const trouble = problemOf(after);
  const isNew = trouble !== undefined && trouble.code !== (before && problemOf(before)?.code);
  if (is.kind === 'open') {
    if (was?.kind !== 'open') {
      const { isBack, at } = waited(state, after, forward);
      const ms = at === undefined ? undefined : Math.max(0, now - at);
      const to = hostPort(is.address);
      happened.push({ ...about, what: isBack ? 'healed' : 'opened', to, ...(ms !== undefined && { ms }) });
    } else if (was.notice && !is.notice) happened.push({ ...about, what: 'cleared', problem: was.notice });
    if (is.notice && isNew) happened.push({ ...about, what: 'trouble', problem: is.notice });
  }
  if (is.kind === 'retrying' && (was?.kind === 'open' || isNew))
    happened.push({ ...about, what: was?.kind === 'open' ? 'lost' : 'trouble', problem: is.problem });
  if (is.kind === 'failed' && (was?.kind !== 'failed' || isNew))
    happened.push({ ...about, what: 'failed', problem: is.problem });
  return happened;
}

function ofForward(before: Forward | undefined, after: Forward, state: SessionState, now: number): Happening[] {
  const forward = after.id;
  const happened: Happening[] = [];
  const wasOn = before?.wish.on ?? false;
  if (wasOn !== after.wish.on) happened.push({ forward, what: after.wish.on ? 'on' : 'off' });
  const trouble = problemOf(after);
  if (trouble && trouble.code !== (before && problemOf(before)?.code))
    happened.push({ forward, what: after.status.kind === 'failed' ? 'failed' : 'trouble', problem: trouble });
  if (before?.tunnels === after.tunnels) return happened;
  const known: Readonly<Record<TunnelId, Tunnel>> = before?.tunnels ?? {};
  for (const tunnel of Object.values(after.tunnels)) {
    const earlier = own(known, tunnel.id);
    if (earlier !== tunnel) happened.push(...ofTunnel(earlier, tunnel, state, forward, now));
  }
  return happened;
}

const isLost = (account: Account | undefined) => account?.state === 'rejected' || account?.state === 'unreachable';

function ofAccount(before: Account | undefined, after: Account): Happening[] {
  const account = after.id;
  const { problem } = after;
  if (isLost(after) && before?.state !== after.state)
    return [{ account, what: 'account-lost', ...(problem && { problem }) }];
  return isLost(before) && after.state === 'signed-in' ? [{ account, what: 'account-back' }] : [];
}

/** What a reader of a diary would want to know of this step. Pure; `now` is in Unix milliseconds. */
function happenings(before: SessionState, after: SessionState, now: number): readonly Happening[] {
  const happened: Happening[] = [];
  if (before.online !== after.online) happened.push({ what: after.online ? 'online' : 'offline' });
  if (before.accounts !== after.accounts) {
    for (const account of Object.values(after.accounts)) {
      const earlier = own(before.accounts, account.id);
      if (earlier !== account) happened.push(...ofAccount(earlier, account));
    }
  }
  if (before.forwards === after.forwards) return happened;
  for (const forward of Object.values(after.forwards)) {
    const earlier = own(before.forwards, forward.id);
    if (earlier !== forward) happened.push(...ofForward(earlier, forward, before, now));
  }
  return happened;
}

export type Diary = {
  /** For what is not in the state. The entry's id. */
  readonly note: (what: Happening) => Activity;
  /** An entry of the last `note` as it is now; one that has made room already stays gone. */
  readonly amend: (entries: readonly Activity[]) => void;
  readonly close: () => void;
};

/** Writes the diary from now on: what was restored from the last run has not happened in this one. */
export function keepActivity(store: Pick<Store, 'subscribe' | 'dispatch'>, now: () => number = Date.now): Diary {
  let id = 0;
  const close = store.subscribe((next, previous) => {
    const at = now();
    const entries = happenings(previous, next, at).map((each) => ({ id: (id += 1), at, ...each }));
    if (entries.length > 0) store.dispatch({ type: 'happened', entries });
  });
  return {
    note(what) {
      const entry = { id: (id += 1), at: now(), ...what };
      store.dispatch({ type: 'happened', entries: [entry] });
      return entry;
    },
    amend: (entries) => store.dispatch({ type: 'happened', entries }),
    close,
  };
}
