import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { projectRoot } from '../../build/build.ts';
import { packIcns, packIco } from '../../build/icons/containers.ts';
import { iconFiles, TRAY_STATES } from '../../build/icons.ts';

const read = (file: string): Buffer => readFileSync(join(projectRoot, 'assets', file));
const pngSize = (png: Buffer): [number, number] => [png.readUInt32BE(16), png.readUInt32BE(20)];
const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47]);

describe('the icons in assets', () => {
  test('are all there and begin as their kind does', () => {
    const starts = { png: pngSignature, ico: Buffer.from([0, 0, 1, 0]), icns: Buffer.from('icns') };
    for (const file of iconFiles()) {
      const start = starts[file.slice(file.lastIndexOf('.') + 1) as keyof typeof starts];
      expect(read(file).subarray(0, start.length), file).toEqual(start);
    }
  });

  test('have the sizes that their names promise', () => {
    expect(pngSize(read('icon.png'))).toEqual([512, 512]);
    for (const size of [16, 24, 32, 48, 64, 128, 256, 512]) {
      expect(pngSize(read(`icons/${size}x${size}.png`))).toEqual([size, size]);
    }
    for (const state of TRAY_STATES) {
      for (const theme of ['light', 'dark']) {
        for (const [suffix, size] of [
          ['', 16],
          ['@1.25x', 20],
          ['@1.5x', 24],
          ['@2x', 32],
        ] as const) {
          expect(pngSize(read(`tray/${state}-${theme}${suffix}.png`))).toEqual([size, size]);
        }
      }
      expect(pngSize(read(`tray/${state}Template.png`))).toEqual([18, 18]);
      expect(pngSize(read(`tray/${state}Template@2x.png`))).toEqual([36, 36]);
    }
  });

  test('are templates of nothing but black and alpha on macOS', () => {
    for (const state of TRAY_STATES) {
      const pixels = decodePng(read(`tray/${state}Template@2x.png`));
      const coloured = pixels.filter(([red, green, blue, alpha]) => alpha > 0 && red + green + blue > 0);
      expect(coloured, state).toEqual([]);
      expect(
        pixels.some(([, , , alpha]) => alpha === 255),
        state,
      ).toBe(true);
    }
  });

  test('tell the states apart by shape, not by colour alone', () => {
    const shapes = TRAY_STATES.map((state) => decodePng(read(`tray/${state}Template.png`)).map((pixel) => pixel[3]));
    for (const [index, shape] of shapes.entries()) {
      for (const other of shapes.slice(index + 1)) {
        const differing = shape.filter((alpha, at) => Math.abs(alpha - (other[at] ?? 0)) > 96).length;
        expect(differing).toBeGreaterThan(20);
      }
    }
  });
});

describe('an icon file', () => {
  const blue = Buffer.from([10, 20, 250, 255]);
  const raster = { size: 1, png: Buffer.from('PNG'), rgba: blue };

  test('for Windows points at each entry, bitmaps with rows of blue, green, red, alpha', () => {
    const ico = packIco([raster, { ...raster, size: 256 }]);
    expect(ico.readUInt16LE(4)).toBe(2);
    expect([...ico.subarray(6 + 16, 8 + 16)]).toEqual([0, 0]); // 256 is written as 0
    const first = ico.subarray(ico.readUInt32LE(18), ico.readUInt32LE(18) + ico.readUInt32LE(14));
    expect([...first.subarray(40, 44)]).toEqual([250, 20, 10, 255]);
    expect(first.length).toBe(40 + 4 + 4);
    expect(ico.subarray(ico.readUInt32LE(34)).toString()).toBe('PNG');
  });

  test('for macOS holds a size twice where it is another one at double density', () => {
    const icns = packIcns([
      { ...raster, size: 256 },
      { ...raster, size: 48 },
    ]);
    expect(icns.readUInt32BE(4)).toBe(icns.length);
    expect(icns.toString('latin1')).toMatch(/^icns....ic08....PNGic13....PNG$/s);
  });
});

type Pixel = [red: number, green: number, blue: number, alpha: number];

/** Decodes what a canvas writes: eight bits, red, green, blue and alpha, not interlaced. */
function decodePng(png: Buffer): Pixel[] {
  const [width, height] = pngSize(png);
  expect([...png.subarray(24, 29)]).toEqual([8, 6, 0, 0, 0]);
  const data: Buffer[] = [];
  for (let at = 8; at < png.length; at += png.readUInt32BE(at) + 12) {
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT')
      data.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  }
  const raw = inflateSync(Buffer.concat(data));
  const stride = width * 4;
  let above: Buffer = Buffer.alloc(stride);
  const pixels: Pixel[] = [];
  for (let row = 0; row < height; row += 1) {
    const start = row * (stride + 1);
    above = unfilter(raw[start] ?? 0, raw.subarray(start + 1, start + 1 + stride), above);
    for (let at = 0; at < stride; at += 4) pixels.push([...above.subarray(at, at + 4)] as Pixel);
  }
  return pixels;
}

function unfilter(filter: number, row: Buffer, above: Buffer): Buffer {
  const out = Buffer.alloc(row.length);
  for (const [at, value] of row.entries()) {
    const [left, up, corner] = [out[at - 4] ?? 0, above[at] ?? 0, at < 4 ? 0 : (above[at - 4] ?? 0)];
    const predictions = [0, left, up, Math.floor((left + up) / 2), paeth(left, up, corner)];
    out[at] = (value + (predictions[filter] ?? 0)) & 255;
  }
  return out;
}

function paeth(left: number, up: number, corner: number): number {
  const estimate = left + up - corner;
  const distances = [left, up, corner].map((each) => Math.abs(estimate - each));
  const nearest = Math.min(...distances);
  return [left, up, corner][distances.indexOf(nearest)] ?? 0;
}
