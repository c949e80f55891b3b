import { randomUUID } from 'node:crypto';
import { SCOPES, type Control, type ControlRequest, type Scope } from '../contract/control.ts';
import { problem } from '../contract/problem.ts';
import type { Grants } from './grants.ts';
import type { Admission, VisitParts } from './visit.ts';

const MOST_WAITING = 3;
/** A program that was refused and asks again and again is not shown to the user any more in this run. */
const MOST_REFUSALS = 5;
/** Nor one that asks and leaves, again and again: each time takes the window to the front. */
const MOST_LEFT = 10;
const LEFT_WITHIN_MS = 10 * 60_000;

type Waiting = {
  readonly request: ControlRequest;
  readonly settle: (scopes: readonly Scope[] | undefined) => void;
};

type Parts = {
  readonly grants: Promise<Grants>;
  readonly change: (change: Partial<Control>) => void;
  readonly note: VisitParts['note'];
  /** The user has to see the question. */
  readonly showWindow: () => void;
};

/** Who comes in: known by token, or by the user's word. */
export function openReception({ grants: opened, change, note, showWindow }: Parts) {
  const waiting = new Map<string, Waiting>();
  let refusals = 0;
  let leftAt: readonly number[] = [];

  const isTiresome = () => {
    leftAt = leftAt.filter((at) => performance.now() - at < LEFT_WITHIN_MS);
    return waiting.size >= MOST_WAITING || refusals >= MOST_REFUSALS || leftAt.length >= MOST_LEFT;
  };

  const showWaiting = () =>
    change({
      requests: Object.fromEntries([...waiting].map(([id, { request }]) => [id, request])),
    });

  const ask = (name: string, scopes: readonly Scope[], signal: AbortSignal) =>
    new Promise<readonly Scope[] | undefined>((resolve) => {
      const id = randomUUID();
      const settle = (given: readonly Scope[] | undefined) => {
        signal.removeEventListener('abort', leave);
        waiting.delete(id);
        showWaiting();
        resolve(given);
      };
      const leave = () => {
        leftAt = [...leftAt, performance.now()];
        settle(undefined);
      };
      signal.addEventListener('abort', leave);
      waiting.set(id, { request: { id, name, scopes, at: Date.now() }, settle });
      showWaiting();
      showWindow();
    });

  const refused = (name: string): Admission => ({ kind: 'refused', problem: problem('control-refused', { name }) });

  const admit: VisitParts['admit'] = async ({ name, token, scopes }, tellWaiting, signal) => {
    const grants = await opened;
    const known = token === undefined ? undefined : grants.find(token, Date.now());
    // One that wants more than it was given asks anew; the user then sees both and may remove the old one.
    if (known && scopes.every((scope) => known.scopes.includes(scope))) {
      change({ clients: grants.clients() });
      return { kind: 'in', client: known };
    }
    if (isTiresome() || signal.aborted) return refused(name);
    tellWaiting();
    // What it was allowed before goes on with it.
    const wanted = SCOPES.filter((scope) => scopes.includes(scope) || known?.scopes.includes(scope));
    const given = await ask(name, wanted, signal);
    const allowed = wanted.filter((scope) => given?.includes(scope));
    if (signal.aborted) return refused(name);
    if (allowed.length === 0) {
      refusals += 1;
      note(name, 'let in', false);
      return refused(name);
    }
    if (known) grants.take(known.id);
    const { token: fresh, client } = grants.give(name, allowed, Date.now());
    change({ clients: grants.clients() });
    note(name, `let in: ${allowed.join(', ')}`, true);
    return { kind: 'in', client, token: fresh };
  };

  return {
    admit,
    answer: (id: string, scopes: readonly Scope[]) => waiting.get(id)?.settle(scopes),
  };
}
