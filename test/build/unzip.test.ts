import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { unzip } from '../../build/runtime/unzip.ts';

type Given = { name: string; body?: string; method?: number; mode?: number };

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portside-unzip-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function writeZip(entries: Given[], comment = ''): string {
  const file = join(folder, 'made.zip');
  writeFileSync(file, makeZip(entries, comment));
  return file;
}

const into = (name: string): string => join(folder, 'out', name);

describe('unzip', () => {
  test('unpacks stored, deflated and empty entries with their modes', async () => {
    const long = 'abc'.repeat(100_000);
    const file = writeZip([
      { name: 'bin/', mode: 0o755 },
      { name: 'bin/tool', body: long, method: 8, mode: 0o755 },
      { name: 'plain.txt', body: 'as it is', method: 0, mode: 0o640 },
      { name: 'empty', body: '', method: 0 },
    ]);
    await unzip(file, into);
    expect(readFileSync(into('bin/tool'), 'utf8')).toBe(long);
    expect(readFileSync(into('plain.txt'), 'utf8')).toBe('as it is');
    expect(readFileSync(into('empty'), 'utf8')).toBe('');
    const modes = ['bin/tool', 'plain.txt', 'empty'].map((name) => statSync(into(name)).mode & 0o777);
    expect(modes).toEqual([0o755, 0o640, 0o644]);
  });

  test('leaves out and renames as it is told', async () => {
    const file = writeZip([
      { name: 'App/App', body: 'binary' },
      { name: 'App/resources/app.js', body: 'theirs' },
    ]);
    const asked: string[] = [];
    await unzip(file, (name) => {
      asked.push(name);
      return name === 'App/App' ? into('electron') : undefined;
    });
    expect(asked).toEqual(['App/App', 'App/resources/app.js']);
    expect(readFileSync(into('electron'), 'utf8')).toBe('binary');
    expect(() => statSync(into('App'))).toThrow('ENOENT');
  });

  test('finds the directory before a comment', async () => {
    await unzip(writeZip([{ name: 'a', body: 'x' }], 'made by hand'), into);
    expect(readFileSync(into('a'), 'utf8')).toBe('x');
  });

  test('refuses an entry that points outside', async () => {
    await expect(unzip(writeZip([{ name: '../a', body: 'x' }]), into)).rejects.toThrow('../a points outside');
  });

  test('refuses what is no zip, and methods it does not know', async () => {
    const file = join(folder, 'no.zip');
    writeFileSync(file, 'something else');
    await expect(unzip(file, into)).rejects.toThrow('no end record');
    await expect(unzip(writeZip([{ name: 'a', body: 'x', method: 12 }]), into)).rejects.toThrow('unknown method 12');
  });
});

/** Writes the records by hand, after the format's specification, so that no reader proves itself. */
function makeZip(entries: Given[], comment: string): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const { name, body = '', method = 8, mode = 0 } of entries) {
    const packed = method === 8 && body !== '' ? deflateRawSync(body) : Buffer.from(body);
    const title = Buffer.from(name);
    const extra = Buffer.from([0x55, 0x54, 1, 0, 0]); // a local extra field: bodies do not begin right behind names
    const local = Buffer.alloc(30);
    local.write('PK\x03\x04', 'latin1');
    local.writeUInt16LE(method, 8);
    local.writeUInt16LE(title.length, 26);
    local.writeUInt16LE(extra.length, 28);
    locals.push(local, title, extra, packed);
    const record = Buffer.alloc(46);
    record.write('PK\x01\x02', 'latin1');
    record.writeUInt16LE(method, 10);
    record.writeUInt32LE(packed.length, 20);
    record.writeUInt32LE(Buffer.byteLength(body), 24);
    record.writeUInt16LE(title.length, 28);
    record.writeUInt32LE((mode << 16) >>> 0, 38);
    record.writeUInt32LE(offset, 42);
    central.push(record, title);
    offset += local.length + title.length + extra.length + packed.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  end.writeUInt16LE(Buffer.byteLength(comment), 20);
  return Buffer.concat([...locals, directory, end, Buffer.from(comment)]);
}
