/**
 * `node --import tsx test/bench/launch.ts [rounds]`: how long the app takes to its tray, to its first paint and until its page
 * shows the state, beside an Electron app that has a tray, a window with one word, and nothing else. Taken in turns, so that
 * both see the same machine.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build, projectRoot } from '../../build/build.ts';
import { openDesktop } from '../../build/desktop.ts';
import { electronArgs, findElectron } from '../../build/electron-runtime.ts';
import { openPanel } from '../support/tray-panel.ts';
import { median } from '../support/median.ts';
import { readMarks, writeWatcher } from './watcher.ts';

const ROUNDS = Number(process.argv[2] ?? 5);
const TRAY_MS = 30_000;

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

type Times = { readonly start: number; readonly tray: number; readonly paint: number; readonly content?: number };

const folder = mkdtempSync(path.join(tmpdir(), 'portside-launch-'));
const bare = path.join(folder, 'bare');
const watcher = writeWatcher(folder);
mkdirSync(bare);
writeFileSync(path.join(bare, 'main.js'), BARE);
writeFileSync(path.join(bare, 'package.json'), JSON.stringify({ name: 'bare', main: 'main.js' }));
cpSync(path.join(projectRoot, 'assets/tray/idle-dark.png'), path.join(bare, 'icon.png'));

await build();
const { path: electron } = await findElectron(() => {});
const desktop = await openDesktop({ keyring: true });

/** Milliseconds from Electron's being ready; `start`: from the start of the process to that. */
async function launch(app: string): Promise<Times> {
  const panel = await openPanel(desktop.busAddress ?? '');
  const userData = mkdtempSync(path.join(folder, 'data-'));
  const args = ['-r', watcher, app, ...electronArgs(() => {}), `--user-data-dir=${userData}`];
  const beganAt = Date.now();
  const child = spawn(electron, args, { env: desktop.env, stdio: ['ignore', 'ignore', 'pipe'] });
  try {
    const marks = readMarks(child.stderr);
    const trayAt = (async () => {
      await panel.waitForItem(TRAY_MS);
      return Date.now();
    })();
    const ready = await marks.next('ready');
    const paint = await marks.next('paint');
    const content = app === bare ? undefined : await marks.next('content');
    return {
      start: ready - beganAt,
      tray: (await trayAt) - ready,
      paint: paint - ready,
      ...(content !== undefined && { content: content - ready }),
    };
  } finally {
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    await gone;
    await panel.close();
  }
}

try {
  const seen: Record<'bare' | 'portside', Times[]> = { bare: [], portside: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    seen.bare.push(await launch(bare));
    seen.portside.push(await launch(projectRoot));
  }
  const of = (app: keyof typeof seen, what: keyof Times) => median(seen[app].map((times) => times[what] ?? Number.NaN));
  console.log(`ready: ${of('portside', 'start')} ms after the start, bare Electron ${of('bare', 'start')} ms`);
  for (const what of ['tray', 'paint'] as const) {
    const [ours, floor] = [of('portside', what), of('bare', what)];
    console.log(`${what}: ${ours} ms after ready, bare Electron ${floor} ms, ratio ${(ours / floor).toFixed(2)}`);
  }
  console.log(`page asks for the state: ${of('portside', 'content')} ms after ready`);
  const isTrayFirst = seen.portside.every(({ tray, paint }) => tray < paint);
  console.log(`tray before the window in ${isTrayFirst ? 'every round' : 'NOT every round'} of ${ROUNDS}`);
} finally {
  await desktop.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}
