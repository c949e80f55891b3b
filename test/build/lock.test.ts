import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { withLock } from '../../build/runtime/lock.ts';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portside-lock-'));
  file = join(folder, 'below/lock');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a lock', () => {
  test('lets one job run after the other', async () => {
    const events: string[] = [];
    const job = (name: string) => async (): Promise<void> => {
      events.push(`${name} begins`);
      await new Promise<void>((resolve) => {
        setImmediate(resolve);
      });
      events.push(`${name} ends`);
    };
    await Promise.all([withLock(file, job('first')), withLock(file, job('second'))]);
    const [leader] = events[0]?.split(' ') ?? [];
    const follower = leader === 'first' ? 'second' : 'first';
    expect(events).toEqual([`${leader} begins`, `${leader} ends`, `${follower} begins`, `${follower} ends`]);
  });

  test('names its owner and is gone after the job, also after one that fails', async () => {
    const seen = await withLock(file, async () => readFileSync(file, 'utf8'));
    expect(seen).toBe(String(process.pid));
    await expect(withLock(file, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(existsSync(file)).toBe(false);
  });

  test('of a process that is gone is taken over', async () => {
    await withLock(file, async () => {});
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    writeFileSync(file, String(pid));
    expect(await withLock(file, () => Promise.resolve('done'))).toBe('done');
  });
});
