import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { ElectronApplication } from 'playwright/test';
import { expect, test } from './launch.ts';
import { credentialsOf } from '../demo/rest.ts';
import { askDatabase } from '../demo/smoke.ts';
import { liveAddress, showProject, switchOf } from './steps.ts';

/** Ends the page's process as often as it is loaded, until there is no window any more. */
const crashOnEachLoad = (electron: ElectronApplication) =>
  electron.evaluate(
    ({ BrowserWindow }) =>
      new Promise<number>((resolve) => {
        const [window] = BrowserWindow.getAllWindows();
        let loads = 0;
        window?.webContents.on('did-finish-load', () => {
          loads += 1;
          window.webContents.forcefullyCrashRenderer();
        });
        window?.once('closed', () => resolve(loads));
        window?.webContents.forcefullyCrashRenderer();
      }),
  );

/** Resolves when the page is there again. */
const crashOnce = (electron: ElectronApplication) =>
  electron.evaluate(
    ({ BrowserWindow }) =>
      new Promise<void>((resolve) => {
        const page = BrowserWindow.getAllWindows()[0]?.webContents;
        page?.once('did-finish-load', () => resolve());
        page?.forcefullyCrashRenderer();
      }),
  );

/** What the page shows, asked without Playwright's own connection to it, which does not survive a crash. */
const textOfPage = (electron: ElectronApplication) =>
  electron.evaluate(async ({ BrowserWindow }) => {
    const page = BrowserWindow.getAllWindows()[0]?.webContents;
    return page ? ((await page.executeJavaScript('document.body.innerText')) as string) : '';
  });

test('a page whose process ended is loaded again, and its forwards never stopped', async ({
  signedIn: { page, electron },
  platform,
}) => {
  await showProject(page, 'billing');
  await switchOf(page, 'ledger-db').click();
  const address = await liveAddress(page, 'ledger-db');
  await crashOnce(electron);
  await expect.poll(() => textOfPage(electron)).toContain('1 forward live');
  const credentials = await credentialsOf(platform, 'billing', 'ledger-db');
  expect(await askDatabase(address, credentials, 'select 3 as three')).toEqual([{ three: 3 }]);
});

test('a page that ends whenever it is loaded is given up, and opened anew on demand', async ({ launch }) => {
  const { electron } = await launch();
  expect(await crashOnEachLoad(electron)).toBe(3);
  await electron.evaluate(({ app }) => {
    app.emit('second-instance', {}, [process.execPath], process.cwd());
  });
  await expect.poll(() => textOfPage(electron)).toContain('API token');
});

test('an error in the page’s console is in the log', async ({ launch, userData }) => {
  const { page } = await launch();
  await page.evaluate(`console.error('the sky is falling')`);
  const log = path.join(userData, 'logs/portside.log');
  await expect.poll(() => readFile(log, 'utf8').catch(() => '')).toContain('the sky is falling');
});

test('the window is made compact from the palette, and by its button as large as it was', async ({
  signedIn: { page, electron },
}) => {
  const width = () => electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds().width);
  await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setBounds({ width: 1000 }));
  await expect.poll(width).toBe(1000);
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.type('compact window');
  await page.keyboard.press('Enter');
  await expect.poll(width).toBe(390);
  await page.getByRole('button', { name: 'Large window' }).click();
  await expect.poll(width).toBe(1000);
});
