import type { Raster } from './raster.ts';

/** From this size on an .ico holds PNG; smaller entries are bitmaps, which every reader of .ico takes. */
const PNG_FROM = 128;

/** Packs pictures of several sizes, at most 256, as a Windows icon. */
export function packIco(rasters: Raster[]): Buffer {
  const bodies = rasters.map((raster) => (raster.size < PNG_FROM ? bitmap(raster) : raster.png));
  const directory = Buffer.alloc(6 + 16 * rasters.length);
  directory.writeUInt16LE(1, 2);
  directory.writeUInt16LE(rasters.length, 4);
  let offset = directory.length;
  for (const [index, { size }] of rasters.entries()) {
    const at = 6 + 16 * index;
    const bytes = bodies[index]?.length ?? 0;
    directory.writeUInt8(size % 256, at);
    directory.writeUInt8(size % 256, at + 1);
    directory.writeUInt16LE(1, at + 4);
    directory.writeUInt16LE(32, at + 6);
    directory.writeUInt32LE(bytes, at + 8);
    directory.writeUInt32LE(offset, at + 12);
    offset += bytes;
  }
  return Buffer.concat([directory, ...bodies]);
}

/** Rows from the bottom up in blue, green, red, alpha; then the old one-bit mask, left empty for alpha to count. */
function bitmap({ size, rgba }: Raster): Buffer {
  const header = Buffer.alloc(40);
  header.writeUInt32LE(40, 0);
  header.writeInt32LE(size, 4);
  header.writeInt32LE(size * 2, 8);
  header.writeUInt16LE(1, 12);
  header.writeUInt16LE(32, 14);
  const rows = Array.from({ length: size }, (_, row) => rgba.subarray(row * size * 4, (row + 1) * size * 4));
  const pixels = Buffer.concat(rows.toReversed());
  for (let at = 0; at < pixels.length; at += 4) pixels.subarray(at, at + 3).reverse();
  const maskRowBytes = Math.ceil(size / 32) * 4;
  return Buffer.concat([header, pixels, Buffer.alloc(maskRowBytes * size)]);
}

/** Types of a macOS icon that hold PNG, by size in pixels; a size may stand for itself and for half of it at @2x. */
const ICNS_TYPES: Record<number, string[]> = {
  32: ['ic11'],
  64: ['ic12'],
  128: ['ic07'],
  256: ['ic08', 'ic13'],
  512: ['ic09', 'ic14'],
  1024: ['ic10'],
};

/** Packs pictures of 32 to 1024 pixels as a macOS icon; other sizes are left out. */
export function packIcns(rasters: Raster[]): Buffer {
  const entries = rasters.flatMap(({ size, png }) => (ICNS_TYPES[size] ?? []).map((type) => chunk(type, png)));
  return chunk('icns', Buffer.concat(entries));
}

function chunk(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(8, type, 'latin1');
  head.writeUInt32BE(body.length + 8, 4);
  return Buffer.concat([head, body]);
}
