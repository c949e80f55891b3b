import { startConnectProxy } from '../support/connect-proxy.ts';
import { expect, fillSignIn, test } from './launch.ts';
import { liveAddress, query, showProject, switchOf } from './steps.ts';

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
