import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { electronArgs } from '../../build/electron-runtime.ts';
import { expect, test } from './launch.ts';
import { liveAddress, showProject, switchOf } from './steps.ts';

const root = path.resolve(import.meta.dirname, '../..');
const UNKNOWN = 'This link is not one that Portside knows';

test('a second start with a link shows what it proposes, forwards nothing unasked, and leads where it says', async ({
  signedIn: { page },
  executable,
  userData,
}) => {
  // Six starts of a second process.
  test.slow();
  const start = async (link: string) => {
    const args = ['.', ...electronArgs(() => {}), `--user-data-dir=${userData}`, link];
    const second = spawn(executable, args, { cwd: root, stdio: 'ignore' });
    expect(await once(second, 'exit')).toEqual([0, null]);
  };
  const dialog = page.getByRole('dialog', { name: 'A link asks for a forward' });

  await start('portside://forward/billing/addon/ledger-db?ports=5432');
  await expect(dialog.getByRole('checkbox', { name: 'ledger-db' })).toBeChecked();
  await expect(dialog).toContainText('port 5432');
  await expect(page.getByText('0 forwards live')).toBeVisible();
  await dialog.getByRole('button', { name: 'Switch on' }).click();
  await expect(dialog).toBeHidden();
  await showProject(page, 'billing');
  await liveAddress(page, 'ledger-db');

  await start('portside://open/storefront/service/web');
  await expect(page.getByRole('complementary', { name: 'Details of web' })).toBeVisible();
  await expect(switchOf(page, 'web').first()).not.toBeChecked();

  const hostile = [
    'portside:javascript:alert(1)',
    'portside://open/storefront/service/../../billing',
    'portside://forward/storefront/service/w%D0%B5b',
    `portside://forward/${'x'.repeat(100_000)}/service/web`,
  ];
  for (const link of hostile) {
    await start(link);
    const problem = page.getByRole('dialog', { name: 'Portside link' });
    await expect(problem).toContainText(UNKNOWN);
    await problem.getByRole('button', { name: 'Close' }).click();
    await expect(problem).toBeHidden();
  }
  await expect(page.getByLabel('Status', { exact: true })).toContainText('1 forward live');
});

test('a link with the first start waits for the catalogue; before the first sign-in it says so', async ({
  launch,
  signIn,
}) => {
  const first = await launch('portside://forward/storefront/service/web');
  const problem = first.page.getByRole('dialog', { name: 'Portside link' });
  await expect(problem).toContainText('Sign in first');
  await problem.getByRole('button', { name: 'Close' }).click();
  await signIn(first.page);
  await first.quit();

  const { page } = await launch('portside://forward/storefront/service/web');
  const proposal = page.getByRole('dialog', { name: 'A link asks for a forward' });
  await expect(proposal.getByRole('checkbox', { name: 'web' })).toBeChecked();
  await page.keyboard.press('Escape');
  await expect(proposal).toBeHidden();
  await showProject(page, 'storefront');
  await expect(switchOf(page, 'web')).not.toBeChecked();
});
