import type { Page } from 'playwright/test';
import { expect, fillSignIn, test } from './launch.ts';
import { isRefused, liveAddress, query, rowOf, showProject, switchOf } from './steps.ts';

const ledger = ['billing', 'ledger-db'] as const;

async function choose(page: Page, item: string | RegExp): Promise<void> {
  await page.getByRole('button', { name: /^Account/ }).click();
  await page.getByRole('menuitem', { name: item }).click();
}

test('forwards of two accounts are live side by side, whichever of them the window shows', async ({
  signedIn: { page },
  platform,
}) => {
  await showProject(page, 'billing');
  await switchOf(page, 'ledger-db').click();
  const database = await liveAddress(page, 'ledger-db');

  await choose(page, 'Add an account…');
  await fillSignIn(page, { host: platform.url, token: platform.tokens.org, ca: platform.ca });
  // Whoever adds an account sees it: its projects stand under their teams.
  const views = page.getByRole('navigation', { name: 'Views' });
  await expect(views.getByRole('heading', { name: 'Acme Labs' })).toBeVisible();
  await showProject(page, 'Sandbox');
  await switchOf(page, 'hello').click();
  const web = await liveAddress(page, 'hello');
  const visit = async () => (await fetch(`http://${web.host}:${web.port}/`)).status;
  expect(await visit()).toBe(200);
  expect(await query(platform, ledger, database, 'select 1 as one')).toEqual([{ one: 1 }]);

  await choose(page, /^acme team/);
  await expect(views.getByRole('heading', { name: 'Acme Labs' })).toHaveCount(0);
  expect(await visit()).toBe(200);
  await views.getByRole('button', { name: /^Live/ }).click();
  await expect(rowOf(page, 'hello')).toContainText('Live');
  await expect(rowOf(page, 'ledger-db')).toContainText('Live');

  await choose(page, /^acme-group/);
  await choose(page, 'Sign out of acme-group');
  await page.getByRole('dialog').getByRole('button', { name: 'Sign out' }).click();
  await expect.poll(() => isRefused(web)).toBe(true);
  expect(await query(platform, ledger, database, 'select 2 as two')).toEqual([{ two: 2 }]);
});
