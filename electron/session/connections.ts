import type { Activity } from '../contract/activity.ts';
import type { LocalAddress, TunnelId } from '../contract/forward.ts';
import { plainLine } from '../contract/plain-line.ts';
import type { Problem } from '../contract/problem.ts';
import { portOf, type Diary, type Happening } from './activity.ts';
import { own } from './records.ts';
import type { Store } from './store.ts';

export type Program = { readonly program?: string; readonly pid?: number };

type Parts = {
  readonly diary: Pick<Diary, 'note' | 'amend'>;
  readonly read: Store['read'];
  /** Whose end of a connection this is; undefined where nobody can say. Never rejects. */
  readonly programAt: (peer: LocalAddress) => Promise<Program | undefined>;
  readonly now?: () => number;
};

/** Events of one kind that come closer together than this are one entry. */
const TOGETHER_MS = 60_000;
/** An entry that goes on for longer is begun anew, since the list is read from its newest end. */
const LONGEST_MS = 10 * 60_000;
/** How often an entry that counts up is told. */
const TOLD_MS = 1000;

type Group = { entry: Activity; isTold: boolean };

/** Of a program's name, which is its own words. */
const MOST_CHARACTERS = 64;

const isOver = ({ at, until = at }: Activity, now: number) => now - until >= TOGETHER_MS || now - at >= LONGEST_MS;

const named = ({ program, pid }: Program): Program => ({
  ...(program && { program: plainLine(program).slice(0, MOST_CHARACTERS) }),
  ...(pid !== undefined && { pid }),
});

/**
 * Notes which programs connect and which of their connections fail. A storm of them is one entry that counts up, told once
 * a second; see `docs/decisions/0041-connections-in-the-diary.md`.
 */
export function noteConnections({ diary, read, programAt, now = Date.now }: Parts) {
  const groups = new Map<string, Group>();
  /** Of connections that are open, while and after it is looked up who came. */
  const programs = new Map<string, Promise<Program | undefined>>();
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;

  function tell(): void {
    timer = undefined;
    const untold = [...groups.values()].filter(({ isTold }) => !isTold);
    for (const group of untold) group.isTold = true;
    if (untold.length > 0) diary.amend(untold.map(({ entry }) => entry));
  }

  function add(tunnel: TunnelId, what: Happening['what'], who: Program | undefined, problem?: Problem): void {
    if (isClosed) return;
    const key = JSON.stringify([what, tunnel, problem?.code ?? who?.program]);
    const at = now();
    const group = groups.get(key);
    if (group && !isOver(group.entry, at)) {
      const { program, pid, count = 1, ...entry } = group.entry;
      const isSameProgram = program === who?.program;
      group.entry = {
        ...entry,
        ...(isSameProgram && program !== undefined && { program }),
        ...(isSameProgram && pid !== undefined && pid === who?.pid && { pid }),
        count: count + 1,
        until: at,
      };
      group.isTold = false;
      timer ??= setTimeout(tell, TOLD_MS);
      return;
    }
    const forward = Object.values(read().forwards).find(({ tunnels }) => own(tunnels, tunnel));
    const found = forward && own(forward.tunnels, tunnel);
    if (!found) return;
    for (const [known, { entry, isTold }] of groups) if (isTold && isOver(entry, at)) groups.delete(known);
    const about = { what, forward: forward.id, tunnel, port: portOf(found), ...who, ...(problem && { problem }) };
    groups.set(key, { entry: diary.note(about), isTold: true });
  }

  return {
    onPeer(tunnel: TunnelId, { number, peer }: { readonly number: number; readonly peer: LocalAddress }): void {
      const key = `${tunnel}#${number}`;
      const looked = programAt(peer).then((who) => who && named(who));
      programs.set(key, looked);
      void looked.then((who) => who && add(tunnel, 'connected', who));
    },
    onConnection(
      tunnel: TunnelId,
      what: 'accepted' | 'closed',
      end?: { readonly number: number; readonly problem?: Problem },
    ): void {
      if (what !== 'closed' || !end) return;
      const key = `${tunnel}#${end.number}`;
      const looked = programs.get(key);
      programs.delete(key);
      const { problem } = end;
      if (problem) void Promise.resolve(looked).then((who) => add(tunnel, 'connection-failed', who, problem));
    },
    close(): void {
      isClosed = true;
      clearTimeout(timer);
    },
  };
}
