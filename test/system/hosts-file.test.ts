import { appendFileSync } from 'node:fs';
import { chmod, chown, link, lstat, mkdir, readlink, rename, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { backupPath } from '../../electron/system/hosts-backup.ts';
import { stripBlock } from '../../electron/system/hosts-block.ts';
import { changeHosts } from '../../electron/system/hosts-file.ts';
import { ENTRIES, ORDINARY, withHosts } from '../support/hosts-room.ts';
import { applyBlock } from '../support/hosts-own.ts';

const isRoot = process.geteuid?.() === 0;
const APPLIED = applyBlock(ORDINARY, ENTRIES);
const entriesOf = (name: string) => [{ address: '127.24.1.1', names: [name] }];

/** Runs `act` with the rights of an ordinary user. */
async function asNobody(act: () => Promise<void>): Promise<void> {
  if (isRoot) process.seteuid?.(65_534);
  try {
    await act();
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
}

describe('a change', () => {
  test('replaces the file and leaves nothing beside it', async () => {
    await withHosts(async ({ path, apply, read, files }) => {
      const before = await stat(path);
      expect(await apply()).toBe('replaced');
      expect(await read()).toBe(APPLIED);
      expect((await stat(path)).ino).not.toBe(before.ino);
      expect(await files()).toEqual(['hosts']);
    });
  });

  test('and its undoing give the bytes of before', async () => {
    await withHosts(async ({ apply, read }) => {
      await apply();
      expect(await apply([])).toBe('replaced');
      expect(await read()).toBe(ORDINARY);
    });
  });

  test('leaves the file itself where it is on Windows, with whatever rights were given to it', async () => {
    await withHosts(async ({ path, backupDirectory, read, files }) => {
      const before = await stat(path);
      const change = () => APPLIED;
      expect(await changeHosts({ path, backupDirectory, change, platform: 'win32' })).toBe('in-place');
      expect([await read(), (await stat(path)).ino, await files()]).toEqual([APPLIED, before.ino, ['hosts']]);
    });
  });

  /** As Node says it where Windows says that another program lets nobody in. */
  const busy = Object.assign(new Error('EBUSY: resource busy or locked, open'), { code: 'EBUSY' });

  test('waits for a program that holds the file for a moment', async () => {
    await withHosts(async ({ path, backupDirectory, read }) => {
      let looks = 0;
      const change = () => {
        looks += 1;
        if (looks === 2) throw busy;
        return APPLIED;
      };
      expect(await changeHosts({ path, backupDirectory, change })).toBe('replaced');
      expect(await read()).toBe(APPLIED);
    });
  });

  test('says so if a program goes on holding it', async () => {
    await withHosts(async ({ path, backupDirectory, read }) => {
      let looks = 0;
      const change = () => {
        looks += 1;
        if (looks > 1) throw busy;
        return APPLIED;
      };
      await expect(changeHosts({ path, backupDirectory, change })).rejects.toMatchObject({
        problem: { code: 'hosts-refused', args: { reason: 'another program holds it' } },
      });
      expect(await read()).toBe(ORDINARY);
    });
  });

  test('that changes nothing writes nothing', async () => {
    await withHosts(async ({ path, directory, backupDirectory, apply }) => {
      await apply();
      const before = await stat(path);
      const around = await stat(directory);
      expect(await apply()).toBe('unchanged');
      const after = await stat(path);
      expect([after.ino, after.mtimeMs, after.ctimeMs]).toEqual([before.ino, before.mtimeMs, before.ctimeMs]);
      expect((await stat(directory)).mtimeMs).toBe(around.mtimeMs);
      await expect(stat(backupPath(backupDirectory, 2))).rejects.toMatchObject({ code: 'ENOENT' });
    });
  });

  test('keeps the mode, also under a strict umask', async () => {
    await withHosts(async ({ path, apply }) => {
      await chmod(path, 0o664);
      const umask = process.umask(0o077);
      try {
        await apply();
      } finally {
        process.umask(umask);
      }
      expect((await stat(path)).mode & 0o7777).toBe(0o664);
    });
  });

  test.skipIf(!isRoot)('keeps the owner', async () => {
    await withHosts(async ({ path, apply }) => {
      await chown(path, 1234, 4321);
      expect(await apply()).toBe('replaced');
      const { uid, gid } = await stat(path);
      expect([uid, gid]).toEqual([1234, 4321]);
    });
  });

  test('of a symbolic link writes its target and keeps the link', async () => {
    await withHosts(async ({ directory, path, apply, read }) => {
      await mkdir(join(directory, 'static'));
      await rename(path, join(directory, 'static/real'));
      await symlink('static/real', path);
      expect(await apply()).toBe('replaced');
      expect((await lstat(path)).isSymbolicLink()).toBe(true);
      expect(await readlink(path)).toBe('static/real');
      expect(await read(join(directory, 'static/real'))).toBe(APPLIED);
    });
  });

  test('of a file with a second name is seen under both', async () => {
    await withHosts(async ({ directory, path, apply, read }) => {
      await link(path, join(directory, 'same'));
      expect(await apply()).toBe('in-place');
      expect(await read(join(directory, 'same'))).toBe(APPLIED);
      expect(await apply([])).toBe('in-place');
      expect(await read()).toBe(ORDINARY);
    });
  });

  test('of a missing file is the error of the system', async () => {
    await withHosts(async ({ directory, apply }) => {
      await expect(apply(ENTRIES, join(directory, 'none'))).rejects.toMatchObject({ code: 'ENOENT' });
    });
  });

  test('removes drafts that a crash left behind, and no younger ones', async () => {
    await withHosts(async ({ directory, apply, files }) => {
      const old = join(directory, '.hosts.portside-0123');
      await writeFile(old, 'half');
      await utimes(old, new Date(0), new Date(0));
      await writeFile(join(directory, '.hosts.portside-4567'), 'of another run');
      await apply();
      expect((await files()).sort()).toEqual(['.hosts.portside-4567', 'hosts']);
    });
  });
});

describe('other programs', () => {
  test('that wrote in between keep what they wrote', async () => {
    await withHosts(async ({ path, backupDirectory, read, files }) => {
      let times = 0;
      const change = (text: string) => {
        times += 1;
        if (times < 3) appendFileSync(path, `10.0.0.${times} other\n`);
        return applyBlock(text, ENTRIES);
      };
      expect(await changeHosts({ path, backupDirectory, change })).toBe('replaced');
      expect(times).toBe(3);
      expect(stripBlock(await read())).toBe(`${ORDINARY}10.0.0.1 other\n10.0.0.2 other\n`);
      expect(await files()).toEqual(['hosts']);
    });
  });

  test('that never stop writing are told, and nothing was written', async () => {
    await withHosts(async ({ path, backupDirectory, read, files }) => {
      const change = (text: string) => {
        appendFileSync(path, '# again\n');
        return applyBlock(text, ENTRIES);
      };
      await expect(changeHosts({ path, backupDirectory, change })).rejects.toMatchObject({
        problem: { code: 'hosts-refused' },
      });
      expect(await read()).toBe(`${ORDINARY}${'# again\n'.repeat(6)}`);
      expect(await files()).toEqual(['hosts']);
    });
  });

  test('are not overwritten in place either', async () => {
    await withHosts(async ({ directory, path, backupDirectory, read }) => {
      await link(path, join(directory, 'same'));
      let times = 0;
      const change = (text: string) => {
        times += 1;
        if (times < 2) appendFileSync(path, '10.0.0.1 other\n');
        return applyBlock(text, ENTRIES);
      };
      expect(await changeHosts({ path, backupDirectory, change })).toBe('in-place');
      expect(stripBlock(await read())).toBe(`${ORDINARY}10.0.0.1 other\n`);
    });
  });

  test('lose no line to a change that would touch it', async () => {
    await withHosts(async ({ path, backupDirectory, read, files }) => {
      for (const change of [
        (text: string) => applyBlock(text.replace('mybox', 'yourbox'), ENTRIES),
        (text: string) => text.replace('localhost', ''),
        () => '',
      ]) {
        await expect(changeHosts({ path, backupDirectory, change })).rejects.toMatchObject({
          problem: { code: 'hosts-refused' },
        });
      }
      expect(await read()).toBe(ORDINARY);
      expect(await files()).toEqual(['hosts']);
      await expect(stat(backupDirectory)).rejects.toMatchObject({ code: 'ENOENT' });
    });
  });

  test('twenty changes at once leave one block and every other line', async () => {
    await withHosts(async ({ apply, read, files }) => {
      await Promise.allSettled(Array.from({ length: 20 }, (_, index) => apply(entriesOf(`svc-${index}`))));
      const text = await read();
      expect(stripBlock(text)).toBe(ORDINARY);
      expect(text.match(/^127\.24\.1\.1 svc-\d+$/gm)).toHaveLength(1);
      expect(await files()).toEqual(['hosts']);
    });
  });
});

describe('rights', () => {
  test('that do not suffice are the error of the system, and nothing is left beside the file', async () => {
    await withHosts(async ({ path, directory, backupDirectory, apply, read, files }) => {
      await mkdir(backupDirectory, { recursive: true });
      for (const each of [join(directory, '..'), directory, join(backupDirectory, '..')]) await chmod(each, 0o755);
      await chmod(backupDirectory, 0o777);
      await chmod(path, 0o444);
      await chmod(directory, 0o555);
      await asNobody(() => expect(apply()).rejects.toMatchObject({ code: 'EACCES' }));
      await chmod(directory, 0o755);
      expect(await read()).toBe(ORDINARY);
      expect(await files()).toEqual(['hosts']);
    });
  });

  test('on the file alone, not on its directory, make it write in place', async () => {
    await withHosts(async ({ path, directory, backupDirectory, apply, read }) => {
      await mkdir(backupDirectory, { recursive: true });
      for (const each of [join(directory, '..'), join(backupDirectory, '..')]) await chmod(each, 0o755);
      await chmod(backupDirectory, 0o777);
      await chmod(path, 0o666);
      await chmod(directory, 0o555);
      await asNobody(async () => {
        expect(await apply()).toBe('in-place');
      });
      await chmod(directory, 0o755);
      expect(await read()).toBe(APPLIED);
    });
  });
});
