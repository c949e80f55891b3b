import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ENTRIES, ORDINARY, withHosts } from '../support/hosts-room.ts';
import { applyBlock } from '../support/hosts-own.ts';

const APPLIED = applyBlock(ORDINARY, ENTRIES);

const run = (file: string, ...args: readonly string[]) => execFileSync(file, args, { stdio: 'ignore' });

/** Containers mount the hosts file itself; renaming over a mount point is EBUSY. Tried in a directory of its own. */
const canMount = (() => {
  if (process.platform !== 'linux' || process.geteuid?.() !== 0) return false;
  const own = mkdtempSync(join(tmpdir(), 'portside-mount-'));
  try {
    run('mount', '--bind', own, own);
    run('umount', own);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(own, { recursive: true, force: true });
  }
})();

/** Mounts `from` over the file while `act` runs. */
async function mounted(from: string, path: string, act: () => Promise<void>): Promise<void> {
  run('mount', '--bind', from, path);
  try {
    await act();
  } finally {
    run('umount', path);
  }
}

// Skipped where mounting needs rights that the test run does not have.
describe.skipIf(!canMount)('a mounted hosts file', () => {
  let outside: string;

  beforeAll(async () => {
    outside = await mkdtemp(join(tmpdir(), 'portside-mount-'));
  });

  afterAll(async () => {
    await rm(outside, { recursive: true, force: true });
  });

  test('is written in place, and nothing is left beside it', async () => {
    await withHosts(async ({ path, apply, read, files }) => {
      const real = join(outside, 'hosts');
      await writeFile(real, ORDINARY, 'latin1');
      await mounted(real, path, async () => {
        const before = await stat(real);
        expect(await apply()).toBe('in-place');
        expect(await read()).toBe(APPLIED);
        expect(await read(real)).toBe(APPLIED);
        expect((await stat(real)).ino).toBe(before.ino);
        expect(await files()).toEqual(['hosts']);
        expect(await apply()).toBe('unchanged');
        expect(await apply([])).toBe('in-place');
        expect(await read(real)).toBe(ORDINARY);
      });
    });
  });

  test('that may not be written is the error of the system', async () => {
    await withHosts(async ({ path, apply, read, files }) => {
      const real = join(outside, 'read-only');
      await writeFile(real, ORDINARY, 'latin1');
      await mounted(real, path, async () => {
        run('mount', '-o', 'remount,bind,ro', path);
        await expect(apply()).rejects.toMatchObject({ code: 'EROFS' });
        expect(await read()).toBe(ORDINARY);
        expect(await files()).toEqual(['hosts']);
      });
    });
  });

  test('on a full disk keeps the old text', async () => {
    await withHosts(async ({ path, apply, read }) => {
      const disk = join(outside, 'disk');
      await mkdir(disk);
      run('mount', '-t', 'tmpfs', '-o', 'size=16k', 'tmpfs', disk);
      try {
        const real = join(disk, 'hosts');
        await writeFile(real, ORDINARY, 'latin1');
        const many = Array.from({ length: 250 }, (_, index) => ({
          address: `127.24.1.${index}`,
          names: [`svc-${index}.ns-demo.svc.cluster.local`, `primary.addon-${index}--0123456789abcdef.addon.code.run`],
        }));
        await mounted(real, path, async () => {
          await expect(apply(many)).rejects.toMatchObject({ code: 'ENOSPC' });
          expect(await read(real)).toBe(ORDINARY);
          expect(await apply()).toBe('in-place');
        });
      } finally {
        run('umount', disk);
      }
    });
  });
});
