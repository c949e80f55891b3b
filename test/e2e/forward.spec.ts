import { createServer } from 'node:net';
import { once } from 'node:events';
import { expect, test } from './launch.ts';
import { isRefused, liveAddress, query, rowOf, showProject, switchOf } from './steps.ts';

const ledger = ['billing', 'ledger-db'] as const;

test('a toggled database answers SQL at the address the window shows, and its port is free again when toggled off', async ({
  signedIn: { page },
  platform,
}) => {
  await showProject(page, 'billing');
  await switchOf(page, 'ledger-db').click();
  const address = await liveAddress(page, 'ledger-db');
  expect(address.host).toMatch(/^127\.24\.\d+\.\d+$/);
  expect(address.port).toBe(5432);
  expect(await query(platform, ledger, address, 'select 6 * 7 as answer')).toEqual([{ answer: 42 }]);

  await switchOf(page, 'ledger-db').click();
  await expect(switchOf(page, 'ledger-db')).not.toBeChecked();
  await expect.poll(() => isRefused(address)).toBe(true);
});

test('a restarted pod is found again at the same address', async ({ signedIn: { page }, platform }) => {
  await showProject(page, 'billing');
  await switchOf(page, 'ledger-db').click();
  const address = await liveAddress(page, 'ledger-db');
  await query(platform, ledger, address, 'select 1 as one');
  await platform.control.restart({ project: 'billing', kind: 'addon', id: 'ledger-db' });
  expect(await query(platform, ledger, address, 'select 2 as two')).toEqual([{ two: 2 }]);
  expect(await liveAddress(page, 'ledger-db')).toEqual(address);
});

test('a service without instances is never shown as live, and comes up when it is scaled', async ({
  signedIn: { page },
  platform,
}) => {
  await showProject(page, 'data-platform');
  await switchOf(page, 'nightly-export').click();
  await expect(rowOf(page, 'nightly-export')).toContainText('No instances');
  await expect(page.getByText('0 forwards live')).toBeVisible();
  await platform.control.scale({ project: 'data-platform', kind: 'service', id: 'nightly-export' }, 1);
  await liveAddress(page, 'nightly-export');
});

test('a port that another program holds everywhere is served at another one, and the window says so', async ({
  signedIn: { page },
}) => {
  const other = createServer().listen(7000, '0.0.0.0');
  await once(other, 'listening');
  try {
    await showProject(page, 'billing');
    await switchOf(page, 'Échange ☕ エコー').click();
    await rowOf(page, 'Échange ☕ エコー').getByRole('button').first().click();
    await expect(page.getByText(/is taken by .+, so this port is served at/).first()).toBeVisible();
  } finally {
    other.close();
  }
});
