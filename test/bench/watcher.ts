import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/**
 * Loaded into an app before its own code. Says when Electron is ready, when a window has something to show and when its page
 * has asked for the state, and how long main's loop was held at most, since the last time that `SIGUSR2` asked.
 */
const WATCHER = `
const { app } = require('electron');
const { monitorEventLoopDelay } = require('node:perf_hooks');
const RESOLUTION_MS = 2;
const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
const say = (what, value = Date.now()) => process.stderr.write('MARK ' + what + ' ' + value + '\\n');
app.whenReady().then(() => { say('ready'); delay.enable(); });
app.on('browser-window-created', (_, window) => {
  window.once('ready-to-show', () => say('paint'));
  window.webContents.on('ipc-message', (_, channel) => channel === 'portside:listen' && say('content'));
});
let askedAt = 0;
process.on('SIGUSR2', () => {
  // Electron hands a signal on twice.
  if (performance.now() - askedAt < 100) return;
  askedAt = performance.now();
  say('held', Math.max(0, delay.max / 1e6 - RESOLUTION_MS).toFixed(1));
  delay.reset();
});
`;

export function writeWatcher(folder: string): string {
  const file = path.join(folder, 'watcher.cjs');
  writeFileSync(file, WATCHER);
  return file;
}

const WAIT_MS = 60_000;

export type Marks = {
  /** The first of this name that is told, earlier or later; each one once. */
  readonly next: (name: string) => Promise<number>;
};

export function readMarks(stderr: Readable): Marks {
  const told: [name: string, value: number][] = [];
  const waiting = new Set<() => void>();
  createInterface({ input: stderr }).on('line', (line) => {
    const [, name, value] = /MARK (\w+) ([\d.]+)/.exec(line) ?? [];
    if (name === undefined) return;
    told.push([name, Number(value)]);
    for (const look of waiting) look();
  });
  return {
    next: (name) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const index = told.findIndex(([each]) => each === name);
          const [found] = index < 0 ? [] : told.splice(index, 1);
          if (!found) return;
          clearTimeout(timer);
          waiting.delete(look);
          resolve(found[1]);
        };
        const timer = setTimeout(() => reject(new Error(`no "${name}" within ${WAIT_MS} ms`)), WAIT_MS);
        waiting.add(look);
        look();
      }),
  };
}
