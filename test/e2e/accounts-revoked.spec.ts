import { credentialsOf } from '../demo/rest.ts';
import { askDatabase } from '../demo/smoke.ts';
import { expect, test } from './launch.ts';
import { liveAddress, query, rowOf, showProject, switchOf } from './steps.ts';

const ledger = ['billing', 'ledger-db'] as const;

test('a query made while the token is revoked waits, and is answered once the user has signed in again', async ({
  signedIn: { page },
  platform,
}) => {
  await showProject(page, 'billing');
  await switchOf(page, 'ledger-db').click();
  const address = await liveAddress(page, 'ledger-db');
  expect(await query(platform, ledger, address, 'select 1 as one')).toEqual([{ one: 1 }]);

  // Read before: the database knows its own users, and nothing of the token.
  const credentials = await credentialsOf(platform, ...ledger);
  await platform.control.revokeToken(platform.tokens.team);
  const waiting = askDatabase(address, credentials, 'select 6 * 7 as answer');
  await expect(rowOf(page, 'ledger-db')).toContainText('Sign in again');
  // It is still where it was.
  await expect(rowOf(page, 'ledger-db')).toContainText(`${address.host}:${address.port}`);
  // The account has found out too, without being refreshed.
  await expect(page.getByRole('alert').getByText('Token rejected')).toBeVisible();

  await page.getByRole('alert').getByRole('button', { name: 'Sign in' }).click();
  const dialog = page.getByRole('dialog', { name: 'Sign in again' });
  await dialog.getByLabel('API token').fill(await platform.control.issueToken({ scope: 'team' }));
  // Its CA certificate is the one of before.
  await dialog.getByRole('button', { name: 'Sign in', exact: true }).click();
  expect(await waiting).toEqual([{ answer: 42 }]);
  await expect(dialog).toHaveCount(0);
  expect(await liveAddress(page, 'ledger-db')).toEqual(address);
  await expect(page.getByRole('alert')).toHaveCount(0);
});
