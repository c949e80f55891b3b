import path from 'node:path';
import type { ElectronApplication } from 'playwright/test';
import { expect, test } from './launch.ts';

const has = (electron: ElectronApplication, keys: string) =>
  electron.evaluate(({ globalShortcut }, given) => globalShortcut.isRegistered(given), keys);

test('keys for the whole desktop are taken from the keyboard, held with the system, and given back', async ({
  signedIn: { page, electron },
  launch,
  userData,
}) => {
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'Shortcuts', exact: true }).click();
  const row = page.locator('.setting', { hasText: 'Show or hide Portside from anywhere' });
  await row.getByRole('button', { name: 'Choose keys…' }).click();
  await page.keyboard.press('Control+KeyC');
  await expect(row).toContainText('Other programs need these keys');
  await page.keyboard.press('Control+Alt+F9');
  await expect(row).toContainText('CtrlAltF9');
  await expect.poll(() => has(electron, 'Control+Alt+F9')).toBe(true);

  // Another program holds these; to X it is one more client.
  const other = await launch(`--user-data-dir=${path.join(userData, 'other')}`);
  const grab = () =>
    other.electron.evaluate(({ globalShortcut }) => globalShortcut.register('Control+Alt+F8', () => {}));
  expect(await grab()).toBe(true);
  await row.getByRole('button', { name: 'Change…' }).click();
  await page.keyboard.press('Control+Alt+F8');
  await expect(row).toContainText('The system did not give Control + Alt + F8 to Portside');
  expect(await has(electron, 'Control+Alt+F9')).toBe(false);

  await row.getByRole('button', { name: 'Remove' }).click();
  await expect(row).not.toContainText('The system did not give');
  await expect(row.getByRole('button', { name: 'Choose keys…' })).toBeVisible();
});
