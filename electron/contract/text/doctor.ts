import type { Check, CheckId, Finding } from '../doctor.ts';
import { describe } from '../problem.ts';
import { FINDINGS, type FindingArgs } from './findings.ts';

/** What each check is called, in the window and in a bug report. */
export const CHECK_TITLES: Readonly<Record<CheckId, string>> = {
  token: 'Token',
  api: 'Northflank’s API',
  proxy: 'Proxy',
  certificate: 'Certificate',
  clock: 'Clock',
  gateway: 'Tunnel gateway',
  ports: 'Local ports',
  loopback: 'Loopback addresses',
  'hosts-file': 'Hosts file',
  hostnames: 'Hostnames',
  tray: 'Tray',
  'key-store': 'Key store',
  disk: 'Disk',
};

/** The finding in words; a problem's own sentence follows where there is one. */
export function sayFinding({ code, args = {}, problem }: Finding): string {
  const say: (args: FindingArgs) => string = FINDINGS[code];
  const said = [say(args), ...(problem ? [describe(problem).text] : [])];
  return said.filter(Boolean).join(' ');
}

/** What happens with a check that has not ended. */
export const CHECK_WAITING: Readonly<Record<Extract<Check['state'], 'waiting' | 'running'>, string>> = {
  waiting: 'Waiting…',
  running: 'Looking…',
};
