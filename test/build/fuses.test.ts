import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readFuses, setFuses } from '../../build/runtime/fuses.ts';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portside-fuses-'));
  file = join(folder, 'electron');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const binary = (version: number, states: string): Buffer =>
  Buffer.concat([
    Buffer.from('machine code'),
    Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'),
    Buffer.from([version, states.length]),
    Buffer.from(`${states}more code`),
  ]);

describe('fuses', () => {
  test('are set in place, and nothing else moves', async () => {
    writeFileSync(file, binary(1, '10100110'));
    await setFuses(file, { nodeCliInspect: true, ownBrowserSnapshot: false });
    expect(readFileSync(file)).toEqual(binary(1, '10110100'));
  });

  test('are read by name; an older executable has fewer', async () => {
    writeFileSync(file, binary(1, '101'));
    expect(await readFuses(file)).toEqual({ runAsNode: true, cookieEncryption: false, nodeOptions: true });
  });

  test('that an executable does not know are not written into its code', async () => {
    writeFileSync(file, binary(1, '101'));
    await expect(setFuses(file, { fileProtocolPrivileges: false })).rejects.toThrow('does not know');
    expect(readFileSync(file)).toEqual(binary(1, '101'));
  });

  test('of another version, or of no Electron at all, are refused', async () => {
    writeFileSync(file, binary(2, '101'));
    await expect(readFuses(file)).rejects.toThrow('unknown version 2');
    writeFileSync(file, 'a program');
    await expect(readFuses(file)).rejects.toThrow('has no fuses');
  });
});
