import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ElectronApplication } from 'playwright/test';
import { cliConfigFile } from '../../electron/northflank/cli-config.ts';
import { answerBoxes, boxes, expect, fillAdvanced, test } from './launch.ts';

type Opened = { opened?: string[] };

/** In the place of the user's browser: what would be opened there is only noted. */
const standForBrowser = (electron: ElectronApplication): Promise<void> =>
  electron.evaluate(({ shell }) => {
    const opened: string[] = ((globalThis as Opened).opened = []);
    shell.openExternal = async (url) => void opened.push(url);
  });
const opened = (electron: ElectronApplication): Promise<string[]> =>
  electron.evaluate(() => (globalThis as Opened).opened ?? []);

test('signing in with the browser opens the platform’s page, waits for it, and can be given up', async ({
  launch,
  platform,
}) => {
  const { page, electron } = await launch();
  await standForBrowser(electron);
  await answerBoxes(electron, 1);
  await fillAdvanced(page, { host: platform.url, ca: platform.ca });
  const start = page.getByRole('button', { name: 'Sign in with the browser' });
  await start.click();
  await expect(page.getByText('Continue in your browser')).toBeVisible();
  const first = await platform.control.waitForLogin();
  expect(await opened(electron)).toEqual([first.loginPage]);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(start).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);

  await fillAdvanced(page, { host: platform.url, ca: platform.ca });
  await start.click();
  await expect.poll(async () => (await opened(electron)).length).toBe(2);
  await platform.control.answerLogin('deny', 'not on this computer');
  await expect(page.getByText('not on this computer')).toBeVisible();

  await fillAdvanced(page, { host: platform.url, ca: platform.ca });
  await start.click();
  await expect.poll(async () => (await opened(electron)).length).toBe(3);
  await platform.control.answerLogin('approve');
  await expect(page.getByRole('button', { name: 'storefront' })).toBeVisible();
});

test.describe('with the login of the command line', () => {
  test.use({ environment: async ({ userData }, give) => give({ HOME: userData }) });

  test('its token signs in, and is taken out of its file if that is wished', async ({ launch, platform, userData }) => {
    const { url: host, ca, tokens } = platform;
    const file = cliConfigFile(userData);
    await mkdir(path.dirname(file));
    const lab = { name: 'lab', token: 'nf-lab', host: 'https://api.lab.example' };
    const config = { current: 'acme', contexts: [{ name: 'acme', token: tokens.team, host, project: 'shop' }, lab] };
    await writeFile(file, JSON.stringify(config, undefined, '\t'), { mode: 0o640 });
    const { page, electron } = await launch();
    await answerBoxes(electron, 1);
    await fillAdvanced(page, { host, ca });
    await page.getByRole('button', { name: 'Use the Northflank CLI login' }).click();
    await page.getByRole('menuitem', { name: /^acme/ }).click();
    await expect(page.getByRole('button', { name: 'storefront' })).toBeVisible();
    const [asked] = await boxes(electron);
    expect(asked).toContain(`Send your token to ${host} this way?`);
    expect(asked).toContain('that of the Northflank CLI login “acme”');
    expect(asked).toMatch(/Trusting the certificate “.+”, SHA-256 (?:[0-9A-F]{2}:){31}/);
    expect(await page.content()).not.toContain(tokens.team);
    await page.getByRole('button', { name: 'Remove it there' }).click();
    await expect(page.getByRole('button', { name: 'Remove it there' })).toHaveCount(0);
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({
      ...config,
      contexts: [{ name: 'acme', host, project: 'shop' }, lab],
    });
  });
});
