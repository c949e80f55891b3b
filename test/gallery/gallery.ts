import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { _electron, type Page } from 'playwright';
import { FOREIGN, spreadNames, strangeLetters } from './fonts.ts';
import { electronArgs, findElectron } from '../../build/electron-runtime.ts';
import type { Language } from '../../electron/contract/language.ts';
import type { SessionState } from '../../electron/contract/session.ts';
import { NOW } from '../support/session-fixtures.ts';

const root = path.resolve(import.meta.dirname, '../..');
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
};

/** `zoomed`: what the wide window has room for at 200 %. */
const SIZES = { wide: [1120, 700], narrow: [800, 620], compact: [390, 620], zoomed: [560, 350] } as const;
export type Size = keyof typeof SIZES;

export type Gallery = {
  readonly page: Page;
  /** The built window, with this state for its truth and a clock that stands. */
  readonly show: (state: SessionState, size: Size, language?: Language) => Promise<void>;
  readonly dress: (colorScheme: 'light' | 'dark', forcedColors?: 'active') => Promise<void>;
  /** Controls that stand out of the window at its left or right; nobody could scroll there. */
  readonly outside: () => Promise<readonly string[]>;
  /** Text that is drawn with a font of this computer, not with one of the app's; names in scripts that no such font has are left out. */
  readonly strangeLetters: () => Promise<readonly string[]>;
  /** Names in Inter with figures of one width: its hyphens are as wide as its figures then. */
  readonly spreadNames: () => Promise<readonly string[]>;
  /** As it would look anywhere: what only this computer's fonts can draw is covered. */
  readonly picture: () => Promise<Buffer>;
  /** CPU time of all processes of the window, in percent of one core, over this long. */
  readonly load: (overMs: number) => Promise<number>;
  /** The clock runs again, and rates of these tunnels change four times a second. */
  readonly wake: (busy: readonly string[]) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** The built renderer over loopback HTTP: module scripts do not load from files. */
async function serveRenderer() {
  const folder = path.join(root, 'out/renderer');
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://gallery');
    const file = path.join(folder, path.normalize(pathname === '/' ? '/index.html' : pathname));
    readFile(file)
      .then((content) => response.setHeader('content-type', TYPES[path.extname(file)] ?? 'text/plain').end(content))
      .catch(() => response.writeHead(404).end());
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
}

/** The window as it is built, over a double of the app: any state can be looked at without making it happen. */
export async function openGallery(): Promise<Gallery> {
  const { server, url } = await serveRenderer();
  const userData = await mkdtemp(path.join(tmpdir(), 'portside-gallery-'));
  const electron = await _electron.launch({
    executablePath: (await findElectron(() => {})).path,
    args: [
      path.join(import.meta.dirname, 'main.cjs'),
      ...electronArgs(() => {}),
      `--user-data-dir=${userData}`,
      '--lang=en-US',
      '--force-device-scale-factor=1',
      '--force-color-profile=srgb',
      '--disable-lcd-text',
      '--font-render-hinting=none',
    ],
    cwd: root,
    env: {
      ...(process.env as Record<string, string>),
      TZ: 'UTC',
      FONTCONFIG_FILE: path.join(import.meta.dirname, 'fonts.conf'),
    },
  });
  const page = await electron.firstWindow();
  page.setDefaultTimeout(15_000);
  let given = '';
  await page.exposeFunction('portsideState', () => given);
  await page.addInitScript((now: number) => {
    Date.now = () => now;
    const bridge = {
      send: () => Promise.resolve({ ok: true }),
      listen: (receive: (message: unknown) => void) => {
        const ask = (globalThis as unknown as { portsideState: () => Promise<string> }).portsideState;
        Object.defineProperty(globalThis, 'portsideReceive', { value: receive, configurable: true });
        void ask().then((text) => receive({ kind: 'snapshot', revision: 1, state: JSON.parse(text) as unknown }));
        return () => {};
      },
    };
    Object.defineProperty(globalThis, 'portside', { value: bridge });
  }, NOW);

  return {
    page,
    async show(state, size, language = 'en') {
      given = JSON.stringify(state);
      const [width, height] = SIZES[size];
      await electron.evaluate(({ BrowserWindow }, [w, h]) => BrowserWindow.getAllWindows()[0]?.setContentSize(w, h), [
        width,
        height,
      ] as const);
      await page.goto(`${url}?lang=${language}`);
      await page.waitForFunction((wanted) => innerWidth === wanted, width);
      await page.locator('#root > *').first().waitFor();
      await page.locator('[aria-busy=true]').waitFor({ state: 'detached' });
      await page.evaluate(() => document.fonts.ready);
    },
    dress: (colorScheme, forcedColors) =>
      page.emulateMedia({ colorScheme, reducedMotion: 'reduce', forcedColors: forcedColors ?? 'none' }),
    outside: () =>
      page.evaluate(() =>
        [...document.querySelectorAll<HTMLElement>('button, input, a[href], select, [role=switch], [role=option]')]
          .filter((each) => each.checkVisibility() && !each.closest('.visually-hidden, [inert]'))
          .flatMap((each) => {
            const { left, right, width } = each.getBoundingClientRect();
            if (width < 2 || (left >= -0.5 && right <= innerWidth + 0.5)) return [];
            return [`${each.ariaLabel ?? each.textContent} at ${Math.round(left)} to ${Math.round(right)}`];
          }),
      ),
    strangeLetters: () => strangeLetters(page),
    spreadNames: () => page.evaluate(spreadNames),
    picture: () =>
      page.screenshot({
        animations: 'disabled',
        caret: 'hide',
        mask: [page.locator('.row-head, .nav-name').filter({ hasText: FOREIGN })],
      }),
    async load(overMs) {
      const spent = () =>
        electron.evaluate(({ app }) =>
          app
            .getAppMetrics()
            .filter(({ type }) => type !== 'Browser')
            .reduce((sum, { cpu }) => sum + (cpu.cumulativeCPUUsage ?? Number.NaN), 0),
        );
      const before = await spent();
      const begun = performance.now();
      await sleep(overMs);
      return (((await spent()) - before) * 100_000) / (performance.now() - begun);
    },
    wake: (busy) =>
      page.evaluate((ids) => {
        Date.now = () => performance.timeOrigin + performance.now();
        if (ids.length === 0) return;
        const { portsideReceive: receive } = globalThis as unknown as { portsideReceive: (message: unknown) => void };
        let revision = 1;
        setInterval(() => {
          revision += 1;
          const sample = () => ({ connections: 1, bytesIn: 0, bytesOut: 0, rateIn: Math.random() * 1e6, rateOut: 9e4 });
          const traffic = Object.fromEntries(ids.map((id) => [id, sample()]));
          receive({ kind: 'patch', revision, patch: { values: {}, set: { traffic }, gone: {} } });
        }, 250);
      }, busy),
    async close() {
      await electron.close();
      server.close();
      await rm(userData, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}
