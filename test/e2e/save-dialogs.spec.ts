import { once } from 'node:events';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import path from 'node:path';
import type { Bridge } from '../../electron/contract/channels.ts';
import { openFilePortal, type FilePortal } from '../support/file-portal.ts';
import { expect, test } from './launch.ts';
import { inspectWeb, rowOf, showProject } from './steps.ts';

test.skip(process.platform !== 'linux', 'the dialogs are driven as a Linux desktop does it');
// GTK then asks the desktop for its dialogs, as it does for programs in a sandbox.
test.use({ environment: { GTK_USE_PORTAL: '1' } });

let portal: FilePortal;
test.beforeEach(async () => {
  portal = await openFilePortal(process.env['DBUS_SESSION_BUS_ADDRESS'] ?? '');
});
test.afterEach(() => portal.close());

test('requests are exported where the dialog says: closed it writes nothing, an older file is replaced whole, and what cannot be written is told in words', async ({
  signedIn: { page },
  userData,
}) => {
  const address = await inspectWeb(page);
  const asked = request({ ...address, path: '/json', agent: false }).end();
  const [response] = (await once(asked, 'response')) as [NodeJS.ReadableStream];
  response.resume();
  await expect(page.getByRole('list', { name: 'Requests' })).toContainText('/json');

  const save = async (file: string | undefined) => {
    await page.getByRole('button', { name: 'Export HAR' }).click();
    return portal.choose(file);
  };
  const file = path.join(userData, 'out.har');
  expect(await save(undefined)).toMatchObject({ member: 'SaveFile', name: 'web.har' });
  await expect(stat(file)).rejects.toThrow('ENOENT');

  await writeFile(file, 'x'.repeat(1_000_000));
  await save(file);
  await expect.poll(async () => (await readFile(file, 'utf8')).slice(0, 1)).toBe('{');
  const { log } = JSON.parse(await readFile(file, 'utf8')) as { log: { version: string; entries: unknown[] } };
  expect([log.version, log.entries.length]).toEqual(['1.2', 1]);

  const told = page.getByRole('region', { name: 'Messages' });
  await save('/dev/full');
  await expect(told).toContainText('full could not be written (the disk is full).');
  await save('/sys/kernel/requests.har');
  await expect(told).toContainText('requests.har could not be written (this user may not write there).');
  await save(path.join(userData, 'gone', 'requests.har'));
  await expect(told).toContainText('requests.har could not be written (the folder is not there any more).');
  await save(userData);
  await expect(told).toContainText('could not be written (a folder has this name).');
});

test('a bug report is saved where the dialog says, and a full disk is told', async ({
  signedIn: { page },
  userData,
}) => {
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.type('bug report');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Bug report' });
  const zip = path.join(userData, 'report.zip');
  await dialog.getByRole('button', { name: 'Save with logs…' }).click();
  expect((await portal.choose(zip)).name).toMatch(/^portside-report-\d{4}-\d\d-\d\d\.zip$/);
  await expect
    .poll(() =>
      readFile(zip)
        .then((bytes) => bytes.toString('latin1', 0, 2))
        .catch(() => ''),
    )
    .toBe('PK');
  await dialog.getByRole('button', { name: 'Save with logs…' }).click();
  await portal.choose('/dev/full');
  await expect(page.getByRole('region', { name: 'Messages' })).toContainText('the disk is full');
});

test('a profile is saved as a file, and the same file opened proposes it', async ({ signedIn: { page }, userData }) => {
  const send = (command: object) =>
    page.evaluate((given) => (window as unknown as { portside: Bridge }).portside.send(given as never), command);
  await showProject(page, 'storefront');
  const id = await rowOf(page, 'web').getAttribute('data-key');
  await send({ type: 'profile.create', id: 'p1', name: 'Morning', ids: [id] });
  const saved = send({ type: 'portside-file.save', profileId: 'p1' });
  const file = path.join(userData, 'team.portside.yaml');
  expect((await portal.choose(file)).member).toBe('SaveFile');
  expect(await saved).toEqual({ ok: true });
  expect(await readFile(file, 'utf8')).toContain('web');

  const opened = send({ type: 'portside-file.open' });
  expect((await portal.choose(file)).member).toBe('OpenFile');
  expect(await opened).toEqual({ ok: true });
  await expect(page.getByRole('dialog').filter({ hasText: 'web' })).toBeVisible();
});
