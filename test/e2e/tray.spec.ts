import { openPanel, type MenuNode } from '../support/tray-panel.ts';
import { expect, test } from './launch.ts';
import { isRefused, liveAddress, query, showProject, switchOf } from './steps.ts';

test('the tray shows what the window shows, and toggling there is toggling', async ({ launch, signIn, platform }) => {
  const panel = await openPanel(process.env['DBUS_SESSION_BUS_ADDRESS'] ?? '');
  try {
    const { page, electron } = await launch();
    const item = await panel.waitForItem();
    await item.waitForMenu((menu) => menu.some(({ label }) => label === 'Not signed in'));
    await signIn(page);
    await showProject(page, 'billing');

    await item.waitForMenu((menu) => menu.some(({ label }) => label === 'billing'));
    await item.click(['Settings…']);
    await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
    await page.keyboard.press('Escape');
    await item.click(['billing', 'ledger-db']);
    const address = await liveAddress(page, 'ledger-db');
    await expect(switchOf(page, 'ledger-db')).toBeChecked();
    const label = `ledger-db  —  ${address.host}:${address.port}`;
    await item.waitForMenu((menu) => menu.some((node) => node.label === label && node.toggleState === 'on'));
    expect(await query(platform, ['billing', 'ledger-db'], address, 'select 5 as five')).toEqual([{ five: 5 }]);

    await item.click(['Copy Address', /^ledger-db/]);
    await expect
      .poll(() => electron.evaluate(({ clipboard }) => clipboard.readText()))
      .toBe(`${address.host}:${address.port}`);

    await item.click(['Pause All Forwards']);
    await item.waitForMenu((menu) => menu.some((node) => node.label === '1 forward paused'));
    await expect.poll(() => isRefused(address)).toBe(true);
    await item.click(['Resume 1 Forward']);
    await item.waitForMenu((menu) => menu.some((node) => node.label === label && node.toggleState === 'on'));

    await item.click([label]);
    await expect(switchOf(page, 'ledger-db')).not.toBeChecked();
    await item.waitForMenu((menu) => menu.some((node) => node.label === 'No forwards'));
    await expect.poll(() => isRefused(address)).toBe(true);
  } finally {
    await panel.close();
  }
});

test('while a submenu is open no item of the menu changes, and a click hits what is seen; then it tells the news', async ({
  launch,
  signIn,
}) => {
  const panel = await openPanel(process.env['DBUS_SESSION_BUS_ADDRESS'] ?? '');
  try {
    const { page } = await launch();
    const item = await panel.waitForItem();
    await signIn(page);
    await showProject(page, 'billing');
    await item.waitForMenu((menu) => menu.some(({ label }) => label === 'billing'));
    const { iconBytes } = await item.look();

    await item.open(['billing']);
    const seen = await item.menu();
    await switchOf(page, 'ledger-db').click();
    // The icon is not held back: once it has changed, the menu was looked at too, and left alone.
    await item.waitForLook((look) => !look.iconBytes.equals(iconBytes));
    expect(await item.menu()).toEqual(seen);

    await item.click(['billing', /^ledger(?!-)/]);
    await liveAddress(page, 'ledger-db');
    await liveAddress(page, 'ledger');
    const isOn = (node: MenuNode) => node.toggleState === 'on';
    await item.waitForMenu((menu) => menu.filter((node) => isOn(node) && node.label.startsWith('ledger')).length === 2);
  } finally {
    await panel.close();
  }
});
