import { resourceName } from '../contract/catalog.ts';
import type { Place } from '../contract/desktop.ts';
import type { Forward, ForwardId } from '../contract/forward.ts';
import type { SessionState } from '../contract/session.ts';
import { summarise, troubleOf, type Summary } from '../contract/status.ts';
import { noticeText } from '../contract/text/notices.ts';

/** `topic`: a newer notice takes the place of an older one on the same. */
export type Notice = {
  readonly topic: string;
  readonly title: string;
  readonly body: string;
  readonly place?: Place;
};

/** What has to be remembered between two looks. */
export type Memory = {
  readonly before: SessionState;
  /** Forwards that were up and are not, since when, and whether that was told. */
  readonly lost: Readonly<Record<ForwardId, { readonly since: number; readonly told: boolean }>>;
  /** Nobody saw this start, and it has not been told yet which forwards it left off. */
  readonly isStart?: boolean;
  /** Set while a start without a window waits to be summed up, at the latest then. */
  readonly launchDueAt?: number;
};

type Look = { readonly state: SessionState; readonly now: number };

/** How long a start without a window may take before it is summed up as it is. */
const LAUNCH_MS = 30_000;
/** Of several ports one is lost before the other: partial is on the way from up to down. */
const UP: ReadonlySet<Summary> = new Set<Summary>(['live', 'checking', 'partial']);
const DOWN: ReadonlySet<Summary> = new Set<Summary>(['retrying', 'failed']);

export function beginNotices({ state, now }: Look, startedHidden: boolean): Memory {
  const isAny = Object.values(state.forwards).some(({ wish }) => wish.on);
  const launchDueAt = now + LAUNCH_MS;
  return { before: state, lost: {}, ...(startedHidden && { isStart: true, ...(isAny && { launchDueAt }) }) };
}

/** What is worth a notice in the step from the last look to this one. Whether anybody has to be told is not asked here. */
export function nextNotices(memory: Memory, look: Look): { readonly memory: Memory; readonly notices: Notice[] } {
  const lost = nextLost(memory, look);
  const launch = launched(memory, look);
  const { launchDueAt } = memory;
  const isWaiting = launchDueAt !== undefined && !launch.isOver;
  return {
    memory: { before: look.state, lost: lost.lost, ...(isWaiting && { launchDueAt }) },
    notices: [
      ...(memory.isStart === true ? leftOff(look.state) : []),
      ...launch.notices,
      ...signIns(memory.before, look.state),
      ...stopped(memory.before, look),
      ...lost.notices,
    ],
  };
}

/** Whether time alone may bring a notice. */
export const isWaiting = ({ lost, launchDueAt }: Memory): boolean =>
  launchDueAt !== undefined || Object.values(lost).some(({ told }) => !told);

const nameOf = (state: SessionState, { id }: Forward) => resourceName(state.resources[id], id);
const placeOf = (forwards: readonly Forward[]): { readonly place?: Place } => {
  const [only, ...others] = forwards;
  return only && others.length === 0 ? { place: { kind: 'resource', key: only.id } } : {};
};

function nextLost({ before, lost }: Memory, { state, now }: Look) {
  const next: Record<ForwardId, { since: number; told: boolean }> = {};
  for (const forward of Object.values(state.forwards)) {
    const { id } = forward;
    if (!forward.wish.on || !DOWN.has(summarise(forward))) continue;
    const old = before.forwards[id];
    const wasUp = old !== undefined && UP.has(summarise(old));
    // A computer without a network says so itself; the time counts from when it has one again.
    if (lost[id]) next[id] = state.online || lost[id].told ? lost[id] : { since: now, told: false };
    else if (wasUp) next[id] = { since: now, told: false };
  }
  const afterMs = state.settings.noticeAfterSeconds * 1000;
  const due = state.online
    ? Object.values(state.forwards).filter(({ id }) => {
        const entry = next[id];
        return entry !== undefined && !entry.told && now - entry.since >= afterMs;
      })
    : [];
  for (const { id } of due) next[id] = { since: next[id]?.since ?? now, told: true };
  // It takes the place of the one before, and so tells again of those that are still lost.
  const lostNow = Object.values(state.forwards).filter(({ id }) => next[id]?.told === true);
  const [first] = due;
  const names = lostNow.map((forward) => nameOf(state, forward));
  const notices: Notice[] = first
    ? [{ topic: 'lost', ...noticeText().lost(names, troubleOf(first)), ...placeOf(lostNow) }]
    : [];
  return { lost: next, notices };
}

function signIns(before: SessionState, state: SessionState): Notice[] {
  return Object.values(state.accounts)
    .filter(({ id, state: is }) => is === 'rejected' && before.accounts[id] && before.accounts[id].state !== 'rejected')
    .map(({ id, name, problem }) => ({
      topic: `sign-in ${id}`,
      ...noticeText().signIn(name, problem),
      place: { kind: 'sign-in', accountId: id },
    }));
}

function stopped(before: SessionState, { state, now }: Look): Notice[] {
  const ended = Object.values(state.forwards).filter(({ id, wish }) => {
    const old = before.forwards[id]?.wish;
    return old?.on === true && !wish.on && !wish.paused && old.stopsAt !== undefined && old.stopsAt <= now;
  });
  const names = ended.map((forward) => nameOf(state, forward));
  return ended.length > 0 ? [{ topic: 'stopped', ...noticeText().stopped(names), ...placeOf(ended) }] : [];
}

/** What a start that nobody saw left off, though it was on before. */
function leftOff(state: SessionState): Notice[] {
  const of = (ids: readonly ForwardId[]) => ids.flatMap((id) => state.forwards[id] ?? []);
  const [heldBack, restorable] = [of(state.heldBack), of(state.restorable)];
  const names = (forwards: readonly Forward[]) => forwards.map((forward) => nameOf(state, forward));
  return [
    ...(heldBack.length > 0
      ? [{ topic: 'held back', ...noticeText().heldBack(names(heldBack)), ...placeOf(heldBack) }]
      : []),
    // Answered in the banner of any page.
    ...(restorable.length > 0 ? [{ topic: 'restorable', ...noticeText().restorable(names(restorable)) }] : []),
  ];
}

function launched({ launchDueAt }: Memory, { state, now }: Look) {
  const wished = Object.values(state.forwards).filter(({ wish }) => wish.on);
  const live = wished.filter((forward) => summarise(forward) === 'live').length;
  const isOver = launchDueAt === undefined || live === wished.length || now >= launchDueAt;
  const isNews = launchDueAt !== undefined && isOver && wished.length > 0;
  const notices: Notice[] = isNews ? [{ topic: 'launch', ...noticeText().launched(live, wished.length) }] : [];
  return { isOver, notices };
}
