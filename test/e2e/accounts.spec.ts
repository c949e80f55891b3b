import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright/test';
import type { Command } from '../../electron/contract/command.ts';
import type { Bridge } from '../../electron/contract/channels.ts';
import type { SessionState } from '../../electron/contract/session.ts';
import { expect, test } from './launch.ts';
import { isRefused, liveAddress, ourFiles, query, showProject, switchOf } from './steps.ts';

const ledger = ['billing', 'ledger-db'] as const;

type Portside = { readonly portside: Bridge };
const send = (page: Page, command: Command) =>
  page.evaluate((what) => (window as unknown as Portside).portside.send(what), command);

/** What the window is told when it begins to listen. */
const stateOf = (page: Page): Promise<SessionState> =>
  page.evaluate(
    () =>
      new Promise<SessionState>((resolve) => {
        const stop = (window as unknown as Portside).portside.listen((message) => {
          if (message.kind !== 'snapshot') return;
          resolve(message.state);
          setTimeout(() => stop(), 0);
        });
      }),
  );

const secretsIn = async (folder: string): Promise<string[]> =>
  Object.keys(JSON.parse(await readFile(path.join(folder, 'secrets.json'), 'utf8')) as object);

test('signing out ends the forwards, and forgets account and token', async ({
  signedIn: { page },
  platform,
  userData,
}) => {
  await showProject(page, 'billing');
  await switchOf(page, 'ledger-db').click();
  const address = await liveAddress(page, 'ledger-db');
  expect(await secretsIn(userData)).toHaveLength(1);
  const shown = JSON.stringify(await stateOf(page));
  expect(shown).toContain('ledger-db');
  expect(shown).not.toContain(platform.tokens.team);

  await page.getByRole('button', { name: /^Account/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByLabel('API token')).toBeVisible();
  await expect.poll(() => isRefused(address)).toBe(true);
  expect(await secretsIn(userData)).toEqual([]);
  const { accounts, projects, resources, forwards, traffic } = await stateOf(page);
  expect({ accounts, projects, resources, forwards, traffic }).toEqual({
    accounts: {},
    projects: {},
    resources: {},
    forwards: {},
    traffic: {},
  });
  const files = await ourFiles(userData);
  expect(Object.keys(files)).toEqual(expect.arrayContaining(['secrets.json', 'state.json']));
  for (const [name, text] of Object.entries(files)) expect(text, name).not.toContain(platform.tokens.team);
});

test('signing out without the key store that sealed the token erases it all the same', async ({
  signedIn,
  launch,
  userData,
}) => {
  const [id = ''] = await secretsIn(userData);
  await signedIn.quit();
  const { page } = await launch('--password-store=basic');
  await expect(page.getByRole('button', { name: /^Account/ })).toBeVisible();
  await expect.poll(async () => (await stateOf(page)).accounts[id]?.problem?.code).toBe('not-signed-in');
  expect(await send(page, { type: 'account.sign-out', id })).toEqual({ ok: true });
  expect(await secretsIn(userData)).toEqual([]);
});

test('two accounts forward the same database side by side, and losing one leaves the other', async ({
  signedIn: { page },
  platform,
}) => {
  const { url: host, ca, tokens, control } = platform;
  expect(await send(page, { type: 'account.sign-in', host, ca, token: tokens.org })).toEqual({ ok: true });
  const ids = async (scope: string) => {
    const { accounts, resources } = await stateOf(page);
    const account = Object.values(accounts).find((each) => each.scope === scope);
    const found = Object.values(resources).find(
      ({ target }) => target.accountId === account?.id && target.resourceId === 'ledger-db',
    );
    return { account: account?.id ?? '', forward: found?.key ?? '' };
  };
  await expect.poll(async () => (await ids('org')).forward).not.toBe('');
  const [team, org] = [await ids('team'), await ids('org')];
  await send(page, { type: 'forwards.set', ids: [team.forward, org.forward], on: true });
  const addressOf = async (id: string) => {
    const [tunnel] = Object.values((await stateOf(page)).forwards[id]?.tunnels ?? {});
    return tunnel?.status.kind === 'open' ? tunnel.status.address : undefined;
  };
  await expect.poll(() => addressOf(team.forward)).toBeDefined();
  await expect.poll(() => addressOf(org.forward)).toBeDefined();
  const [first, second] = [await addressOf(team.forward), await addressOf(org.forward)];
  expect(first).not.toEqual(second);

  await control.revokeToken(tokens.org);
  await send(page, { type: 'catalog.refresh' });
  await expect.poll(async () => (await stateOf(page)).accounts[org.account]?.state).toBe('rejected');
  expect((await stateOf(page)).accounts[team.account]?.state).toBe('signed-in');
  expect(await query(platform, ledger, first!, 'select 1 as one')).toEqual([{ one: 1 }]);

  await send(page, { type: 'account.sign-out', id: org.account });
  await expect.poll(() => isRefused(second!)).toBe(true);
  expect(await addressOf(team.forward)).toEqual(first);
});
