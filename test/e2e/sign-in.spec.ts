import { expect, fillSignIn, test } from './launch.ts';
import { liveAddress, showProject, switchOf } from './steps.ts';

test('a wrong token, a wrong host and an untrusted certificate each say what is wrong', async ({
  launch,
  platform,
}) => {
  const { page } = await launch();
  const { url: host, ca, tokens } = platform;
  await fillSignIn(page, { host, token: 'nf-wrong-token', ca });
  await expect(page.getByText('Token rejected')).toBeVisible();
  await fillSignIn(page, { host, token: tokens.team, ca: '' });
  await expect(page.getByText('Certificate not trusted')).toBeVisible();
  await fillSignIn(page, { host: 'https://localhost:1', token: tokens.team, ca: '' });
  await expect(page.getByText('Northflank cannot be reached')).toBeVisible();
});

test('an answer that is not Northflank’s is named', async ({ launch, platform }) => {
  const { page } = await launch();
  await platform.control.addRule({ path: '^/v1/', status: 200, body: '<html>Welcome to the hotel</html>' });
  await fillSignIn(page, { host: platform.url, token: platform.tokens.team, ca: platform.ca });
  await expect(page.getByText('Unexpected answer')).toBeVisible();
});

test('a token revoked while it is used asks to sign in again, and signing in brings the forward back', async ({
  signedIn: { page },
  platform,
}) => {
  await showProject(page, 'storefront');
  await switchOf(page, 'web').click();
  const address = await liveAddress(page, 'web');
  await platform.control.revokeToken(platform.tokens.team);
  await page.getByRole('button', { name: /^Account/ }).click();
  await page.getByRole('menuitem', { name: 'Refresh' }).click();
  await expect(page.getByText('Token rejected').first()).toBeVisible();
  await page.getByRole('button', { name: 'Sign in' }).first().click();
  const token = await platform.control.issueToken({ scope: 'team' });
  await fillSignIn(page, { host: platform.url, token, ca: platform.ca });
  await showProject(page, 'storefront');
  expect(await liveAddress(page, 'web')).toEqual(address);
});
