import { execFile } from 'node:child_process';
import { sleep } from '../base/sleep.ts';

const WATCHER = 'org.kde.StatusNotifierWatcher';
const DAEMON = 'org.freedesktop.DBus';
const PATH = '/org/freedesktop/DBus';
const ASK_MS = 3000;
/** After a login the panel may come up later than the app. */
const LOOKS_MS = [0, 1000, 2000, 5000, 10_000, 15_000];

/** Programs that can ask the session bus who is there; one of them is on every desktop. Each prints `true` or `false`. */
const ASKERS: readonly (readonly [program: string, ...args: string[]])[] = [
  [
    'gdbus',
    'call',
    '--session',
    '--dest',
    DAEMON,
    '--object-path',
    PATH,
    '--method',
    `${DAEMON}.NameHasOwner`,
    WATCHER,
  ],
  ['busctl', '--user', 'call', DAEMON, PATH, DAEMON, 'NameHasOwner', 's', WATCHER],
  ['dbus-send', '--session', '--print-reply', `--dest=${DAEMON}`, PATH, `${DAEMON}.NameHasOwner`, `string:${WATCHER}`],
];

type Run = (program: string, args: readonly string[]) => Promise<string>;

const run: Run = (program, args) =>
  new Promise((resolve, reject) => {
    execFile(program, args, { timeout: ASK_MS }, (error, stdout) => (error ? reject(error) : resolve(stdout)));
  });

/** Whether a panel shows tray items on this desktop; undefined where nobody could be asked. */
export async function hasTrayHost(ask: Run = run): Promise<boolean | undefined> {
  for (const [program, ...args] of ASKERS) {
    try {
      const [, answer] = /\b(true|false)\b/.exec(await ask(program, args)) ?? [];
      if (answer) return answer === 'true';
    } catch {
      // Not installed, or refused: the next one.
    }
  }
  return undefined;
}

type Parts = {
  /** Whoever is asked has to be started, which holds up all else for some 20 ms. */
  readonly begin?: Promise<void>;
  /** A look from the moment at which the tray was put up. Without one, a panel that came right after it is not told as late. */
  readonly early?: Promise<boolean | undefined> | undefined;
  readonly look?: () => Promise<boolean | undefined>;
  /** Told once it is certain, and whenever it changes. `isLate`: what was put up before did not reach it. */
  readonly onChange: (isThere: boolean, isLate: boolean) => void;
};

/**
 * Looks for a panel at the start, several times while there is none, and whenever asked to. Without a signal to wait for,
 * since that would take a program that runs all the time.
 */
export function watchTrayHost({ begin, early, look = hasTrayHost, onChange }: Parts) {
  const abort = new AbortController();
  let known: boolean | undefined;
  let wasAbsent = false;
  const tell = (isThere: boolean): void => {
    if (isThere === known || abort.signal.aborted) return;
    known = isThere;
    onChange(isThere, wasAbsent);
  };
  const lookOnce = async (): Promise<boolean> => {
    const isThere = await look();
    wasAbsent ||= isThere === false;
    // Nobody to ask is as good as no panel: no window may be hidden then.
    return isThere === true;
  };
  const settle = async (): Promise<void> => {
    try {
      wasAbsent = (await early) === false;
      await begin;
      for (const ms of LOOKS_MS) {
        await sleep(ms, abort.signal);
        if (known !== undefined) return;
        if (await lookOnce()) return tell(true);
      }
      tell(false);
    } catch (error) {
      if (!abort.signal.aborted) throw error;
    }
  };
  if (process.platform === 'linux') void settle();
  return {
    /** Before the window goes: where to depends on it. */
    lookNow: async (): Promise<void> => {
      if (process.platform === 'linux') tell(await lookOnce());
    },
    close: () => abort.abort(new Error('closing')),
  };
}
