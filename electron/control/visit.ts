import type { Socket } from 'node:net';
import type { ControlClient, Scope } from '../contract/control.ts';
import { toProblem } from '../contract/failure.ts';
import { describe, problem, type Problem } from '../contract/problem.ts';
import { noteOf } from './calls.ts';
import { readLines, writeLine } from './lines.ts';
import { Call, Challenge, Hello, scopeOf, type Answer } from './protocol.ts';
import { report } from './report.ts';
import type { SessionState } from '../contract/session.ts';

const HELLO_MS = 5000;
/** Status changes within this time are told once. */
const TELL_MS = 100;
/** A client that does not read what it asked for is let go, */
const MOST_UNREAD_BYTES = 4 * 1024 * 1024;
/** and so is one that goes on asking without waiting for answers, be it for the user's. */
const MOST_UNDONE = 100;

export type Admission =
  | { readonly kind: 'in'; readonly client: ControlClient; readonly token?: string }
  | { readonly kind: 'refused'; readonly problem: Problem };

export type VisitParts = {
  readonly socket: Socket;
  readonly version: string;
  /** What shows that this is the app which wrote where it listens. */
  readonly prove: (challenge: string) => string;
  /** Settles when the token is known, or the user has answered; `waiting` is called where the user has to. */
  readonly admit: (
    hello: { readonly name: string; readonly token?: string; readonly scopes: readonly Scope[] },
    waiting: () => void,
    signal: AbortSignal,
  ) => Promise<Admission>;
  readonly call: (call: Call) => Promise<unknown>;
  /** Called before a leased switch, after it, and when the connection ends. */
  readonly lease: (ids: readonly string[]) => void;
  readonly settleLease: () => void;
  readonly unlease: () => void;
  readonly note: (name: string, what: string, ok: boolean) => void;
  readonly read: () => SessionState;
  readonly subscribe: (listener: () => void) => () => void;
};

/** One connection of a program: who it is first, then its calls in the order they come. */
export function receiveVisit(parts: VisitParts) {
  const { socket, version, prove, admit, call, lease, settleLease, unlease, note, read, subscribe } = parts;
  const left = new AbortController();
  let client: ControlClient | undefined;
  let said = false;
  let isChallenged = false;
  let unwatch: (() => void) | undefined;
  let timer: NodeJS.Timeout | undefined;
  const helloTimer = setTimeout(() => socket.destroy(), HELLO_MS);

  const tell = (answer: Answer) => {
    if (socket.writableLength > MOST_UNREAD_BYTES) socket.destroy();
    else writeLine(socket, answer);
  };
  const refuse = (given: Problem, id?: number) =>
    tell({ ...(id !== undefined && { id }), problem: { ...given, message: describe(given, 'en').text } });

  /** Ours to end: one that keeps its side open would keep its place. */
  const dismiss = (given: Problem) => {
    refuse(given);
    socket.destroySoon();
  };

  const greet = async (value: unknown): Promise<void> => {
    clearTimeout(helloTimer);
    const { data } = Hello.safeParse(value);
    if (!data) {
      dismiss(problem('control-unreadable'));
      return;
    }
    const admission = await admit(data.hello, () => tell({ waiting: true }), left.signal);
    if (socket.destroyed) return;
    if (admission.kind === 'refused') {
      dismiss(admission.problem);
      return;
    }
    ({ client } = admission);
    const { token } = admission;
    tell({ welcome: { version, scopes: client.scopes, ...(token !== undefined && { token }) } });
  };

  const watch = () => {
    let told = JSON.stringify(report(read()));
    unwatch ??= subscribe(() => {
      timer ??= setTimeout(() => {
        timer = undefined;
        const status = report(read());
        const next = JSON.stringify(status);
        if (next === told) return;
        told = next;
        tell({ event: 'status', status });
      }, TELL_MS);
    });
  };

  const answer = async (who: ControlClient, value: unknown): Promise<void> => {
    const parsed = Call.safeParse(value);
    if (!parsed.success) {
      const { id } = (value ?? {}) as { readonly id?: unknown };
      refuse(problem('control-unreadable'), typeof id === 'number' ? id : undefined);
      return;
    }
    const asked = parsed.data;
    const what = noteOf(asked);
    const needed = scopeOf(asked);
    if (!who.scopes.includes(needed)) {
      note(who.name, what ?? asked.call, false);
      refuse(problem('control-scope', { name: who.name, scope: needed }), asked.id);
      return;
    }
    try {
      if (asked.call === 'set' && asked.on && asked.lease) lease(asked.ids);
      const result = await call(asked);
      if (what !== undefined) note(who.name, what, true);
      tell({ id: asked.id, result: result ?? null });
      if (asked.call === 'watch') watch();
    } catch (error) {
      if (what !== undefined) note(who.name, what, false);
      refuse(toProblem(error, 'local control'), asked.id);
    } finally {
      settleLease();
    }
  };

  // One after another: a client that lets its own calls race cannot tell what came of them.
  let turn: Promise<void> = Promise.resolve();
  let undone = 0;
  readLines(socket, (value) => {
    undone += 1;
    if (undone > MOST_UNDONE) {
      socket.destroy();
      return;
    }
    const challenge = said || isChallenged ? undefined : Challenge.safeParse(value).data?.challenge;
    if (challenge !== undefined) {
      isChallenged = true;
      undone -= 1;
      tell({ proof: prove(challenge) });
      return;
    }
    const isFirst = !said;
    said = true;
    turn = turn
      .then(() => {
        if (isFirst) return greet(value);
        return client && !socket.destroyed ? answer(client, value) : undefined;
      })
      .finally(() => {
        undone -= 1;
      });
  });
  socket.on('error', () => {});
  socket.on('close', () => {
    clearTimeout(helloTimer);
    clearTimeout(timer);
    unwatch?.();
    unlease();
    left.abort();
  });
  return {
    isOf: (id: string) => client?.id === id,
    /** It has not said who it is. */
    isNameless: () => !said,
    end: () => socket.destroy(),
  };
}
