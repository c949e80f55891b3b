import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { SessionMessage } from '../../electron/contract/channels.ts';
import type { Command } from '../../electron/contract/command.ts';
import { apply } from '../../electron/contract/patch.ts';
import { emptySession, type SessionState } from '../../electron/contract/session.ts';

type Options = {
  readonly electron: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
};

/** The real app, started with an IPC channel over which it says its state and takes commands, as its window does. */
export type AppProcess = {
  readonly child: ChildProcess;
  readonly read: () => SessionState;
  readonly send: (command: Command) => void;
  readonly subscribe: (listener: (state: SessionState) => void) => () => void;
  /** Resolves with the first state that fits; rejects when the app ends before, or after `timeoutMs`. */
  readonly waitFor: (what: string, fits: (state: SessionState) => boolean, timeoutMs?: number) => Promise<SessionState>;
  /** Asks the app to quit and waits until it is gone; cut after ten seconds. */
  readonly quit: () => Promise<void>;
};

export function startApp({ electron, args, cwd, env }: Options): AppProcess {
  const child = spawn(electron, args, { cwd, env, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  if (child.stderr) showLog(child.stderr);
  const listeners = new Set<(state: SessionState) => void>();
  let state = emptySession;
  const exited = new Promise<number | null>((resolve) => {
    child.once('exit', (code) => resolve(code));
  });

  child.on('message', (message: SessionMessage) => {
    state = message.kind === 'snapshot' ? message.state : apply(state, message.patch);
    for (const listener of listeners) listener(state);
  });

  const subscribe = (listener: (state: SessionState) => void) => {
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  };

  return {
    child,
    read: () => state,
    send: (command) => {
      child.send(command);
    },
    subscribe,
    waitFor: (what, fits, timeoutMs = 60_000) =>
      new Promise((resolve, reject) => {
        if (fits(state)) {
          resolve(state);
          return;
        }
        const end = (finish: () => void) => {
          clearTimeout(timer);
          unsubscribe();
          finish();
        };
        const timer = setTimeout(() => end(() => reject(new Error(`timed out waiting for ${what}`))), timeoutMs);
        const unsubscribe = subscribe((next) => {
          if (fits(next)) end(() => resolve(next));
        });
        void exited.then((code) => end(() => reject(new Error(`the app ended (${code}) while waiting for ${what}`))));
      }),
    quit: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const cut = setTimeout(() => child.kill('SIGKILL'), 10_000);
      const gone = once(child, 'exit');
      if (child.connected) child.send({ type: 'quit', sure: true } satisfies Command);
      else child.kill('SIGTERM');
      await gone;
      clearTimeout(cut);
    },
  };
}

/** The app's own log lines; Chromium's remarks about a machine without GPU or system bus are left out. */
function showLog(stderr: Readable): void {
  createInterface({ input: stderr }).on('line', (line) => {
    if (line.startsWith('{')) console.error(line);
  });
}
