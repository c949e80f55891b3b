import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { because } from '../../electron/contract/text/de/reasons.ts';
import { whyNotWritten, writeWhole, writeWholeSync } from '../../electron/shell/write-whole.ts';

let room: string;
beforeEach(async () => {
  room = await mkdtemp(path.join(tmpdir(), 'portside-write-'));
});
afterEach(() => rm(room, { recursive: true, force: true }));

const isRoot = process.getuid?.() === 0;
const place = (name = 'out.har') => path.join(room, name);
const why = (file: string, data: string | Uint8Array = 'new') =>
  writeWhole(file, data).then(
    () => 'written',
    (error: unknown) => whyNotWritten(error),
  );

test('a file is written, and one that is there is replaced whole; bytes stay bytes', async () => {
  await writeWhole(place(), 'first and longer');
  await writeWhole(place(), 'second');
  expect(await readFile(place(), 'utf8')).toBe('second');
  await writeWhole(place('zip'), new Uint8Array([0, 255, 10]));
  expect([...(await readFile(place('zip')))]).toEqual([0, 255, 10]);
  expect(await readdir(room)).toEqual(['out.har', 'zip']);
});

test('a link stays a link, and leads to what is new', async () => {
  await writeFile(place('target'), 'old');
  await symlink(place('target'), place('link'));
  await writeWhole(place('link'), 'new');
  expect(await readFile(place('target'), 'utf8')).toBe('new');
});

test.skipIf(process.platform !== 'linux')(
  'a device that takes nothing says in words that it is full, and stays',
  async () => {
    expect(await why('/dev/full')).toBe('the disk is full');
    expect(await why('/dev/null')).toBe('written');
    expect(because('the disk is full')).toBe('der Datenträger ist voll');
  },
);

test.skipIf(!isRoot || process.platform !== 'linux')('a full disk loses nothing of what was there before', async () => {
  const disk = place('disk');
  await mkdir(disk);
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk]);
  try {
    const file = path.join(disk, 'out.har');
    await writeFile(file, 'old');
    expect(await why(file, 'x'.repeat(1024 * 1024))).toBe('the disk is full');
    expect(await readFile(file, 'utf8')).toBe('old');
    // Nearly full, a single write takes a part and tells no error.
    expect(() => writeWholeSync(file, 'x'.repeat(1024 * 1024), 0o600)).toThrow('ENOSPC');
    expect(await readFile(file, 'utf8')).toBe('old');
    expect(await readdir(disk)).toEqual(['out.har']);
  } finally {
    execFileSync('umount', [disk]);
  }
});

test('a folder in the way, and one that is gone, are told in words', async () => {
  await mkdir(place('folder'));
  expect(await why(place('folder'))).toBe('a folder has this name');
  expect(await why(path.join(room, 'gone', 'file'))).toBe('the folder is not there any more');
  expect(await why(place('x'.repeat(300)))).toBe('the name is too long');
});

test.skipIf(isRoot)(
  'a folder that may not be changed is told in words; a file in it that may be, is written',
  async () => {
    await mkdir(place('closed'));
    await writeFile(place('closed/old'), 'old');
    await chmod(place('closed'), 0o500);
    expect(await why(place('closed/new'))).toBe('this user may not write there');
    expect(await why(place('closed/old'))).toBe('written');
    expect(await readFile(place('closed/old'), 'utf8')).toBe('new');
    await chmod(place('closed'), 0o700);
  },
);
