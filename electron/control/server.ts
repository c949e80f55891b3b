import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Log } from '../base/log.ts';
import type { Control, ControlEntry, Scope } from '../contract/control.ts';
import { problem } from '../contract/problem.ts';
import type { SessionState } from '../contract/session.ts';
import { createCalls, type CallParts } from './calls.ts';
import { openGrants } from './grants.ts';
import { createLeases } from './leases.ts';
import { proofOf, WHEREABOUTS_FILE } from './protocol.ts';
import { openReception } from './reception.ts';
import { receiveVisit, type VisitParts } from './visit.ts';

/** `sun_path` has 104 bytes on macOS and 108 on Linux, the last of them zero. */
const LONGEST_PATH_BYTES = 100;
const MOST_VISITS = 32;
/** Of one program: one that opens more and more keeps out itself alone. */
const MOST_OF_ONE = 16;

type Told =
  | { readonly type: 'control-changed'; readonly change: Partial<Control> }
  | { readonly type: 'control-noted'; readonly entry: ControlEntry }
  | { readonly type: 'problem-raised'; readonly key: string; readonly problem: ReturnType<typeof problem> }
  | { readonly type: 'problem-healed'; readonly key: string };

/** Where it is kept who was let in; neither rejects. */
type GrantsDisk = {
  readonly read: () => Promise<Record<string, unknown>>;
  readonly write: (content: Record<string, unknown>) => Promise<void>;
};

export type ControlParts = CallParts & {
  /** The app's own folder; the socket lies in it, and the file that tells where the socket is. */
  readonly directory: string;
  readonly disk: GrantsDisk;
  readonly version: string;
  readonly subscribe: (listener: (next: SessionState, previous: SessionState) => void) => () => void;
  readonly dispatch: (action: Told) => void;
  readonly showWindow: () => void;
  readonly log: Log;
};

/**
 * Lets programs of this user steer the app. What keeps others out: the socket lies in a folder of the user's and is his
 * alone (0600); each program has a token with scopes, which it gets once, by the user's word in the window; and calls are
 * the commands of the window, with the same checks. A program of the same user that reads another one's token file has what
 * that one has: the same as with his SSH keys.
 */
export function openControl(parts: ControlParts) {
  const { directory, version, read, subscribe, dispatch, log } = parts;
  const key = randomBytes(32).toString('hex');
  const change = (given: Partial<Control>) => dispatch({ type: 'control-changed', change: given });
  let written: Promise<void> = Promise.resolve();
  const write = (content: Record<string, unknown>) => {
    written = written.then(() => parts.disk.write(content));
  };
  // The key store may have to be unlocked first: nobody comes in before, and the window does not wait.
  const opened = parts.disk.read().then((content) => {
    const grants = openGrants(content, write);
    change({ clients: grants.clients() });
    return grants;
  });
  let noted = 0;
  // In the log as well: what is shown is bounded, and a program that does much could drive out what it did first.
  const note = (name: string, what: string, ok: boolean) => {
    log.info(ok ? 'a program did' : 'a program was refused', { name, what });
    dispatch({ type: 'control-noted', entry: { id: (noted += 1), at: Date.now(), name, what, ok } });
  };
  const reception = openReception({ grants: opened, change, note, showWindow: parts.showWindow });
  const call = createCalls(parts);
  const leases = createLeases(parts);
  const visits = new Set<ReturnType<typeof receiveVisit>>();
  const whereabouts = path.join(directory, WHEREABOUTS_FILE);
  let open: { readonly server: Server; readonly remove: () => void } | undefined;

  const fail = (error: Error) => {
    log.error('local control is not open', { error });
    const { code = error.name } = error as NodeJS.ErrnoException;
    dispatch({ type: 'problem-raised', key: 'control', problem: problem('control-unavailable', { name: code }) });
  };

  const admit: VisitParts['admit'] = async (...given) => {
    const admission = await reception.admit(...given);
    if (admission.kind === 'refused') return admission;
    const { id, name } = admission.client;
    if ([...visits].filter((visit) => visit.isOf(id)).length < MOST_OF_ONE) return admission;
    return { kind: 'refused', problem: problem('control-crowded', { name, count: MOST_OF_ONE }) };
  };

  const start = () => {
    try {
      const { address, remove } = chooseAddress(directory);
      const server = createServer((socket) => {
        // Whoever says nothing makes room: else a few silent ones would keep all others out.
        const quiet = visits.size >= MOST_VISITS ? [...visits].find((each) => each.isNameless()) : undefined;
        quiet?.end();
        if (quiet) visits.delete(quiet);
        if (visits.size >= MOST_VISITS) {
          socket.destroy();
          return;
        }
        const visit = receiveVisit({
          socket,
          version,
          prove: (challenge) => proofOf(key, challenge),
          admit,
          call,
          ...leases.of(),
          note,
          read,
          subscribe,
        });
        visits.add(visit);
        socket.on('close', () => visits.delete(visit));
      });
      server.on('error', fail);
      open = { server, remove };
      listen(server, address);
      // A file of before may be another's, or readable by others.
      rmSync(whereabouts, { force: true });
      const where = JSON.stringify({ path: address, pid: process.pid, key });
      writeFileSync(whereabouts, where, { mode: 0o600, flag: 'wx' });
      dispatch({ type: 'problem-healed', key: 'control' });
    } catch (error) {
      fail(error as Error);
    }
  };
  const stop = async () => {
    const was = open;
    open = undefined;
    for (const visit of visits) visit.end();
    if (!was) return;
    rmSync(whereabouts, { force: true });
    await new Promise<void>((resolve) => {
      was.server.close(() => resolve());
    });
    was.remove();
  };

  if (read().settings.localControl) start();
  const unsubscribe = subscribe((next, previous) => {
    if (next.settings.localControl === previous.settings.localControl) return;
    if (next.settings.localControl && !open) start();
    else if (!next.settings.localControl) void stop();
  });

  return {
    answer: (id: string, scopes: readonly Scope[]): void => reception.answer(id, scopes),
    async revoke(id: string): Promise<void> {
      const grants = await opened;
      grants.take(id);
      for (const visit of visits) if (visit.isOf(id)) visit.end();
      change({ clients: grants.clients() });
    },
    close: async (): Promise<void> => {
      unsubscribe();
      await stop();
      await written;
    },
  };
}

/** The single-instance lock has made sure that what lies there is of a run that is over. */
function chooseAddress(directory: string): { readonly address: string; readonly remove: () => void } {
  if (process.platform === 'win32') {
    return { address: `\\\\.\\pipe\\portside-${randomBytes(16).toString('hex')}`, remove: () => {} };
  }
  const usual = path.join(directory, 'control.sock');
  if (Buffer.byteLength(usual) <= LONGEST_PATH_BYTES) {
    rmSync(usual, { force: true });
    return { address: usual, remove: () => rmSync(usual, { force: true }) };
  }
  const own = mkdtempSync(path.join(tmpdir(), 'portside-'));
  return { address: path.join(own, 'control.sock'), remove: () => rmSync(own, { recursive: true, force: true }) };
}

/** Nobody else may connect, from the first moment: a mode that is set afterwards would leave one open. */
function listen(server: Server, address: string): void {
  if (process.platform === 'win32') {
    server.listen(address);
    return;
  }
  const mask = process.umask(0o177);
  try {
    server.listen(address);
  } finally {
    process.umask(mask);
  }
  chmodSync(address, 0o600);
}
