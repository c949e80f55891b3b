/**
 * `node --import tsx test/bench/launch.ts [rounds]`: how long the app takes to its tray and to its first paint, beside an
 * Electron app that has a tray, a window with one word, and nothing else. Taken in turns, so that both see the same machine.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { build, projectRoot } from '../../build/build.ts';
import { openDesktop } from '../../build/desktop.ts';
import { electronArgs, findElectron } from '../../build/electron-runtime.ts';
import { openPanel } from '../support/tray-panel.ts';

const ROUNDS = Number(process.argv[2] ?? 5);
const PAINT_MS = 30_000;

/** Loaded into both apps before their own code: says when Electron is ready, and when a window has something to show. */
const WATCHER = `
const { app } = require('electron');
const say = (what) => process.stderr.write('MARK ' + what + ' ' + Date.now() + '\\n');
app.whenReady().then(() => say('ready'));
app.on('browser-window-created', (_, window) => window.once('ready-to-show', () => say('paint')));
`;
const BARE = `
const { app, BrowserWindow, Tray } = require('electron');
let tray;
app.whenReady().then(() => {
  tray = new Tray(require('path').join(__dirname, 'icon.png'));
  const window = new BrowserWindow({ width: 1120, height: 700, show: false });
  window.once('ready-to-show', () => window.show());
  window.loadURL('data:text/html,hello');
});
app.on('before-quit', () => app.exit(0));
`;

type Times = { readonly tray: number; readonly paint: number };

const folder = mkdtempSync(path.join(tmpdir(), 'portside-launch-'));
const bare = path.join(folder, 'bare');
const watcher = path.join(folder, 'watcher.cjs');
mkdirSync(bare);
writeFileSync(watcher, WATCHER);
writeFileSync(path.join(bare, 'main.js'), BARE);
writeFileSync(path.join(bare, 'package.json'), JSON.stringify({ name: 'bare', main: 'main.js' }));
cpSync(path.join(projectRoot, 'assets/tray/idle-dark.png'), path.join(bare, 'icon.png'));

await build();
const { path: electron } = await findElectron(() => {});
const desktop = await openDesktop({ keyring: true });

/** Milliseconds from Electron's being ready, both. */
async function launch(app: string): Promise<Times> {
  const panel = await openPanel(desktop.busAddress ?? '');
  const userData = mkdtempSync(path.join(folder, 'data-'));
  const args = ['-r', watcher, app, ...electronArgs(() => {}), `--user-data-dir=${userData}`];
  const child = spawn(electron, args, { env: desktop.env, stdio: ['ignore', 'ignore', 'pipe'] });
  try {
    const marks = new Map<string, number>();
    const painted = new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${app} has not painted`)), PAINT_MS);
      createInterface({ input: child.stderr }).on('line', (line) => {
        const [, name, at] = /MARK (\w+) (\d+)/.exec(line) ?? [];
        if (!name || marks.has(name)) return;
        marks.set(name, Number(at));
        if (name !== 'paint') return;
        clearTimeout(timer);
        resolve();
      });
    });
    const trayAt = (async () => {
      await panel.waitForItem(PAINT_MS);
      return Date.now();
    })();
    await painted;
    const ready = marks.get('ready') ?? Number.NaN;
    return { tray: (await trayAt) - ready, paint: (marks.get('paint') ?? Number.NaN) - ready };
  } finally {
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    await gone;
    await panel.close();
  }
}

const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

try {
  const seen: Record<'bare' | 'portside', Times[]> = { bare: [], portside: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    seen.bare.push(await launch(bare));
    seen.portside.push(await launch(projectRoot));
  }
  const of = (app: keyof typeof seen, what: keyof Times) => median(seen[app].map((times) => times[what]));
  for (const what of ['tray', 'paint'] as const) {
    const [ours, floor] = [of('portside', what), of('bare', what)];
    console.log(`${what}: ${ours} ms after ready, bare Electron ${floor} ms, ratio ${(ours / floor).toFixed(2)}`);
  }
  const isTrayFirst = seen.portside.every(({ tray, paint }) => tray < paint);
  console.log(`tray before the window in ${isTrayFirst ? 'every round' : 'NOT every round'} of ${ROUNDS}`);
} finally {
  await desktop.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}
