import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';

type Command = { readonly file: string; readonly args: readonly string[] };

/** Programs that make the system forget names it looked up before, by their full paths. */
export function flushCommands(platform: NodeJS.Platform, systemDirectory: string): readonly Command[] {
  if (platform === 'darwin') {
    return [
      { file: '/usr/bin/dscacheutil', args: ['-flushcache'] },
      { file: '/usr/bin/killall', args: ['-HUP', 'mDNSResponder'] },
    ];
  }
  if (platform === 'win32') return [{ file: `${systemDirectory}\\ipconfig.exe`, args: ['/flushdns'] }];
  return [
    { file: '/usr/bin/resolvectl', args: ['flush-caches'] },
    { file: '/usr/sbin/nscd', args: ['-i', 'hosts'] },
  ];
}

const LONGEST_MS = 3000;

/** Runs those that are there, one after the other; returns what failed, which is worth a line in a log and no more. */
export async function flushNames(commands: readonly Command[]): Promise<readonly string[]> {
  const failed: string[] = [];
  for (const { file, args } of commands) {
    if (!existsSync(file)) continue;
    const error = await new Promise<Error | null>((resolve) => {
      execFile(file, [...args], { timeout: LONGEST_MS, env: {}, windowsHide: true }, (problem) => resolve(problem));
    });
    if (error) failed.push(`${file}: ${error.message.split('\n')[0] ?? ''}`);
  }
  return failed;
}
