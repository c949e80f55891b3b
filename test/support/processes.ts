import { readFileSync, readdirSync } from 'node:fs';

/** Every process of this computer with its arguments, separated by spaces; Linux alone tells of them in files. */
export function runningProcesses(): { readonly pid: number; readonly command: string }[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      return [{ pid: Number(name), command: readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ') }];
    } catch {
      // It has ended since it was listed.
      return [];
    }
  });
}
