import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { ROUND_TRIP_MS, startRelay } from './relay.ts';

/** A server for `ssh -L`: itself, and behind the long way. */
export type Ssh = {
  readonly user: string;
  readonly keyFile: string;
  readonly ports: Readonly<Record<'near' | 'distant', number>>;
};

const PROGRAM = '/usr/sbin/sshd';

export const hasSsh = (): boolean => existsSync(PROGRAM);

/** It takes no port by chance. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function reached(port: number): Promise<void> {
  for (;;) {
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = connect({ host: '127.0.0.1', port });
      socket.once('data', () => resolve(true)).once('error', () => resolve(false));
      socket.once('close', () => resolve(false));
    });
    if (isOpen) return;
  }
}

/** With the defaults of its package in all that concerns speed. */
export async function startSsh(): Promise<Ssh> {
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
  await reached(port);
  return { user: userInfo().username, keyFile, ports: { near: port, distant: await startRelay(port, ROUND_TRIP_MS) } };
}
