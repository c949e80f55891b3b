import { topology as shop } from '../platform/topology.ts';
import { startPlatform } from '../platform/start.ts';
import type { ElectronApplication } from 'playwright/test';
import { expect, test as base } from './launch.ts';
import { askHttp } from '../demo/smoke.ts';
import { liveAddress, query, rowOf, showProject, switchOf } from './steps.ts';

const ROWS = 200;
const [team] = shop.teams;
const [first] = team?.projects ?? [];

/** The shop, with one more project that is as large as a list can get. */
const test = base.extend({
  // oxlint-disable-next-line no-empty-pattern -- the runner reads the names of fixtures from the pattern
  platform: async ({}, give) => {
    if (!team || !first) throw new Error('the shop is empty');
    const services = Array.from({ length: ROWS }, (_, at) => {
      const id = `svc-${String(at + 1).padStart(3, '0')}`;
      return {
        id,
        name: id,
        type: 'deployment' as const,
        instances: 1,
        ports: [{ number: 8080, name: 'http', protocol: 'HTTP' as const, workload: 'http' as const }],
      };
    });
    const crowd = { ...first, id: 'crowd', name: 'crowd', namespace: 'ns-crowd', services, addons: [], secrets: [] };
    const platform = await startPlatform({
      topology: { ...shop, teams: [{ ...team, projects: [...team.projects, crowd] }, ...shop.teams.slice(1)] },
    });
    await give(platform);
    await platform.close();
  },
});

const resize = (electron: ElectronApplication, width: number, height: number) =>
  electron.evaluate(({ BrowserWindow }, [w, h]) => BrowserWindow.getAllWindows()[0]?.setContentSize(w, h), [
    width,
    height,
  ] as const);

/** What the system says of its network, and nothing else: what follows from it is the app's own. */
const plug = (electron: ElectronApplication, online: boolean) =>
  electron.evaluate(({ net }, answer) => {
    net.isOnline = () => answer;
  }, online);

test('by keyboard alone a forward is found and turned on in the palette, and settings are opened from it', async ({
  signedIn: { page },
}) => {
  await showProject(page, 'billing');
  await page.keyboard.press('ControlOrMeta+k');
  await expect(page.getByRole('combobox')).toBeFocused();
  await page.keyboard.type('ledger-db');
  await expect(page.getByRole('option', { name: /ledger-db/ })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(switchOf(page, 'ledger-db')).toBeChecked();
  await liveAddress(page, 'ledger-db');

  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.type('settings appear');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 2, name: 'Appearance' })).toBeVisible();
  // At once, while the palette still fades away.
  await page.keyboard.press('Escape');
  await expect(rowOf(page, 'ledger-db')).toBeVisible();
});

test('a computer that loses its network is told so once, and gets its forward back at the same address', async ({
  signedIn: { page, electron },
  platform,
}) => {
  await showProject(page, 'billing');
  await switchOf(page, 'ledger-db').click();
  const address = await liveAddress(page, 'ledger-db');
  await plug(electron, false);
  await expect(page.getByText('This computer has no network.')).toHaveCount(1);
  await expect(page.locator('.status-bar')).toContainText('offline');
  await plug(electron, true);
  await expect(page.getByText('This computer has no network.')).toBeHidden();
  expect(await liveAddress(page, 'ledger-db')).toEqual(address);
  expect(await query(platform, ['billing', 'ledger-db'], address, 'select 4 as four')).toEqual([{ four: 4 }]);
});

test('a setting counts at once, and is there after a restart', async ({ launch, signIn }) => {
  const before = await launch();
  await signIn(before.page);
  await before.page.keyboard.press('ControlOrMeta+,');
  await before.page.getByRole('button', { name: 'Appearance' }).click();
  const theme = (page: typeof before.page) => page.getByRole('radiogroup', { name: 'Theme' });
  await theme(before.page).getByText('Dark').click();
  const themeOf = ({ electron }: typeof before) => electron.evaluate(({ nativeTheme }) => nativeTheme.themeSource);
  await expect.poll(() => themeOf(before)).toBe('dark');
  await before.quit();

  const after = await launch();
  const { page } = after;
  await expect(page.getByRole('button', { name: 'storefront' })).toBeVisible();
  await page.keyboard.press('ControlOrMeta+,');
  await page.getByRole('button', { name: 'Appearance' }).click();
  await expect(theme(page).getByRole('radio', { name: 'Dark' })).toBeChecked();
  expect(await themeOf(after)).toBe('dark');
});

test('in a compact window details come up as a sheet, and Esc takes them back to their row', async ({
  signedIn: { page, electron },
}) => {
  await showProject(page, 'billing');
  await resize(electron, 390, 620);
  await expect(page.getByRole('button', { name: /^Switch project/ })).toBeVisible();
  const open = rowOf(page, 'ledger-db').getByRole('button').first();
  await open.click();
  const sheet = page.getByRole('dialog', { name: 'Details of ledger-db' });
  await expect(sheet).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();
  await expect(open).toBeFocused();
  expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
});

test('rates are shown while bytes flow, and are zero again when they do not', async ({ signedIn: { page } }) => {
  await showProject(page, 'storefront');
  await switchOf(page, 'web').click();
  const address = await liveAddress(page, 'web');
  const rates = page.locator('.status-bar');
  await expect(rates).toContainText('0 B/s');
  const stop = new AbortController();
  const flow = (async () => {
    while (!stop.signal.aborted) await askHttp(address, '/bytes?n=200000', `${address.host}:${address.port}`);
  })();
  await expect(rowOf(page, 'web')).toContainText(/[1-9][\d.]* (KB|MB)\/s/);
  await expect(rates).toContainText(/[1-9][\d.]* (KB|MB)\/s/);
  stop.abort();
  await flow;
  await expect(rowOf(page, 'web')).toContainText(' 0 B/s');
});

test('of two hundred rows the last is reached by one key, and is forwarded from there', async ({
  signedIn: { page },
}) => {
  await showProject(page, 'crowd');
  await expect(rowOf(page, 'svc-001')).toHaveAttribute('aria-setsize', String(ROWS));
  await rowOf(page, 'svc-001').getByRole('button').first().focus();
  await page.keyboard.press('End');
  await expect(rowOf(page, 'svc-200').getByRole('button').first()).toBeFocused();
  await page.keyboard.press('Space');
  await liveAddress(page, 'svc-200');
  expect(await page.locator('.row').count()).toBeLessThan(ROWS / 2);
});

test('Ctrl C on a row copies its address and says so there', async ({ signedIn: { page, electron } }) => {
  await showProject(page, 'billing');
  await switchOf(page, 'ledger-db').click();
  const { host, port } = await liveAddress(page, 'ledger-db');
  await rowOf(page, 'ledger-db').getByRole('button').first().focus();
  await page.keyboard.press('ControlOrMeta+c');
  await expect(rowOf(page, 'ledger-db').getByText('Copied')).toBeVisible();
  expect(await electron.evaluate(({ clipboard }) => clipboard.readText())).toBe(`${host}:${port}`);
});
