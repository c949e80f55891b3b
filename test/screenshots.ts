/**
 * `npm run screenshots`: pictures of the real window on the demo platform, for the README and for looking at. Cluster names
 * are on in them where the app can be given a hosts file of its own; that of this computer is never changed.
 */
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { _electron, type ElectronApplication, type Page } from 'playwright';
import { build, projectRoot } from '../build/build.ts';
import { openDesktop } from '../build/desktop.ts';
import { electronArgs, findElectron } from '../build/electron-runtime.ts';
import { preflight } from '../build/preflight.ts';
import type { LocalAddress } from '../electron/contract/forward.ts';
import { startPlatform } from './platform/start.ts';
import { startTraffic } from './screenshots-traffic.ts';

const folder = path.join(projectRoot, 'docs/screenshots');
const LIVE = ['web', 'checkout-api', 'statsd', 'orders-db', 'cache'];
/** So long traffic runs before its curve is worth a picture. */
const TRAFFIC_MS = 20_000;
const SHAPES = { window: [1120, 700], narrow: [800, 620], compact: [390, 620] } as const;

/** The rest of the words is a hosts file and a program that sees it as the system's. No process is added. */
const OWN_HOSTS = [
  '--mount',
  '--propagation',
  'private',
  'sh',
  '-c',
  'mount --bind "$1" /etc/hosts; shift; exec "$@"',
  'sh',
];

/** A program that starts Electron with a hosts file of its own, where Linux lets us do that. */
async function withOwnHosts(electron: string, directory: string): Promise<string | undefined> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return undefined;
  const hosts = path.join(directory, 'own-hosts');
  const program = path.join(directory, 'electron');
  await writeFile(hosts, '127.0.0.1\tlocalhost\n');
  if (spawnSync('unshare', [...OWN_HOSTS, hosts, 'grep', '-q', '^127', '/etc/hosts']).status !== 0) return undefined;
  const quoted = [...OWN_HOSTS, hosts, electron].map((word) => `'${word}'`).join(' ');
  await writeFile(program, `#!/bin/sh\nexec unshare ${quoted} "$@"\n`, { mode: 0o755 });
  return program;
}

async function shoot(app: ElectronApplication, page: Page, name: string): Promise<void> {
  const [width, height] = SHAPES[name.split('-')[0] as keyof typeof SHAPES] ?? SHAPES.window;
  await app.evaluate(({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size[0], size[1]), [
    width,
    height,
  ] as const);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.waitForFunction((wanted) => innerWidth === wanted, width);
    await page.evaluate(() => document.fonts.ready);
    const file = path.join(folder, `${name}-${colorScheme}.png`);
    await page.screenshot({ path: file, animations: 'disabled', caret: 'hide', scale: 'device' });
  }
}

await preflight('test');
const runtime = await findElectron();
await build();
await mkdir(folder, { recursive: true });
const desktop = await openDesktop({ keyring: true });
const userData = await mkdtemp(path.join(tmpdir(), 'portside-shots-'));
const ownHosts = await withOwnHosts(runtime.path, userData);
const platform = await startPlatform({ start: 'eager' });
const app = await _electron.launch({
  executablePath: ownHosts ?? runtime.path,
  args: [
    '.',
    ...electronArgs(),
    `--user-data-dir=${userData}`,
    '--force-device-scale-factor=2',
    '--force-color-profile=srgb',
    '--disable-lcd-text',
    '--font-render-hinting=none',
  ],
  cwd: projectRoot,
  env: { ...(desktop.env as Record<string, string>), LANGUAGE: 'en' },
});
const page = await app.firstWindow();
page.setDefaultTimeout(90_000);
const forward = (name: string) => page.getByRole('switch', { name: `Forward ${name}`, exact: true });
const row = (name: string) => page.getByRole('listitem', { name, exact: true });
const open = (name: string) => row(name).getByRole('button').first().click();
const dialog = page.getByRole('dialog', { name: 'Hostnames' });

/** As the row shows it while names are off. */
async function addressOf(name: string): Promise<LocalAddress> {
  const [, host, port] = /(127\.\d+\.\d+\.\d+):(\d+)/.exec((await row(name).textContent()) ?? '') ?? [];
  if (!host || !port) throw new Error(`the row of ${name} shows no address`);
  return { host, port: Number(port) };
}

await page.getByLabel('API token').waitFor();
await shoot(app, page, 'onboarding');
await page.getByLabel('API token').fill('nf-mistyped');
await page.getByRole('button', { name: /^Advanced/ }).click();
await page.getByLabel('API host').fill(platform.url);
await page.getByLabel('CA certificate').fill(platform.ca);
await page.getByRole('button', { name: 'Sign in', exact: true }).click();
await page.getByText('Token rejected').first().waitFor();
await shoot(app, page, 'onboarding-rejected');
await page.getByLabel('API token').fill(platform.tokens.team);
await page.getByRole('button', { name: 'Sign in', exact: true }).click();
await page.getByRole('button', { name: /^storefront/ }).click();
for (const name of LIVE) await forward(name).click();
for (const name of LIVE) await row(name).getByText('Live').waitFor();

const traffic = await startTraffic({
  platform,
  database: await addressOf('orders-db'),
  web: await addressOf('web'),
  api: await addressOf('checkout-api'),
});
const begun = Date.now();
await page.getByRole('button', { name: /^Hostnames off/ }).click();
await shoot(app, page, 'window-hostnames');
await shoot(app, page, 'compact-hostnames');
if (ownHosts !== undefined) {
  await dialog.getByRole('button', { name: 'Allow hostnames…' }).click();
  await dialog.getByText(/^On\. \d+ names lead/).waitFor();
  await shoot(app, page, 'window-hostnames-on');
}
await page.keyboard.press('Escape');
await dialog.waitFor({ state: 'detached' });

await open('orders-db');
await sleep(Math.max(0, begun + TRAFFIC_MS - Date.now()));
await shoot(app, page, 'window');
await shoot(app, page, 'narrow');
await shoot(app, page, 'compact-details');
await page.keyboard.press('Escape');
await shoot(app, page, 'compact');

// An outage of one service, and one that the token may not forward.
await platform.control.addRule({
  path: '/checkout-api',
  status: 503,
  body: { error: { message: 'no healthy upstream' } },
});
await platform.control.addRule({ path: '^/v1/port-forwarding/info/.*/search', status: 403 });
await platform.control.dropTunnels({ path: '/checkout-api/' }, 'close-1011');
await app.evaluate(
  ({ BrowserWindow }, [width, height]) => BrowserWindow.getAllWindows()[0]?.setContentSize(width, height),
  [...SHAPES.window] as const,
);
await forward('search').click();
await row('search').getByText('Failed').waitFor();
await row('checkout-api')
  .getByText(/^(Reconnecting|Retrying)/)
  .waitFor();
await open('checkout-api');
await shoot(app, page, 'window-reconnecting');
await open('search');
await shoot(app, page, 'window-failed');
await traffic.stop();

await app.close();
await platform.close();
await desktop.close();
await rm(userData, { recursive: true, force: true });
console.log(`Pictures are in ${path.relative(process.cwd(), folder)}.`);
process.exit(0);
