import { createReadStream, createWriteStream } from 'node:fs';
import { chmod, mkdir, open, writeFile, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createInflateRaw } from 'node:zlib';

const END_RECORD = 'PK\x05\x06';
/** The end record is 22 bytes long and may be followed by a comment of at most 65,535 bytes. */
const END_SEARCH_BYTES = 22 + 65_535;
const STORED = 0;
const DEFLATED = 8;

type Entry = { name: string; method: number; compressedBytes: number; mode: number; headerOffset: number };

/**
 * Unpacks the entries of a zip file to where `place` says; `undefined` leaves an entry out. Understands stored and
 * deflated entries found through the central directory; throws on anything else (zip64, encryption, other methods).
 */
export async function unzip(file: string, place: (name: string) => string | undefined): Promise<void> {
  const handle = await open(file, 'r');
  try {
    for (const entry of await readDirectory(handle)) {
      const target = entry.name.endsWith('/') ? undefined : place(entry.name);
      if (target !== undefined) await extract(handle, entry, target, file);
    }
  } finally {
    await handle.close();
  }
}

async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await handle.read(buffer, 0, length, position);
  if (bytesRead !== length) throw new Error('The zip file ends too early.');
  return buffer;
}

async function readDirectory(handle: FileHandle): Promise<Entry[]> {
  const { size } = await handle.stat();
  const tailBytes = Math.min(size, END_SEARCH_BYTES);
  const tail = await readAt(handle, size - tailBytes, tailBytes);
  const end = tail.lastIndexOf(END_RECORD, undefined, 'latin1');
  if (end < 0) throw new Error('Not a zip file: it has no end record.');
  const directory = await readAt(handle, tail.readUInt32LE(end + 16), tail.readUInt32LE(end + 12));
  const entries: Entry[] = [];
  for (let at = 0; at < directory.length;) {
    const nameBytes = directory.readUInt16LE(at + 28);
    entries.push({
      name: directory.toString('utf8', at + 46, at + 46 + nameBytes),
      method: directory.readUInt16LE(at + 10),
      compressedBytes: directory.readUInt32LE(at + 20),
      mode: (directory.readUInt32LE(at + 38) >>> 16) & 0o777,
      headerOffset: directory.readUInt32LE(at + 42),
    });
    at += 46 + nameBytes + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return entries;
}

async function extract(handle: FileHandle, entry: Entry, target: string, file: string): Promise<void> {
  if (entry.name.split('/').includes('..')) throw new Error(`The zip entry ${entry.name} points outside.`);
  if (entry.method !== STORED && entry.method !== DEFLATED) {
    throw new Error(`The zip entry ${entry.name} is packed by the unknown method ${entry.method}.`);
  }
  await mkdir(dirname(target), { recursive: true });
  const header = await readAt(handle, entry.headerOffset, 30);
  const start = entry.headerOffset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  if (entry.compressedBytes === 0) {
    await writeFile(target, '');
  } else {
    const packed = createReadStream(file, { start, end: start + entry.compressedBytes - 1, highWaterMark: 1 << 20 });
    const plain = createWriteStream(target);
    await (entry.method === STORED ? pipeline(packed, plain) : pipeline(packed, createInflateRaw(), plain));
  }
  await chmod(target, entry.mode === 0 ? 0o644 : entry.mode);
}
