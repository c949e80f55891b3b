import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { hasDisplay } from '../desktop.ts';

/** All that the preflight asks of the operating system; a test puts its own in place. */
export type Machine = {
  platform: NodeJS.Platform;
  nodeVersion: string;
  isRoot: boolean;
  hasDisplay: boolean;
  /** Whether an executable of this name is in PATH or in one of the system's folders for servers. */
  hasTool(name: string): boolean;
  hasLibrary(name: string): boolean;
  /** What `ldd` prints about an executable. */
  linkage(executable: string): string;
  hasPackageLists(): boolean;
  packageExists(name: string): boolean;
  /** Runs apt-get with what keeps it from asking; resolves with its exit code. */
  aptGet(args: string[]): Promise<number>;
  /** Keeps installed servers from starting by themselves; returns how to lift that. */
  forbidServices(): () => void;
};

const SERVER_FOLDERS = ['/usr/local/sbin', '/usr/sbin', '/sbin'];
const TRIPLETS: Partial<Record<NodeJS.Architecture, string>> = {
  x64: 'x86_64-linux-gnu',
  arm64: 'aarch64-linux-gnu',
  arm: 'arm-linux-gnueabihf',
};
const POLICY = '/usr/sbin/policy-rc.d';
/** Another apt-get may hold the lock for as long as it installs. */
const LOCK_SECONDS = 300;

export const thisMachine: Machine = {
  platform: process.platform,
  nodeVersion: process.versions.node,
  isRoot: process.getuid?.() === 0,
  hasDisplay: hasDisplay(),
  hasTool(name) {
    const folders = [...(process.env['PATH'] ?? '').split(delimiter), ...SERVER_FOLDERS];
    return folders.some((folder) => folder !== '' && existsSync(join(folder, name)));
  },
  hasLibrary(name) {
    const folders = ['/usr/lib', '/usr/lib64', '/lib64', `/usr/lib/${TRIPLETS[process.arch] ?? process.arch}`];
    return folders.some((folder) => existsSync(join(folder, name)));
  },
  linkage(executable) {
    return spawnSync('ldd', [executable], { encoding: 'utf8' }).stdout ?? '';
  },
  hasPackageLists() {
    const folder = '/var/lib/apt/lists';
    return existsSync(folder) && readdirSync(folder).some((name) => name.includes('_Packages'));
  },
  packageExists(name) {
    return spawnSync('apt-cache', ['show', '--no-all-versions', name], { stdio: 'ignore' }).status === 0;
  },
  async aptGet(args) {
    const settled = ['-qq', '-o', `DPkg::Lock::Timeout=${LOCK_SECONDS}`, '-o', 'Dpkg::Use-Pty=0', ...args];
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const child = spawn('apt-get', settled, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output = (output + text).slice(-4_000);
      });
    }
    const code = await new Promise<number>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (status) => resolve(status ?? 1));
    });
    if (code !== 0) process.stderr.write(output);
    return code;
  },
  forbidServices() {
    if (existsSync(POLICY)) return () => {};
    const lift = (): void => rmSync(POLICY, { force: true });
    process.once('exit', lift);
    writeFileSync(POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
    return () => {
      process.off('exit', lift);
      lift();
    };
  },
};
