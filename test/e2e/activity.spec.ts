import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from './launch.ts';
import { liveAddress, rowOf, showProject, switchOf } from './steps.ts';
import type { LocalAddress } from '../../electron/contract/forward.ts';

/** A program that has connected and been answered, and stays until it is cut off. */
async function openProgram({ host, port }: LocalAddress) {
  const script = `
    const socket = require('net').connect(${port}, '${host}', () => socket.write('GET / HTTP/1.1\\r\\nHost: web\\r\\n\\r\\n'));
    socket.once('data', () => console.log('joined'));
    socket.on('error', (error) => console.log(error.code));
    socket.on('close', () => process.exit());`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  let said = '';
  child.stdout.on('data', (text) => (said += String(text)));
  await once(child.stdout, 'data');
  return { pid: child.pid ?? 0, ended: ended.then(() => said), kill: () => child.kill() };
}

test('a program that connects is named, and one whose connection alone is cut off is told with its reason', async ({
  signedIn: { page },
  platform,
}) => {
  await showProject(page, 'storefront');
  await switchOf(page, 'web').click();
  const address = await liveAddress(page, 'web');
  await rowOf(page, 'web').getByRole('button').first().click();
  const activity = page.locator('.forward-activity');

  const first = await openProgram(address);
  await expect(activity).toContainText(new RegExp(`Connection from (node|MainThread) \\(pid ${first.pid}\\)`));
  const filter = { path: '/services?/web/', open: true };
  await platform.control.dropTunnels(filter, 'kill');
  expect(await first.ended).toContain('ECONNRESET');
  await expect(activity).toContainText(
    new RegExp(`Connection from \\w+ \\(pid ${first.pid}\\) failed: Cut off at the far end`),
  );

  const others = await Promise.all(Array.from({ length: 4 }, () => openProgram(address)));
  await platform.control.dropTunnels(filter, 'close-1011');
  await Promise.all(others.map(({ ended }) => ended));
  await expect(activity).toContainText(/5 connections( from \w+)? failed: Cut off at the far end/);

  await page.getByRole('button', { name: 'Show all activity' }).click();
  await page.getByText('Connections', { exact: true }).click();
  const all = page.getByRole('region', { name: 'Activity' });
  await expect(all).toContainText(/5 connections/);
  await expect(all).not.toContainText('Turned on');
  await expect(page.getByLabel('Status').getByText('forward live')).toBeVisible();
});
