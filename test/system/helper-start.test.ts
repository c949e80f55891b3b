import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { channelPath, SECRET_FILE } from '../../electron/system/elevation-plan.ts';
import { runHelper } from '../../electron/system/helper.ts';
import { HOSTS, SECRET } from '../support/helper-room.ts';
import { OWN } from '../support/hosts-own.ts';

test('the helper calls the app once it knows all that it has to ask the system: the app does not wait for that', async () => {
  const base = await mkdtemp(join(tmpdir(), 'portside-start-'));
  const directory = join(base, 'private');
  await mkdir(directory, { mode: 0o700 });
  await writeFile(join(directory, SECRET_FILE), SECRET, { mode: 0o600 });
  await mkdir(join(base, 'etc'));
  await writeFile(join(base, 'etc/hosts'), HOSTS);
  const server = createServer((socket) => socket.destroy());
  const umask = process.umask();
  try {
    await once(server.listen(channelPath(directory, 'linux')), 'listening');
    const called = once(server, 'connection').then(() => 'called');
    const places = {
      platform: process.platform,
      hostsFile: join(base, 'etc/hosts'),
      stateDirectory: join(base, 'state'),
      systemDirectory: base,
    };
    let meanwhile: unknown;
    const ownerOf = async (): Promise<string> => {
      meanwhile = await Promise.race([called, after(200, 'nothing')]);
      return OWN.owner;
    };
    const helper = runHelper([`--portside-helper=${directory}`], places, ownerOf);
    expect(await called).toBe('called');
    await helper.done;
    expect(meanwhile).toBe('nothing');
  } finally {
    process.umask(umask);
    server.close();
    await rm(base, { recursive: true, force: true });
  }
});
