import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ElectronApplication, Page } from 'playwright/test';
import { cliConfigFile } from '../../electron/northflank/cli-config.ts';
import { startConnectProxy } from '../support/connect-proxy.ts';
import { answerBoxes, expect, fillAdvanced, fillSignIn, test } from './launch.ts';
import { liveAddress, query, showProject, switchOf } from './steps.ts';

const ledger = ['billing', 'ledger-db'] as const;

/** The secret as it may stand somewhere: as text of one or two bytes a letter, and within base64, however it falls there. */
function formsOf(secret: string): Buffer[] {
  const inBase64 = [0, 1, 2].map((shift) => {
    const bytes = Buffer.concat([Buffer.alloc(shift), Buffer.from(secret)]);
    // Without what depends on its neighbours.
    return Buffer.from(bytes.toString('base64').slice(4, -4));
  });
  return [Buffer.from(secret), Buffer.from(secret, 'utf16le'), ...inBase64];
}

const holds = (bytes: Buffer, secret: string) => formsOf(secret).some((form) => bytes.includes(form));

/** Every file below, Chromium's own among them. */
async function filesIn(folder: string): Promise<[string, Buffer][]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  return Promise.all(
    files.map(async (file): Promise<[string, Buffer]> => [file, await readFile(file).catch(() => Buffer.alloc(0))]),
  );
}

/** Arguments and environment of the app's processes, as every program of this user can read them. */
async function processesOf(electron: ElectronApplication): Promise<[string, Buffer][]> {
  const pids = await electron.evaluate(({ app }) => app.getAppMetrics().map(({ pid }) => pid));
  const names = pids.flatMap((pid) => [`/proc/${pid}/cmdline`, `/proc/${pid}/environ`]);
  return Promise.all(names.map(async (file): Promise<[string, Buffer]> => [file, await readFile(file)]));
}

/** What the window holds: its page, its storage, and every state that it is told. */
const windowOf = (page: Page): Promise<string> =>
  page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        const { portside } = window as unknown as {
          portside: { listen: (receive: (message: { kind: string }) => void) => () => void };
        };
        const stop = portside.listen((message) => {
          if (message.kind !== 'snapshot') return;
          const storage = JSON.stringify([localStorage, sessionStorage, document.cookie]);
          resolve(JSON.stringify(message) + storage + document.documentElement.outerHTML);
          setTimeout(() => stop(), 0);
        });
      }),
  );

test.describe('tokens and passwords', () => {
  test.use({
    environment: async ({ userData }, give) => {
      await give({ HOME: userData });
    },
  });

  test('stand nowhere but sealed, in whatever the app writes, says or shows', async ({
    launch,
    platform,
    userData,
  }) => {
    const { url: host, ca, tokens } = platform;
    const proxy = await startConnectProxy({ login: 'ann:s3cret-word' });
    const config = { contexts: [{ name: 'group', token: tokens.org, host }] };
    await mkdir(path.dirname(cliConfigFile(userData)));
    await writeFile(cliConfigFile(userData), JSON.stringify(config));
    const { page, electron, quit } = await launch();
    await answerBoxes(electron, 1);
    const said: Buffer[] = [];
    for (const stream of [electron.process().stdout, electron.process().stderr]) {
      stream?.on('data', (chunk: Buffer) => said.push(chunk));
    }

    await fillSignIn(page, { host, ca, token: 'nf-mistyped-0123456789' });
    await expect(page.getByText('Token rejected')).toBeVisible();
    await page.getByLabel('Proxy').fill(`http://ann:s3cret-word@127.0.0.1:${proxy.port}`);
    await fillSignIn(page, { host, ca, token: tokens.team });
    await showProject(page, 'billing');
    await switchOf(page, 'ledger-db').click();
    const address = await liveAddress(page, 'ledger-db');
    expect(await query(platform, ledger, address, 'select 1 as one')).toEqual([{ one: 1 }]);
    // Requests and tunnels of this account alone went through its proxy.
    expect(proxy.connects.length).toBeGreaterThan(1);

    await page.getByRole('button', { name: /^Account/ }).click();
    await page.getByRole('menuitem', { name: 'Add an account…' }).click();
    await fillAdvanced(page, { host, ca });
    const before = proxy.connects.length;
    await page.getByRole('button', { name: /^Use the Northflank CLI login/ }).click();
    await expect(page.getByRole('heading', { name: 'Acme Labs' })).toBeVisible();
    expect(proxy.connects.length).toBe(before);
    await page.getByRole('button', { name: 'Remove it there' }).click();
    await expect(page.getByRole('button', { name: 'Remove it there' })).toHaveCount(0);
    await platform.control.revokeToken(tokens.org);
    await page.getByRole('button', { name: /^Account/ }).click();
    await page.getByRole('menuitem', { name: 'Refresh' }).click();
    await expect(page.getByRole('alert').getByText('Token rejected')).toBeVisible();

    const shown = Buffer.from(await windowOf(page));
    const processes = await processesOf(electron);
    await quit();
    await proxy.close();
    const files = await filesIn(userData);
    expect(files.map(([name]) => path.basename(name))).toEqual(
      expect.arrayContaining(['secrets.json', 'state.json', 'portside.log', 'config.json']),
    );
    const outputs: [string, Buffer][] = [...files, ...processes, ['window', shown], ['output', Buffer.concat(said)]];
    for (const secret of [tokens.team, tokens.org, 'nf-mistyped-0123456789', 's3cret-word']) {
      expect(outputs.filter(([, bytes]) => holds(bytes, secret)).map(([name]) => name)).toEqual([]);
    }
    // The search can find something.
    expect(holds(Buffer.from(Buffer.from(`ann:${tokens.team}`).toString('base64')), tokens.team)).toBe(true);
  });
});

test('without a key store the sign-in ends with the run, unless the weaker way is chosen; going back erases it', async ({
  launch,
  platform,
  signIn,
  userData,
}) => {
  const basic = '--password-store=basic';
  const entries = async () =>
    Object.keys(JSON.parse(await readFile(path.join(userData, 'secrets.json'), 'utf8')) as object);
  const keys = async () => (await readdir(userData)).filter((name) => name === 'secrets.key');
  const first = await launch(basic);
  await expect(first.page.getByText('you are asked again after Portside has quit')).toBeVisible();
  await signIn(first.page);
  await expect(first.page.getByText('Sign-in is kept for this run only')).toBeVisible();
  expect(await keys()).toEqual([]);
  await first.page.getByRole('button', { name: 'Choose…' }).click();
  await first.page.getByText('In a file', { exact: true }).click();
  await first.page.getByRole('button', { name: 'Store them anyway' }).click();
  await expect(first.page.getByText('Sign-in is kept for this run only')).toHaveCount(0);
  await expect.poll(keys).toEqual(['secrets.key']);
  expect(await entries()).toHaveLength(1);
  for (const [name, bytes] of await filesIn(userData)) expect(holds(bytes, platform.tokens.team), name).toBe(false);
  await first.quit();

  const second = await launch(basic);
  await expect(second.page.getByRole('button', { name: 'storefront' })).toBeVisible();
  await expect(second.page.getByText('Token rejected')).toHaveCount(0);
  await second.page.getByRole('button', { name: 'Settings' }).click();
  await second.page.getByText('This run only', { exact: true }).click();
  await expect.poll(keys).toEqual([]);
  expect(await entries()).toEqual([]);
  await second.quit();

  const third = await launch(basic);
  await expect(third.page.getByRole('alert').getByText('Not signed in', { exact: true })).toBeVisible();
});
