import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { loginOf } from '../api/credentials.ts';
import { findProgram } from './find-program.ts';
import { onFreePort, startProgram } from './program.ts';
import type { Opener } from './registry.ts';
import { makeWorkloadDir, writeWorkloadFile } from './unprivileged.ts';

export const REDIS_PROGRAMS = ['redis-server', 'valkey-server'];

/** One Redis per addon, in memory only. Its password is in a file: arguments are seen by all users. */
export const redisWorkload: Opener = {
  per: 'resource',
  async open({ live }, kit) {
    const command = await findProgram(REDIS_PROGRAMS);
    if (live.kind !== 'addon' || command === undefined) throw new Error('Redis is not installed');
    const directory = await makeWorkloadDir(kit.tempDir, live.id);
    const { password } = loginOf(live);
    const file = join(directory, 'redis.conf');
    try {
      const { port, running } = await onFreePort(async (port) => {
        const lines = ['bind 127.0.0.1', `port ${port}`, `requirepass ${password}`, 'save ""', `dir ${directory}`];
        await writeWorkloadFile(file, `${lines.join('\n')}\n`);
        const program = { command, args: [file], cwd: directory };
        return { port, running: await startProgram(program, /Ready to accept connections/, 'TERM') };
      });
      return { address: { host: '127.0.0.1', port }, close: running.stop };
    } catch (error) {
      await rm(directory, { recursive: true, force: true });
      throw error;
    }
  },
};
