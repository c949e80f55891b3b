import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDesktop } from '../desktop.ts';
import { electronArgs, findElectron } from '../electron-runtime.ts';

export type RasterJob = { svg: string; /** Width and height in pixels. */ size: number };

export type Raster = { size: number; png: Buffer; /** Four bytes per pixel, alpha not multiplied in. */ rgba: Buffer };

/** Draws SVGs with Electron's own renderer: the one that is here on every system, and draws alike on each. */
export async function rasterize(jobs: RasterJob[]): Promise<Raster[]> {
  const electron = await findElectron();
  const desktop = await openDesktop();
  const folder = await mkdtemp(join(tmpdir(), 'portside-icons-'));
  const [jobsFile, resultsFile] = [join(folder, 'jobs.json'), join(folder, 'results.json')];
  try {
    await writeFile(jobsFile, JSON.stringify(jobs));
    const script = join(import.meta.dirname, 'rasterize.cjs');
    const args = [script, ...electronArgs(), '--force-color-profile=srgb', jobsFile, resultsFile];
    const child = spawn(electron.path, args, { env: desktop.env, stdio: 'ignore' });
    const code = await new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', resolve);
    });
    if (code !== 0) throw new Error('Electron could not draw the icons.');
    const results = JSON.parse(await readFile(resultsFile, 'utf8')) as { size: number; png: string; rgba: string }[];
    return results.map(({ size, png, rgba }) => ({
      size,
      png: Buffer.from(png, 'base64'),
      rgba: Buffer.from(rgba, 'base64'),
    }));
  } finally {
    await rm(folder, { recursive: true, force: true });
    await desktop.close();
  }
}
