import { mkdir, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { backupPath } from '../../electron/system/hosts-backup.ts';
import { changeHosts } from '../../electron/system/hosts-file.ts';
import { ENTRIES, ORDINARY, withHosts } from '../support/hosts-room.ts';
import { applyBlock } from '../support/hosts-own.ts';

const entriesOf = (name: string) => [{ address: '127.24.1.1', names: [name] }];

describe('backups', () => {
  test('are three different states of what is not ours, the newest first', async () => {
    await withHosts(async ({ backupDirectory, apply, read, write }) => {
      for (const line of ['', '10.0.0.1 a\n', '10.0.0.2 b\n', '10.0.0.3 c\n']) {
        await write((await read()) + line);
        for (const name of ['one', 'two', 'three', 'four']) await apply(entriesOf(name));
      }
      const kept = await Promise.all([1, 2, 3].map((number) => read(backupPath(backupDirectory, number))));
      expect(kept).toEqual([
        `${ORDINARY}10.0.0.1 a\n10.0.0.2 b\n10.0.0.3 c\n`,
        `${ORDINARY}10.0.0.1 a\n10.0.0.2 b\n`,
        `${ORDINARY}10.0.0.1 a\n`,
      ]);
      await expect(stat(backupPath(backupDirectory, 4))).rejects.toMatchObject({ code: 'ENOENT' });
      await expect(stat(backupPath(backupDirectory, 0))).rejects.toMatchObject({ code: 'ENOENT' });
    });
  });

  test('come first: without one nothing is written', async () => {
    await withHosts(async ({ path, directory, read }) => {
      const backupDirectory = join(directory, 'hosts', 'not-a-directory');
      const change = (text: string) => applyBlock(text, ENTRIES);
      await expect(changeHosts({ path, backupDirectory, change })).rejects.toMatchObject({ code: 'ENOTDIR' });
      expect(await read()).toBe(ORDINARY);
    });
  });

  test('do not follow a link that lies in their place', async () => {
    await withHosts(async ({ backupDirectory, apply, directory, read }) => {
      await mkdir(backupDirectory, { recursive: true });
      const precious = join(directory, 'precious');
      await writeFile(precious, 'precious');
      await symlink(precious, backupPath(backupDirectory, 0));
      await symlink(precious, backupPath(backupDirectory, 1));
      await apply();
      expect(await read(precious)).toBe('precious');
      expect(await read(backupPath(backupDirectory, 1))).toBe(ORDINARY);
    });
  });
});
