/**
 * Packs texts as an asar archive without folders: a pickled length, a pickled JSON header, then the bodies one after
 * another. All lengths are little-endian and the header is padded to four bytes.
 */
export function packAsar(files: Record<string, string>): Buffer {
  const names = Object.keys(files);
  const bodies = names.map((name) => Buffer.from(files[name] ?? ''));
  const entries: Record<string, { size: number; offset: string }> = {};
  let offset = 0;
  for (const [index, body] of bodies.entries()) {
    entries[names[index] ?? ''] = { size: body.length, offset: String(offset) };
    offset += body.length;
  }
  const header = Buffer.from(JSON.stringify({ files: entries }));
  const paddedBytes = (header.length + 3) & ~3;
  const head = Buffer.alloc(16 + paddedBytes);
  head.writeUInt32LE(4, 0);
  head.writeUInt32LE(paddedBytes + 8, 4);
  head.writeUInt32LE(paddedBytes + 4, 8);
  head.writeUInt32LE(header.length, 12);
  header.copy(head, 16);
  return Buffer.concat([head, ...bodies]);
}
