import { posix, win32 } from 'node:path';
import { Failure } from '../contract/failure.ts';
import { HELPER_SWITCH } from './elevation-plan.ts';

/**
 * How the three systems start the helper, and what their answers mean. sudo-prompt, on Linux and macOS, passes a line to
 * shells that expand `$` and backticks even between quotes, so in it stand only fixed words and paths that pass a strict
 * test; where one does not, permission is not asked for at all. On Windows no shell reads them (`runas.ts`).
 */
export type Launch = {
  readonly platform: NodeJS.Platform;
  /** Absolute path of the app's own executable. */
  readonly executable: string;
  /** Folder of the app where the executable is a bare Electron; absent in packages. */
  readonly appPath?: string | undefined;
  /** The executable is Node and `appPath` the helper's program for it. */
  readonly isNode?: boolean;
  /** The private directory with secret and channel. */
  readonly directory: string;
};

/** Letters of any script, digits and marks that no shell and no quoting gives a meaning. */
const POSIX_PATH = /^\/[\p{L}\p{M}\p{N} ._/+@,()=-]*$/u;
/** What a name may hold there; `~` is in the short names that `%TEMP%` often has (`C:\Users\JRGMLL~1\…`). */
const WINDOWS_PATH = /^[A-Za-z]:\\[^"<>|?*:/\p{Cc}]*$/u;
const LONGEST_PATH = 500;

/** Root on Linux has no display and no sandbox to enter; the helper shows nothing and loads nothing. */
const LINUX_WORDS = ['--no-sandbox', '--no-zygote', '--ozone-platform=headless', '--disable-gpu'];
/**
 * A sandboxed child of an administrator often cannot be started on Windows (error 18), and Chromium ends after a few tries with
 * its graphics (Electron's issues 41783 and 49167).
 */
const WINDOWS_WORDS = ['--no-sandbox', '--in-process-gpu', '--disable-gpu'];
const OTHER_WORDS = ['--disable-gpu'];

/** Whether a path may stand between double quotes: in a shell's line, or on Windows in a program's. */
export function isPlainPath(path: string, platform: NodeJS.Platform): boolean {
  if (path.length > LONGEST_PATH) return false;
  if (platform === 'win32') return WINDOWS_PATH.test(path) && win32.normalize(path) === path;
  return POSIX_PATH.test(path) && posix.normalize(path) === path;
}

export function unavailable(reason: string): Failure {
  return new Failure('elevation-unavailable', { args: { reason } });
}

/** Program and arguments of the helper, for a start without a shell. Throws a `Failure` for a path that is not plain. */
export function helperArguments({
  platform,
  executable,
  appPath,
  directory,
  isNode = false,
}: Launch): readonly string[] {
  for (const path of [executable, directory, ...(appPath === undefined ? [] : [appPath])]) {
    if (!isPlainPath(path, platform))
      throw unavailable(`the path ${path} holds characters that shells could read as commands`);
  }
  const words = platform === 'linux' ? LINUX_WORDS : platform === 'win32' ? WINDOWS_WORDS : OTHER_WORDS;
  return [
    executable,
    ...(appPath === undefined ? [] : [appPath]),
    ...(isNode ? [] : words),
    `${HELPER_SWITCH}=${directory}`,
  ];
}

/**
 * The line for sudo-prompt. On Linux it lasts as long as the helper, whose exit code then comes back; on macOS it ends once
 * the helper runs, since what sudo-prompt waits with there is an applet.
 */
export function helperLine(launch: Launch): string {
  const quoted = helperArguments(launch)
    .map((word) => `"${word}"`)
    .join(' ');
  const silent = `${quoted} </dev/null >/dev/null 2>&1`;
  return launch.platform === 'darwin' ? `${silent} &` : silent;
}

/** What came back from the system's prompt; `code` is the exit code where a program ran. */
export type PromptAnswer = {
  readonly code?: number | string | null | undefined;
  readonly message: string;
  readonly stderr: string;
};

/** sudo-prompt's own words, which it does not translate. */
const NOT_GRANTED = /^(?:User did not grant permission|No polkit authentication agent found)/;

const REASONS: readonly (readonly [RegExp, string])[] = [
  [/Unable to find pkexec|spawn \/usr\/bin\/pkexec ENOENT/, 'pkexec is not installed'],
  [/No (?:polkit )?authentication agent found/, 'no program for password prompts runs in this session'],
  [
    /Error getting authority|Could not connect|polkit.*not (?:running|available)/i,
    "the system's authorization service does not run",
  ],
  [/Not authorized|not in the sudoers/i, 'the password was wrong, or this user may not'],
  [/must be setuid root|setuid/i, 'pkexec is not set up on this system'],
  [/env\['USER'\]|os\.tmpdir|Platform not yet supported|process\.title/, 'the system gives no way to ask'],
];

function reasonOf({ message, stderr }: PromptAnswer): string | undefined {
  return REASONS.find(([pattern]) => pattern.test(message) || pattern.test(stderr))?.[1];
}

/**
 * What an answer means that came although the helper never connected. Codes and fixed words decide; what a system says in
 * its own language is not looked at where a code says the same.
 */
export function whyNoHelper(platform: NodeJS.Platform, answer: PromptAnswer): Failure {
  const { code, message, stderr } = answer;
  if (platform === 'win32') return whyNotOnWindows(code);
  const isRefusal = NOT_GRANTED.test(message);
  const reason = reasonOf(answer);
  if (platform === 'linux') {
    // 126 and 127 are pkexec's own; bash uses them too, but only once the permission was given.
    const isElevated = message.startsWith('Command failed') && !/^Error (?:executing|getting|creating)/m.test(stderr);
    if (code === 126 && !isElevated) return new Failure('elevation-dismissed');
    if (!isElevated && (isRefusal || reason !== undefined)) return unavailable(reason ?? 'it was not granted');
  } else if (/\(-128\)/.test(message) || /\(-128\)/.test(stderr)) {
    return new Failure('elevation-dismissed');
  } else if (reason !== undefined) {
    return unavailable(reason);
  } else if (isRefusal) {
    return new Failure('elevation-dismissed');
  }
  return notStarted(code);
}

function notStarted(code: PromptAnswer['code']): Failure {
  const how = code === undefined || code === null || code === 0 ? '' : `, code ${code}`;
  return new Failure('helper-lost', { args: { reason: `it did not start${how}` } });
}

/** ERROR_CANCELLED; ERROR_ACCESS_DENIED and ERROR_ACCESS_DISABLED_BY_POLICY. */
const CANCELLED = 1223;
const FORBIDDEN: ReadonlySet<unknown> = new Set([5, 1260]);

/** By the number of Windows' own error; text instead of one: PowerShell itself did not start. */
function whyNotOnWindows(code: PromptAnswer['code']): Failure {
  if (code === CANCELLED) return new Failure('elevation-dismissed');
  if (typeof code === 'string' || FORBIDDEN.has(code)) return unavailable('a policy of this computer forbids it');
  return notStarted(code);
}
