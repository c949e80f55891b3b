import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { startConnectProxy } from '../support/connect-proxy.ts';
import { answerBoxes, boxes, expect, fillSignIn, test } from './launch.ts';
import { liveAddress, query, rowOf, showProject, switchOf } from './steps.ts';

test('with a proxy in the system’s settings everything goes through it, and its refusal is named', async ({
  launch,
  platform,
  signIn,
}) => {
  const proxy = await startConnectProxy();
  // The platform is on this machine, where browsers use no proxy unless they are told to.
  const settings = [`--proxy-server=127.0.0.1:${proxy.port}`, '--proxy-bypass-list=<-loopback>'];
  const { page, quit } = await launch(...settings);
  const { url: host, ca, tokens } = platform;
  proxy.answer = (socket) => socket.end('HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm="office"\r\n\r\n');
  await fillSignIn(page, { host, token: tokens.team, ca });
  await expect(page.getByText('Proxy refuses or fails')).toBeVisible();
  await expect(page.getByText('it wants a user name and password')).toBeVisible();
  proxy.answer = undefined;
  await signIn(page);
  await showProject(page, 'storefront');
  await switchOf(page, 'orders-db').click();
  const address = await liveAddress(page, 'orders-db');
  const rows = await query(
    platform,
    ['storefront', 'orders-db'],
    address,
    'SELECT count(*)::int AS orders FROM orders',
  );
  expect(rows).toEqual([{ orders: 6 }]);
  // Nothing else is asked for, by Chromium on its own account either.
  const targets = new Set(proxy.connects.map(({ target }) => target));
  expect([...targets]).toEqual([new URL(host).host]);
  // Whoever looks at the proxy's log learns no more than the name.
  expect(JSON.stringify(proxy.connects)).not.toContain(tokens.team);
  await quit();
  await proxy.close();
});

test('a proxy of the settings counts at once, also for what had failed', async ({
  launch,
  platform: { url, ca, tokens },
}) => {
  const proxy = await startConnectProxy();
  const { page, electron, quit } = await launch();
  await answerBoxes(electron, 1);
  const setTo = async (label: string, value: string) => {
    const field = page.getByLabel(label, { exact: true });
    await field.fill(value);
    await field.blur();
  };
  const settings = async () => {
    await page.keyboard.press('ControlOrMeta+,');
    await page.getByRole('button', { name: 'Network', exact: true }).click();
  };
  await fillSignIn(page, { host: url, token: tokens.team, ca });
  await expect(page.getByRole('button', { name: 'storefront' })).toBeVisible();
  await settings();
  await setTo('Proxy', `127.0.0.1:${proxy.port}`);
  await expect.poll(() => boxes(electron)).toEqual([expect.stringContaining(`proxy 127.0.0.1:${proxy.port}.`)]);
  await page.keyboard.press('Escape');
  await showProject(page, 'storefront');
  await switchOf(page, 'cache').click();
  await liveAddress(page, 'cache');
  expect(proxy.connects.length).toBeGreaterThan(0);

  await proxy.close();
  await switchOf(page, 'orders-db').click();
  // Not even the question where it leads goes by a connection from before.
  await expect(rowOf(page, 'orders-db')).toContainText('Proxy refuses or fails');
  await settings();
  await setTo('Proxy', '');
  await page.keyboard.press('Escape');
  await liveAddress(page, 'orders-db');
  await quit();
});

test('with the certificate of its authority in the settings an account needs none', async ({
  launch,
  userData,
  platform: { url, ca, tokens },
}) => {
  await writeFile(path.join(userData, 'state.json'), JSON.stringify({ version: 1, settings: { ca } }));
  const { page, quit } = await launch();
  await fillSignIn(page, { host: url, token: tokens.team, ca: '' });
  await showProject(page, 'storefront');
  await switchOf(page, 'cache').click();
  await liveAddress(page, 'cache');
  await quit();
});
