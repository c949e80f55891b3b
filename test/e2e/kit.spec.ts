import type { ElectronApplication } from 'playwright/test';
import type { Bridge } from '../../electron/contract/channels.ts';
import { credentialsOf } from '../demo/rest.ts';
import { askDatabase } from '../demo/smoke.ts';
import { expect, test } from './launch.ts';
import { liveAddress, ourFiles, rowOf, showProject, switchOf } from './steps.ts';

const clipboardText = (electron: ElectronApplication): Promise<string> =>
  electron.evaluate(async ({ clipboard }) => clipboard.readText());

/** Texts of all that is drawn over the window. */
const drawnOver = (electron: ElectronApplication): Promise<string[]> =>
  electron.evaluate(({ BrowserWindow }) =>
    (BrowserWindow.getAllWindows()[0]?.contentView.children ?? []).flatMap((view) =>
      'webContents' in view ? [decodeURIComponent((view.webContents as { getURL: () => string }).getURL())] : [],
    ),
  );

test('a copied connection string connects, and its secret stands in no state, page, file or log', async ({
  signedIn: { page, electron, quit },
  platform,
  userData,
}) => {
  await showProject(page, 'billing');
  await switchOf(page, 'ledger-db').click();
  const address = await liveAddress(page, 'ledger-db');
  await rowOf(page, 'ledger-db').getByRole('button').first().click();
  const kit = page.getByRole('region', { name: 'Connection' });
  await expect(kit.getByText(`postgresql://•••••:•••••@${address.host}:5432/•••••`)).toBeVisible();
  await kit.getByRole('button', { name: 'Copy connection string' }).click();
  await expect(kit.getByRole('button', { name: 'Copied · clears in 60 s' })).toBeVisible();

  const uri = new URL(await clipboardText(electron));
  const { secrets, envs } = await credentialsOf(platform, 'billing', 'ledger-db');
  expect(uri.host).toBe(`${address.host}:5432`);
  const password = decodeURIComponent(uri.password);
  expect(
    await askDatabase(address, { secrets: { ...secrets, PASSWORD: password }, envs }, 'select 6 * 7 as answer'),
  ).toEqual([{ answer: 42 }]);

  const eye = kit.getByRole('button', { name: 'Hold to show the connection string' });
  await eye.hover();
  await page.mouse.down();
  await expect.poll(() => drawnOver(electron)).toEqual([expect.stringContaining(`<p>${uri.href}</p>`)]);
  await page.mouse.up();
  await expect.poll(() => drawnOver(electron)).toEqual([]);

  const state = await page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        const stop = (window as unknown as { portside: Bridge }).portside.listen((message) => {
          queueMicrotask(() => stop());
          resolve(JSON.stringify(message));
        });
      }),
  );
  expect(state).toContain('ledger-db');
  expect(state).not.toContain(password);
  expect(await page.content()).not.toContain(password);
  await quit();
  for (const [name, text] of Object.entries(await ourFiles(userData))) expect(text, name).not.toContain(password);
});

test('a copied secret is taken out of the clipboard again, and what else was copied stays', async ({
  signedIn: { page, electron },
}) => {
  const send = (command: object) =>
    page.evaluate((given) => (window as unknown as { portside: Bridge }).portside.send(given as never), command);
  await showProject(page, 'billing');
  await switchOf(page, 'ledger-db').click();
  await liveAddress(page, 'ledger-db');
  await send({ type: 'settings.change', settings: { clipboardSeconds: 1 } });
  await rowOf(page, 'ledger-db').getByRole('button').first().click();
  const kit = page.getByRole('region', { name: 'Connection' });
  await kit.getByRole('button', { name: 'Copy password' }).click();
  await expect(kit.getByRole('button', { name: 'Copied · clears in 1 s' })).toBeVisible();
  await expect.poll(() => clipboardText(electron)).toBe('');
  await kit.getByRole('button', { name: 'Copy in another format' }).click();
  await page.getByRole('menuitem', { name: 'Host and port' }).click();
  await expect.poll(() => clipboardText(electron)).toMatch(/^127\.24\.\d+\.\d+:5432$/);
});

test('a token without the permission is told so, and nothing is copied', async ({
  signedIn: { page, electron },
  platform,
}) => {
  await platform.control.addRule({ path: '/credentials', status: 403 });
  await showProject(page, 'billing');
  await switchOf(page, 'ledger-db').click();
  await liveAddress(page, 'ledger-db');
  await rowOf(page, 'ledger-db').getByRole('button').first().click();
  await electron.evaluate(async ({ clipboard }) => clipboard.writeText('mine'));
  await page.getByRole('button', { name: 'Copy connection string' }).click();
  await expect(page.getByRole('region', { name: 'Permission missing' })).toContainText(
    'Project > Addons > General > Read',
  );
  expect(await clipboardText(electron)).toBe('mine');
});
