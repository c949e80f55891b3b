import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ElectronApplication, Page } from 'playwright/test';
import { expect, test } from './launch.ts';
import { liveAddress, rowOf, switchOf } from './steps.ts';

/** Set by who wants to look, as in the gallery. */
const folder = process.env['PORTSIDE_GALLERY'];

/** The zoom of the app's own menu, in the window's first size. */
async function zoom(electron: ElectronApplication, page: Page): Promise<void> {
  // What still moves is elsewhere a moment later.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await electron.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    window?.setContentSize(1120, 700);
    window?.webContents.setZoomFactor(2);
  });
  await page.waitForFunction(() => innerWidth === 560 && innerHeight === 350);
}

/** Controls of the innermost layer that nobody could press: out of the window wherever one scrolls, or under others. */
const unreachable = (page: Page) =>
  page.evaluate(() => {
    const layer = [...document.querySelectorAll('[role=dialog]:not([data-closed])')].at(-1) ?? document.body;
    const controls = 'button, input, textarea, a[href], [role=switch], [role=option], [role=combobox]';
    return [...layer.querySelectorAll<HTMLElement>(controls)].flatMap((each) => {
      if (!each.checkVisibility() || each.closest('.visually-hidden, [inert]')) return [];
      each.scrollIntoView({ block: 'nearest', inline: 'nearest' });
      const { left, right, top, bottom, width, height } = each.getBoundingClientRect();
      if (width < 2) return [];
      const name = each.ariaLabel ?? each.textContent;
      if (left < -0.5 || right > innerWidth + 0.5) return [`${name}: ${Math.round(left)} to ${Math.round(right)}`];
      if (height <= innerHeight && (top < -0.5 || bottom > innerHeight + 0.5)) return [`${name}: beyond the window`];
      const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
      const isHit = hit !== null && (each.contains(hit) || hit.closest('label')?.contains(each) === true);
      return isHit ? [] : [`${name}: under ${hit?.className ?? 'nothing'}`];
    });
  });

/** A picture of what is really on the screen: a page's own would be without the zoom. */
async function shoot(electron: ElectronApplication, name: string): Promise<void> {
  if (folder === undefined) return;
  const picture = await electron.evaluate(async ({ BrowserWindow }) =>
    (await BrowserWindow.getAllWindows()[0]?.webContents.capturePage())?.toPNG().toString('base64'),
  );
  await writeFile(path.join(folder, `zoomed-app-${name}.png`), Buffer.from(picture ?? '', 'base64'));
}

test('at 200 % nothing is cut or covered before one is signed in', async ({ launch }) => {
  const { page, electron } = await launch();
  await page.getByLabel('API token').waitFor();
  await zoom(electron, page);
  await page.getByRole('button', { name: /^Advanced/ }).dispatchEvent('click');
  await page.getByLabel('API host').waitFor();
  await shoot(electron, 'sign-in');
  expect(await unreachable(page)).toEqual([]);
});

test('at 200 % every control of the list, its details, the palette, hostnames and settings can be reached', async ({
  signedIn: { page, electron },
}) => {
  await page.getByRole('button', { name: 'billing' }).click();
  await switchOf(page, 'ledger-db').click();
  await liveAddress(page, 'ledger-db');
  await zoom(electron, page);
  const found: string[] = [];
  const look = async (name: string) => {
    await shoot(electron, name);
    found.push(...(await unreachable(page)).map((each) => `${name}: ${each}`));
  };
  await look('list');
  await rowOf(page, 'ledger-db').getByRole('button').first().dispatchEvent('click');
  await page.getByRole('dialog', { name: 'Details of ledger-db' }).waitFor();
  await look('details');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page
    .getByRole('button', { name: /^Hostnames off/ })
    .first()
    .dispatchEvent('click');
  await page.getByRole('dialog', { name: 'Hostnames' }).waitFor();
  await look('hostnames');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.keyboard.press('ControlOrMeta+k');
  await page.getByRole('option').first().waitFor();
  await look('palette');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.keyboard.press('ControlOrMeta+,');
  await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
  await look('settings');
  expect(found).toEqual([]);
});
