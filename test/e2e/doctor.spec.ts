import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { holdPort } from '../support/busy-port.ts';
import { expect, test } from './launch.ts';
import { liveAddress, rowOf, showProject, switchOf } from './steps.ts';

/** Where pictures go that are looked at, and not kept. */
const pictures = process.env['PORTSIDE_TEST_PICTURES'];

test('the doctor names the process that holds a port, and the report names nobody', async ({
  signedIn: { electron, page },
  platform,
}) => {
  const busy = await holdPort('0.0.0.0', 7000);
  try {
    await showProject(page, 'billing');
    await switchOf(page, 'ledger-db').click();
    await liveAddress(page, 'ledger-db');
    await switchOf(page, 'Échange ☕ エコー').click();
    await expect(rowOf(page, 'Échange ☕ エコー')).toContainText('Live');

    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByRole('button', { name: 'Diagnostics' }).click();
    await page.getByRole('button', { name: 'Check everything' }).click();
    const list = page.getByRole('list', { name: 'What was checked' });
    await expect(page.getByText(/Checked at/)).toBeVisible({ timeout: 30_000 });
    await expect(list).toContainText(
      new RegExp(`:7000 \\(Échange ☕ エコー\\) is held by .+ \\(process ${busy.pid}\\)`),
    );
    await expect(list).toContainText(/\d ports? (?:was|were) verified just now/);
    await expect(list).toContainText('Agrees with Northflank');
    await expect(list).toContainText(/acme.*: accepted/i);
    await shoot('doctor');

    await page.getByRole('button', { name: 'Copy a bug report…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Bug report' });
    const shown = dialog.getByRole('region', { name: 'Report in Markdown' });
    await expect(shown).toContainText('# Portside bug report');
    await shoot('report');
    await dialog.getByRole('button', { name: 'Copy report' }).click();
    await expect(dialog.getByRole('button', { name: 'Copied' })).toBeVisible();
    const report = await electron.evaluate(({ clipboard }) => clipboard.readText());
    expect(report).toBe(await shown.textContent());
    expect(report).toContain(`(process ${busy.pid})`);
    expect(report).toMatch(/- \S+-\d+ in project-\d+ \(\w+\): on, live/);
    const { tokens, url } = platform;
    const secrets = [...Object.values(tokens), new URL(url).port === '' ? '' : '-----BEGIN'].filter(Boolean);
    for (const secret of secrets) expect(report).not.toContain(secret);
    for (const name of ['ledger-db', 'billing', 'storefront', 'Échange', 'acme'])
      expect(report.toLowerCase()).not.toContain(name.toLowerCase());
  } finally {
    await busy.close();
  }

  async function shoot(name: string): Promise<void> {
    if (!pictures) return;
    await mkdir(pictures, { recursive: true });
    for (const [shape, width, height] of [
      ['window', 1120, 760],
      ['compact', 390, 700],
    ] as const) {
      await electron.evaluate(
        ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size[0], size[1]),
        [width, height] as const,
      );
      await page.waitForFunction((wanted) => innerWidth === wanted, width);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        if (shape === 'compact' && name === 'doctor') await page.getByText(/Checked at/).scrollIntoViewIfNeeded();
        await page.screenshot({ path: path.join(pictures, `${name}-${shape}-${colorScheme}.png`) });
      }
    }
    await page.emulateMedia({ colorScheme: 'light' });
    await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1120, 700));
    await page.waitForFunction(() => innerWidth === 1120);
  }
});
