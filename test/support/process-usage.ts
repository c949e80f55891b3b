import { readFileSync } from 'node:fs';

/** Of a running process, by Linux; the kernel counts its time in hundredths of a second. */
export function usageOf(pid: number): { readonly rssBytes: number; readonly cpuMs: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const rssBytes = Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024;
  // Behind the name in brackets; utime and stime are its 12th and 13th word.
  const [, rest = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
  const [user = 0, system = 0] = rest.split(' ').slice(11, 13).map(Number);
  return { rssBytes, cpuMs: (user + system) * 10 };
}
