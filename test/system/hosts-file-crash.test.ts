import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readBlock, stripBlock } from '../../electron/system/hosts-block.ts';
import { ENTRIES, ORDINARY, withHosts, type HostsRoom } from '../support/hosts-room.ts';

const writer = fileURLToPath(new URL('../support/hosts-writer.ts', import.meta.url));

/** Starts the endless writer and resolves after its first change. */
async function startWriter({ path, backupDirectory }: HostsRoom) {
  const child = fork(writer, [path, backupDirectory], { execArgv: ['--import', 'tsx'] });
  await once(child, 'message');
  return child;
}

test('whoever reads while it is changed sees the whole old file or the whole new one', async () => {
  await withHosts(async (room) => {
    const child = await startWriter(room);
    const outcomes: unknown[] = [];
    child.on('message', (outcome) => outcomes.push(outcome));
    const seen = new Set<string>();
    while (outcomes.length < 60) {
      for (let count = 0; count < 20; count += 1) seen.add(readFileSync(room.path, 'latin1'));
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
    }
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(seen.size).toBeGreaterThan(5);
    for (const text of seen) {
      expect(stripBlock(text)).toBe(ORDINARY);
      expect(readBlock(text).state).toBe('whole');
    }
  });
}, 60_000);

test('a process that is killed at any moment leaves a whole file, and the next run goes on', async () => {
  await withHosts(async (room) => {
    for (const outcomes of [1, 2, 5]) {
      const child = await startWriter(room);
      for (let count = 0; count < outcomes; count += 1) await once(child, 'message');
      child.kill('SIGKILL');
      await once(child, 'exit');
      const text = await room.read();
      expect(stripBlock(text)).toBe(ORDINARY);
      expect(readBlock(text).state).toBe('whole');
      await room.apply(ENTRIES);
      expect(readBlock(await room.read()).entries).toEqual(ENTRIES);
    }
  });
}, 60_000);
