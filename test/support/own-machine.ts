import { spawn, spawnSync, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const projectRoot = resolve(import.meta.dirname, '../..');

/** What `/etc/hosts` says on a machine of its own before anything is done to it. */
export const MACHINE_HOSTS = '127.0.0.1\tlocalhost\n::1     ip6-localhost\n# the user’s own\n10.0.0.5   printer\n';

/** Where project and Electron stand there, readable by everybody wherever they really are. */
export const MACHINE = {
  project: '/mnt/project',
  electron: '/mnt/electron',
  home: '/mnt/home',
  user: 'tester',
  uid: 4711,
};

/**
 * Mounts of its own: /etc, /run and /var/lib can be written as one likes, and the machine's own stay as they are. All
 * processes end with the first one.
 */
const PREPARE = `
set -e
mount -t tmpfs tmpfs /mnt
for name in etc var; do mkdir /mnt/$name-upper /mnt/$name-work; done
mkdir /mnt/project /mnt/electron /mnt/home
mount -t overlay overlay -o lowerdir=/etc,upperdir=/mnt/etc-upper,workdir=/mnt/etc-work /etc
mount -t overlay overlay -o lowerdir=/var/lib,upperdir=/mnt/var-upper,workdir=/mnt/var-work /var/lib
mount -t tmpfs tmpfs /run
mkdir -p /run/dbus
mount --bind "$1" /mnt/project
mount --bind "$2" /mnt/electron
rm -f /etc/hosts /etc/polkit-1/rules.d/*
rm -rf /var/lib/portside
printf '%s' "$3" > /etc/hosts
chmod 644 /etc/hosts
echo '${MACHINE.user}:x:${MACHINE.uid}:' >> /etc/group
echo '${MACHINE.user}:x:${MACHINE.uid}:${MACHINE.uid}::${MACHINE.home}:/bin/bash' >> /etc/passwd
echo '${MACHINE.user}:*:19000:0:99999:7:::' >> /etc/shadow
chown ${MACHINE.uid}:${MACHINE.uid} /mnt/home
shift 3
cd /mnt/project
"$@"
`;

const UNSHARE = ['--mount', '--pid', '--fork', '--kill-child', '--mount-proc', '--propagation', 'private'];

/** Why a test on a machine of its own cannot run here, or undefined if it can. */
export function whyNoOwnMachine(): string | undefined {
  if (process.platform !== 'linux') return 'it takes Linux';
  if (process.getuid?.() !== 0) return 'it takes root, to mount';
  const probe = mkdtempSync(join(tmpdir(), 'portside-probe-'));
  try {
    const { status, stderr } = spawnSync('unshare', [
      ...UNSHARE,
      '--',
      'sh',
      '-c',
      PREPARE,
      'sh',
      probe,
      probe,
      '',
      'true',
    ]);
    return status === 0 ? undefined : `mounts are not allowed (${String(stderr).trim()})`;
  } finally {
    rmSync(probe, { recursive: true, force: true });
  }
}

/** Runs a program there; it is root, with the project as its working directory. */
export function runOnOwnMachine(
  command: readonly string[],
  { electron = tmpdir(), ...options }: SpawnOptions & { readonly electron?: string } = {},
): ChildProcess {
  const prepare = ['sh', '-c', PREPARE, 'sh', projectRoot, electron, MACHINE_HOSTS];
  return spawn('unshare', [...UNSHARE, '--', ...prepare, ...command], options);
}
