import { link, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { stripBlock, type HostsEntry } from '../../electron/system/hosts-block.ts';
import { mendTorn } from '../../electron/system/hosts-journal.ts';
import { applyBlock } from '../support/hosts-own.ts';
import { ENTRIES, ORDINARY, withHosts, type HostsRoom } from '../support/hosts-room.ts';
import { withPowerCut, type Trace } from '../support/power-cut.ts';

const MANY: readonly HostsEntry[] = Array.from({ length: 40 }, (_, index) => ({
  address: `127.24.1.${index}`,
  names: [`svc-${index}.ns-demo.svc.cluster.local`],
}));

const changes = [
  ['longer', ENTRIES, MANY],
  ['shorter', MANY, ENTRIES],
  ['gone', MANY, []],
] as const;

/** After a start of the system no process holds the lock; drafts go with the first write after a minute. */
async function startAnew({ directory, files }: HostsRoom): Promise<void> {
  for (const name of await files()) if (name.startsWith('.hosts.portside-')) await rm(join(directory, name));
}

const ways = [
  ['replaces the file', false],
  ['goes into the file, since it has a second name', true],
] as const;

for (const [way, isInPlace] of ways) {
  test.each(changes)(
    `a power cut at any step of a write that ${way} (%s) leaves one text or the other`,
    async (_, from, to) => {
      await withHosts(async (room) => {
        const { directory, path, backupDirectory, read, write, apply } = room;
        const base = join(directory, '..');
        if (isInPlace) await link(path, join(directory, 'second'));
        const [before, after] = [applyBlock(ORDINARY, from), applyBlock(ORDINARY, to)];
        const seen = new Set<string>();
        let trace: Trace = { calls: [], isCut: true };
        for (let step = 1; trace.isCut; step += 1) {
          await write(before);
          await rm(backupDirectory, { recursive: true, force: true });
          trace = await withPowerCut(base, step, () => apply(to));
          await startAnew(room);
          await mendTorn(path, backupDirectory);
          const text = await read();
          seen.add(text);
          expect([before, after], `${step}: ${trace.calls.at(-1)}`).toContain(text);
          // The next run goes on from there.
          await apply(ENTRIES);
          expect(stripBlock(await read())).toBe(ORDINARY);
        }
        expect(seen).toEqual(new Set([before, after]));
        expect(trace.calls.length).toBeGreaterThan(20);
        // On the disk before it gets the name, or before the note of it goes.
        const { calls } = trace;
        const order = isInPlace
          ? ['writeSync', 'fsyncSync', 'writeSync', 'fsyncSync', 'rmSync']
          : ['writeFile', 'sync', 'renameSync'];
        let at = calls.indexOf(isInPlace ? 'openSync' : 'readdir');
        for (const name of order) {
          at = calls.indexOf(name, at + 1);
          expect(at, name).toBeGreaterThan(0);
        }
      });
    },
    60_000,
  );
}

test('a torn file that somebody has changed since is left as it is', async () => {
  await withHosts(async (room) => {
    const { directory, path, backupDirectory, read, write, apply } = room;
    await link(path, join(directory, 'second'));
    await write(ORDINARY);
    let step = 1;
    // Cut in the middle of the write itself: the second of the two, after the note of it.
    for (let writes = 0; writes < 2; step += 1) {
      await rm(backupDirectory, { recursive: true, force: true });
      const { calls } = await withPowerCut(join(directory, '..'), step, () => apply(MANY));
      await startAnew(room);
      writes = calls.filter((name) => name === 'writeSync').length;
    }
    const torn = await read();
    expect(torn).not.toBe(ORDINARY);
    await write(`10.0.0.9 mine\n${torn}`);
    expect(await mendTorn(path, backupDirectory)).toBe(false);
    expect(await read()).toBe(`10.0.0.9 mine\n${torn}`);
    expect(await mendTorn(path, backupDirectory)).toBe(false);
  });
});
