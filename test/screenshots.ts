/** `npm run screenshots`: pictures of the real window on the demo platform, for the README and for looking at. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright';
import { build, projectRoot } from '../build/build.ts';
import { openDesktop } from '../build/desktop.ts';
import { electronArgs, findElectron } from '../build/electron-runtime.ts';
import { preflight } from '../build/preflight.ts';
import { startPlatform } from './platform/start.ts';

const folder = path.join(projectRoot, 'docs/screenshots');
const SHAPES = { window: [1120, 700], narrow: [800, 620], compact: [390, 620] } as const;

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
const platform = await startPlatform({ start: 'eager' });
const app = await _electron.launch({
  executablePath: runtime.path,
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
  env: desktop.env as Record<string, string>,
});
const page = await app.firstWindow();
const forward = (name: string) => page.getByRole('switch', { name: `Forward ${name}`, exact: true });

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
for (const name of ['web', 'checkout-api', 'statsd', 'orders-db', 'cache']) await forward(name).click();
for (const name of ['web', 'checkout-api', 'statsd', 'orders-db', 'cache']) {
  await page.getByRole('listitem', { name, exact: true }).getByText('Live').waitFor();
}
await page.getByRole('listitem', { name: 'orders-db', exact: true }).getByRole('button').first().click();
await shoot(app, page, 'window');
await shoot(app, page, 'narrow');
await shoot(app, page, 'compact-details');
await page.keyboard.press('Escape');
await shoot(app, page, 'compact');

await app.close();
await platform.close();
await desktop.close();
await rm(userData, { recursive: true, force: true });
console.log(`Pictures are in ${path.relative(process.cwd(), folder)}.`);
process.exit(0);
