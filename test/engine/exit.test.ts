import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { cleanUp } from './clean-up.ts';
import { openClient } from './client.ts';
import type { Ending } from './exit-child.ts';

test.each<Ending>(['exit', 'fault'])(
  'a process that ends at once (%s) leaves no answer that looks whole',
  async (ending) => {
    const child = fork(fileURLToPath(new URL('exit-child.ts', import.meta.url)), {
      execArgv: ['--import', import.meta.resolve('tsx')],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const gone = once(child, 'exit');
    cleanUp(async () => {
      child.kill();
      await gone;
    });
    const [port] = (await once(child, 'message')) as [number];
    const client = openClient({ host: '127.0.0.1', port });
    await client.until('one part');
    child.send(ending);
    expect(await client.ended).toBe('ECONNRESET');
  },
);
