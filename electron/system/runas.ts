import { helperArguments, type Launch } from './prompts.ts';
import { powershellIn } from './terminals.ts';

/**
 * Starts one program with more rights and ends with the number of Windows' error, 0 if it runs. A fixed text: what to start
 * comes by the environment, so that no shell reads a path, whatever it is called. Where a policy lets PowerShell use no
 * classes, there is no number, and a refusal is by far the likeliest.
 */
const SCRIPT = [
  "$ErrorActionPreference = 'Stop'",
  "if ($ExecutionContext.SessionState.LanguageMode -ne 'FullLanguage') {",
  '  try {',
  '    Start-Process -FilePath $env:PORTSIDE_PROGRAM -ArgumentList $env:PORTSIDE_ARGUMENTS -Verb RunAs -WindowStyle Hidden',
  '    exit 0',
  '  } catch { exit 1223 }',
  '}',
  'try {',
  '  $start = New-Object System.Diagnostics.ProcessStartInfo($env:PORTSIDE_PROGRAM, $env:PORTSIDE_ARGUMENTS)',
  '  $start.UseShellExecute = $true',
  "  $start.Verb = 'runas'",
  "  $start.WindowStyle = 'Hidden'",
  '  [void][System.Diagnostics.Process]::Start($start)',
  '  exit 0',
  '} catch {',
  '  $why = $_.Exception.GetBaseException()',
  '  if ($why.NativeErrorCode -gt 0) { exit $why.NativeErrorCode }',
  '  exit 1',
  '}',
].join('\n');

type RunAs = {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
};

/**
 * How Windows is asked: the prompt then names this very program and its publisher. sudo-prompt would have `cmd.exe` named,
 * run scripts that any program of the user can change while the prompt is open, and fail in silence where the user's name
 * has letters beyond ASCII, an apostrophe or `&` (docs/decisions/0049). Throws a `Failure` for a path that is not plain.
 */
export function runAs(launch: Launch, systemDirectory: string): RunAs {
  const [program = '', ...words] = helperArguments(launch);
  return {
    file: powershellIn(systemDirectory),
    args: ['-NoLogo', '-NoProfile', '-NonInteractive', '-Command', SCRIPT],
    env: { PORTSIDE_PROGRAM: program, PORTSIDE_ARGUMENTS: words.map((word) => `"${word}"`).join(' ') },
    // Not the folder that the app was started in: what gets all rights would look there for libraries.
    cwd: systemDirectory,
  };
}
