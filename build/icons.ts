import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { projectRoot } from './build.ts';
import { packIcns, packIco } from './icons/containers.ts';
import { rasterize, type Raster, type RasterJob } from './icons/raster.ts';

export const TRAY_STATES = ['idle', 'live', 'busy', 'trouble'] as const;

/** Up to this size the app's icon is drawn from its bolder sister. */
const SMALL_UP_TO = 48;
const APP_SIZES = [16, 20, 24, 32, 40, 48, 64, 128, 256, 512, 1024];
const LINUX_SIZES = [16, 24, 32, 48, 64, 128, 256, 512];
const ICO_SIZES = [16, 20, 24, 32, 40, 48, 64, 256];

/** Colours of the tray's glyphs by the taskbar they stand on; the sign is the part that tells the state. */
const TASKBARS = {
  dark: { ink: '#ffffff', signs: { idle: '#ffffff', live: '#4cc38a', busy: '#f5b54a', trouble: '#ff7b72' } },
  light: { ink: '#1b1f24', signs: { idle: '#1b1f24', live: '#12854b', busy: '#a15c07', trouble: '#c0362c' } },
} as const;

/** Electron takes the file whose suffix fits the screen. Chromium on Linux hands the largest to the panel. */
const TRAY_SCALES = { '': 16, '@1.25x': 20, '@1.5x': 24, '@2x': 32 } as const;
const TEMPLATE_SCALES = { '': 18, '@2x': 36 } as const;

type Picture = RasterJob & { file: string };
type Container = { file: string; pictures: RasterJob[]; pack: (rasters: Raster[]) => Buffer };

/** All files that are drawn, by their path below assets/. */
export function iconFiles(): string[] {
  const blank = (): string => '';
  const { pictures, containers } = plan(blank);
  return [...pictures, ...containers].map(({ file }) => file);
}

function plan(source: (name: string) => string): { pictures: Picture[]; containers: Container[] } {
  const app = (size: number): RasterJob => ({ svg: source(size <= SMALL_UP_TO ? 'app-small' : 'app'), size });
  const pictures: Picture[] = [
    { file: 'icon.png', ...app(512) },
    ...LINUX_SIZES.map((size) => ({ file: `icons/${size}x${size}.png`, ...app(size) })),
  ];
  const containers: Container[] = [
    { file: 'icon.ico', pictures: ICO_SIZES.map(app), pack: packIco },
    { file: 'icon.icns', pictures: APP_SIZES.map(app), pack: packIcns },
  ];
  for (const state of TRAY_STATES) {
    for (const [theme, { ink, signs }] of Object.entries(TASKBARS)) {
      const svg = colour(source(`tray/${state}`), ink, signs[state]);
      const jobs = Object.entries(TRAY_SCALES).map(([suffix, size]) => ({ suffix, svg, size }));
      pictures.push(...jobs.map(({ suffix, ...job }) => ({ file: `tray/${state}-${theme}${suffix}.png`, ...job })));
      containers.push({ file: `tray/${state}-${theme}.ico`, pictures: jobs, pack: packIco });
    }
    const svg = colour(source(`tray/${state}`), '#000', '#000');
    for (const [suffix, size] of Object.entries(TEMPLATE_SCALES)) {
      pictures.push({ file: `tray/${state}Template${suffix}.png`, svg, size });
    }
  }
  return { pictures, containers };
}

function colour(svg: string, ink: string, sign: string): string {
  return svg.replaceAll('var(--ink, #000)', ink).replaceAll('var(--sign, #000)', sign);
}

async function drawAll(assets: string): Promise<void> {
  const names = ['app', 'app-small', ...TRAY_STATES.map((state) => `tray/${state}`)];
  const texts = await Promise.all(names.map((name) => readFile(join(assets, 'source', `${name}.svg`), 'utf8')));
  const sources = new Map(names.map((name, index) => [name, texts[index] ?? '']));
  const { pictures, containers } = plan((name) => sources.get(name) ?? '');
  const rasters = await rasterize([...pictures, ...containers.flatMap((container) => container.pictures)]);
  await Promise.all(['icons', 'tray'].map((name) => rm(join(assets, name), { recursive: true, force: true })));
  const write = async (file: string, content: Buffer): Promise<void> => {
    await mkdir(dirname(join(assets, file)), { recursive: true });
    await writeFile(join(assets, file), content);
  };
  for (const picture of pictures) await write(picture.file, rasters.shift()?.png ?? Buffer.alloc(0));
  for (const { file, pictures: parts, pack } of containers) await write(file, pack(rasters.splice(0, parts.length)));
}

if (process.argv[1] === import.meta.filename) await drawAll(join(projectRoot, 'assets'));
