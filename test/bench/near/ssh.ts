import { spawn, type ChildProcess } from 'node:child_process';
import { usageOf } from '../../support/process-usage.ts';
import { reached } from '../reached.ts';
import { serve, type Addresses } from './client.ts';

const children: ChildProcess[] = [];

/** OpenSSH's own forwarding, with its usual settings. It does the same for other servers, and cannot reach Northflank. */
serve({
  async forward({ ssh, direct, prefix }, service): Promise<Addresses> {
    if (!ssh || !direct) throw new Error('no SSH server to forward through');
    const host = `${prefix}.${service === 'near' ? 1 : 2}`;
    const ports = Object.entries(direct).map(([port, actual]) => ({ port: Number(port), actual }));
    const options = [
      'StrictHostKeyChecking=no',
      'UserKnownHostsFile=/dev/null',
      'IdentitiesOnly=yes',
      'LogLevel=ERROR',
    ];
    const way = ['-i', ssh.keyFile, '-p', `${ssh.ports[service === 'near' ? 'near' : 'distant']}`];
    const told = options.flatMap((option) => ['-o', option]);
    const forwards = ports.flatMap(({ port, actual }) => ['-L', `${host}:${port}:127.0.0.1:${actual}`]);
    // The far command ends with this process, and with it the forwarding.
    const args = ['-F', 'none', ...way, ...told, ...forwards, `${ssh.user}@127.0.0.1`, 'cat'];
    const child = spawn('ssh', args, { stdio: ['pipe', 'ignore', 'inherit'] });
    children.push(child);
    const addresses = Object.fromEntries(ports.map(({ port }) => [port, { host, port }]));
    await Promise.all(Object.values(addresses).map((address) => reached(address, 'connect')));
    return addresses;
  },
  usage() {
    const all = children.map(({ pid }) => usageOf(pid ?? 0));
    const sum = (of: 'cpuMs' | 'rssBytes') => all.reduce((total, each) => total + each[of], 0);
    return { atMs: performance.now(), cpuMs: sum('cpuMs'), rssBytes: sum('rssBytes') };
  },
});
