import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from './launch.ts';
import { liveAddress, ourFiles, rowOf, showProject, switchOf } from './steps.ts';

test('the list is there at once on the next launch, also while the platform is away, and no file shows its names', async ({
  signedIn,
  launch,
  platform,
  userData,
}) => {
  const sealed = path.join(userData, 'catalog.sealed');
  await showProject(signedIn.page, 'storefront');
  // The ports of a row are what only its own answer says.
  await expect(rowOf(signedIn.page, 'web')).toContainText('8080');
  await signedIn.quit();
  expect(existsSync(sealed)).toBe(true);
  expect((await readFile(sealed)).includes('storefront')).toBe(false);
  const { 'state.json': state = '' } = await ourFiles(userData);
  expect(state).not.toContain('storefront');

  await platform.control.stopListening({ dropOpen: true });
  const { page } = await launch();
  await showProject(page, 'storefront');
  await expect(rowOf(page, 'web')).toContainText('8080');
  await platform.control.resumeListening();
});

test('details show version, TLS, replicas and the instances that run', async ({ signedIn: { page }, platform }) => {
  await showProject(page, 'data-platform');
  await rowOf(page, 'events-db').getByRole('button').first().click();
  const { pods } = await platform.control.inspect({ project: 'data-platform', kind: 'addon', id: 'events-db' });
  const instances = page.getByRole('region', { name: 'Instances' });
  for (const pod of pods) await expect(instances).toContainText(pod);
  await expect(page.getByText('Replicas', { exact: true }).locator('..')).toContainText(String(pods.length));
  if (process.env['PICTURES']) {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: path.join(process.env['PICTURES'], `details-${colorScheme}.png`) });
    }
  }
});

test('few requests left are said in the window, and forwards still open', async ({ signedIn: { page }, platform }) => {
  await showProject(page, 'billing');
  await expect(rowOf(page, 'ledger-db')).toBeVisible();
  await platform.control.setRateLimit(12, 3600);
  await page.evaluate(`window.portside.send({ type: 'catalog.refresh' })`);
  await page.getByRole('button', { name: /^Account/ }).click();
  await expect(page.getByText(/of 12 requests left this hour/)).toBeVisible();
  if (process.env['PICTURES']) await page.screenshot({ path: path.join(process.env['PICTURES'], 'requests.png') });
  await page.keyboard.press('Escape');
  await switchOf(page, 'ledger-db').click();
  await liveAddress(page, 'ledger-db');
});

test('a project whose lists fail alone says so in its view, and is read again by its button', async ({
  signedIn: { page },
  platform,
}) => {
  await showProject(page, 'billing');
  await expect(rowOf(page, 'ledger-db')).toBeVisible();
  await platform.control.addRule({ path: '/projects/billing(/|$|\\?)', status: 500 });
  await page.evaluate(`window.portside.send({ type: 'catalog.refresh' })`);
  const banner = page.getByRole('alert').filter({ hasText: /^billing could not be read completely/ });
  await expect(banner).toBeVisible();
  await expect(rowOf(page, 'ledger-db')).toBeVisible();
  await expect(page.getByRole('button', { name: /^billing.*Could not be read completely/ })).toBeVisible();
  await showProject(page, 'storefront');
  await expect(page.getByText(/could not be read completely:/)).toHaveCount(0);
  await showProject(page, 'billing');
  await platform.control.clearFaults();
  await banner.getByRole('button', { name: 'Try again' }).click();
  await expect(banner).toBeHidden();
});
