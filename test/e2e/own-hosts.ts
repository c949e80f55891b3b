import { execFile, spawnSync } from 'node:child_process';
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { test as base } from './launch.ts';

/** What the hosts file says before the app is started. */
export const HOSTS = '127.0.0.1\tlocalhost\n10.0.0.5   printer # mine\n127.0.0.1 search\n';
const run = promisify(execFile);

/** Why the app cannot be given an /etc of its own here, or an empty text. */
export const skip = (() => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'it takes Linux and root, to mount';
  const { status } = spawnSync('unshare', ['--mount', '--', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']);
  return status === 0 ? '' : 'mounts are not allowed here';
})();

export type Machine = {
  /** Holds what differs from this computer's own /etc. */
  readonly over: string;
  /** The hosts file as it is for the app, also after its end. */
  readonly hosts: () => Promise<string>;
  /** Runs a program that sees the same files as the app. */
  readonly beside: (pid: number | undefined, ...command: string[]) => Promise<string>;
};

/** The app as root on mounts of its own: it may write /etc/hosts, and that of this computer stays as it is. */
export const test = base.extend<{ readonly machine: Machine }>({
  machine: async ({ userData }, give) => {
    const over = `${userData}-etc`;
    for (const name of ['upper', 'work']) await mkdir(path.join(over, name), { recursive: true });
    const hosts = path.join(over, 'upper/hosts');
    await writeFile(hosts, HOSTS);
    await give({
      over,
      hosts: () => readFile(hosts, 'latin1'),
      beside: async (pid, ...command) => {
        const { stdout } = await run('nsenter', [`--mount=/proc/${pid}/ns/mnt`, `--wd=${process.cwd()}`, ...command]);
        return stdout;
      },
    });
    await rm(over, { recursive: true, force: true });
  },
  executable: async ({ executable, machine: { over } }, give) => {
    const options = `lowerdir=/etc,upperdir=${over}/upper,workdir=${over}/work`;
    const mount = `mount -t overlay overlay -o ${options} /etc && exec "$0" "$@"`;
    const wrapper = path.join(over, 'electron');
    const line = `exec unshare --mount --propagation private -- sh -c '${mount}' ${executable} "$@"`;
    await writeFile(wrapper, `#!/bin/sh\n${line}\n`);
    await chmod(wrapper, 0o755);
    await give(wrapper);
  },
});
