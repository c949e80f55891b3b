import { expect, test } from './launch.ts';
import { liveAddress, ourFiles, showProject, switchOf } from './steps.ts';

test('production is forwarded after a question, stays off at the next launch, and what is to be asked about is asked', async ({
  launch,
  signIn,
}) => {
  const first = await launch();
  const { page } = first;
  await signIn(page);
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('radiogroup', { name: 'Reconnect at launch' }).getByText('Ask').click();
  await showProject(page, 'storefront');
  await switchOf(page, 'orders-db').click();
  await liveAddress(page, 'orders-db');

  await showProject(page, 'billing');
  await page.getByRole('button', { name: 'Production guard' }).click();
  await page.getByRole('menuitem', { name: /^Production/ }).click();
  await switchOf(page, 'ledger-db').click();
  const question = page.getByRole('dialog', { name: 'Production guard' });
  await expect(question).toContainText('ledger-db');
  await question.getByRole('button', { name: 'Cancel' }).click();
  await expect(switchOf(page, 'ledger-db')).not.toBeChecked();
  await switchOf(page, 'ledger-db').click();
  await question.getByRole('button', { name: 'Forward production' }).click();
  await liveAddress(page, 'ledger-db');
  await first.quit();

  const second = await launch();
  await expect(second.page.getByText('1 forward was on.')).toBeVisible();
  await showProject(second.page, 'billing');
  await expect(switchOf(second.page, 'ledger-db')).not.toBeChecked();
  await second.page.getByRole('button', { name: 'Reconnect', exact: true }).click();
  await showProject(second.page, 'storefront');
  await liveAddress(second.page, 'orders-db');
  await expect(second.page.getByText('1 forward was on.')).toBeHidden();
});

test('a file dropped on the window shows what it needs, and its secrets are in no file of ours', async ({
  signedIn: { page },
  userData,
}) => {
  const text = 'DATABASE_URL=postgres://u:hunter2@primary.ledger-db--k2xq.addon.code.run/ledger\n';
  const data = await page.evaluateHandle((content) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([content], '.env'));
    return transfer;
  }, text);
  await page.dispatchEvent('body', 'drop', { dataTransfer: data });
  const proposal = page.getByRole('dialog', { name: 'What .env needs' });
  await expect(proposal.getByRole('checkbox', { name: 'ledger-db' })).toBeChecked();
  await proposal.getByLabel('Name of the profile').fill('ledger work');
  await proposal.getByRole('button', { name: 'Save as profile' }).click();
  await page.getByRole('button', { name: /^ledger work/ }).click();
  await page.getByRole('checkbox', { name: 'Forward profile ledger work' }).first().click();
  await liveAddress(page, 'ledger-db');
  expect(Object.values(await ourFiles(userData)).join('\n')).not.toContain('hunter2');
});
