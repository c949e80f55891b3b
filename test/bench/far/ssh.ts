import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../platform/workloads/program.ts';
import { reached } from '../reached.ts';
import { ROUND_TRIP_MS, startRelay } from './relay.ts';

/** A server for `ssh -L`: itself, and behind the long way. */
export type Ssh = {
  readonly user: string;
  readonly keyFile: string;
  readonly ports: Readonly<Record<'near' | 'distant', number>>;
};

const PROGRAM = '/usr/sbin/sshd';

export const hasSsh = (): boolean => existsSync(PROGRAM);

/** With the defaults of its package in all that concerns speed. */
export async function startSsh(): Promise<Ssh> {
  // It takes no port by chance.
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'bench-ssh-'));
  const hostKey = join(folder, 'host');
  const keyFile = join(folder, 'user');
  for (const file of [hostKey, keyFile]) execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file]);
  // As root it wants this folder of its own.
  if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
  writeFileSync(
    join(folder, 'config'),
    [
      'ListenAddress 127.0.0.1',
      `Port ${port}`,
      `HostKey ${hostKey}`,
      `AuthorizedKeysFile ${keyFile}.pub`,
      'PidFile none',
      'StrictModes no',
      'UsePAM no',
      'PermitRootLogin yes',
      'PasswordAuthentication no',
    ].join('\n'),
  );
  // Ends, and leaves nothing, however this process ends: its standard input does.
  const script = '"$0" -D -e -f "$1"/config & read -r _; kill $!; rm -rf "$1"';
  spawn('sh', ['-c', script, PROGRAM, folder], { stdio: ['pipe', 'ignore', 'ignore'] });
  await reached({ host: '127.0.0.1', port }, 'data');
  return { user: userInfo().username, keyFile, ports: { near: port, distant: await startRelay(port, ROUND_TRIP_MS) } };
}
