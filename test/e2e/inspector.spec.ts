import { readFile } from 'node:fs/promises';
import { request, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import path from 'node:path';
import type { ElectronApplication, Page } from 'playwright/test';
import type { Bridge } from '../../electron/contract/channels.ts';
import type { LocalAddress } from '../../electron/contract/forward.ts';
import { MASK } from '../../electron/contract/inspector.ts';
import { expect, test } from './launch.ts';
import { inspectWeb, liveAddress, ourFiles, rowOf, showProject, switchOf } from './steps.ts';

const SECRET = 'not-for-the-window-4711';

const clipboardText = (electron: ElectronApplication): Promise<string> =>
  electron.evaluate(async ({ clipboard }) => clipboard.readText());

/** All that the window knows. */
const stateOf = (page: Page): Promise<string> =>
  page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        const stop = (window as unknown as { portside: Bridge }).portside.listen((message) => {
          queueMicrotask(() => stop());
          resolve(JSON.stringify(message));
        });
      }),
  );

/** A request with secrets everywhere; resolves with the answer's body. */
async function ask(address: LocalAddress, where: string, body = ''): Promise<string> {
  const asked = request({
    ...address,
    path: where,
    method: body === '' ? 'GET' : 'POST',
    agent: false,
    headers: {
      authorization: `Bearer ${SECRET}`,
      cookie: `sid=${SECRET}`,
      'x-api-key': SECRET,
      ...(body !== '' && { 'content-type': 'application/json' }),
    },
  }).end(body);
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  let text = '';
  for await (const chunk of response) text += String(chunk);
  return text;
}

const line = (page: Page, name: RegExp) => page.getByRole('list', { name: 'Requests' }).getByRole('button', { name });

test('requests of a forward are seen, sent again, copied and exported, and their secrets stay in main', async ({
  signedIn: { page, electron, quit },
  userData,
}) => {
  await showProject(page, 'storefront');
  await switchOf(page, 'web').click();
  const address = await liveAddress(page, 'web');
  await rowOf(page, 'web').getByRole('button').first().click();
  // Before it is on nothing is kept.
  await ask(address, '/json?before=1');
  await page.getByRole('switch', { name: 'Inspect requests' }).click();
  await page.getByRole('button', { name: 'Show requests' }).click();
  await expect(page.getByText('No request yet')).toBeVisible();

  expect(await ask(address, `/json?token=${SECRET}&page=2`)).toContain(SECRET);
  await expect(line(page, /GET \/json\?token=•+&page=2 200 OK/)).toBeVisible();
  await line(page, /page=2/).click();
  const details = page.getByRole('complementary', { name: /^GET \/json/ });
  await expect(details.getByRole('region', { name: 'Response' })).toContainText('"instance"');
  await details.getByText('Request', { exact: true }).click();
  await expect(details.getByRole('region', { name: 'Request' })).toContainText(`Bearer ${MASK}`);
  await details.getByRole('button', { name: 'Replay' }).click();
  await expect(line(page, /Replay.*page=2.*200 OK/)).toBeVisible();

  await details.getByRole('button', { name: 'Copy as curl' }).click();
  await expect
    .poll(() => clipboardText(electron))
    .toContain(`http://${address.host}:${address.port}/json?token=${MASK}`);
  expect(await clipboardText(electron)).not.toContain(SECRET);
  await details.getByRole('button', { name: 'Copy with or without secrets' }).click();
  await page.getByRole('menuitem', { name: 'With the real secrets' }).click();
  await expect(details.getByRole('button', { name: 'Copied · clears in 60 s' })).toBeVisible();
  expect(await clipboardText(electron)).toContain(`Bearer ${SECRET}`);

  const file = path.join(userData, 'out.har');
  await electron.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, file);
  await page.getByRole('button', { name: 'Export HAR' }).click();
  await expect.poll(() => readFile(file, 'utf8').catch(() => '')).toContain('"version": "1.2"');
  expect(await readFile(file, 'utf8')).not.toContain(SECRET);

  const state = await stateOf(page);
  expect(state).toContain('page=2');
  for (const text of [state, await page.content()]) expect(text).not.toContain(SECRET);
  await page.getByRole('button', { name: 'Clear', exact: true }).click();
  await expect(page.getByText('No request yet')).toBeVisible();
  await quit();
  for (const [name, text] of Object.entries(await ourFiles(userData))) expect(text, name).not.toContain(SECRET);
});

test('the list is gone through by keyboard, one that changes something is asked about, and a restart ends it', async ({
  signedIn: { page, quit },
  launch,
}) => {
  const address = await inspectWeb(page);
  await ask(address, '/one');
  await ask(address, '/two', '{"password":"x"}');
  await line(page, /POST \/two/).press('ArrowDown');
  await expect(page.getByRole('complementary', { name: 'GET /one' })).toBeVisible();
  await expect(line(page, /GET \/one/)).toBeFocused();
  await page.keyboard.press('ArrowUp');
  const details = page.getByRole('complementary', { name: 'POST /two' });
  await details.getByRole('button', { name: 'Replay' }).click();
  await details.getByRole('button', { name: 'Really send POST again?' }).click();
  await expect(line(page, /POST.*\/two/)).toHaveCount(2);
  await line(page, /POST.*\/two/)
    .last()
    .focus();
  await page.keyboard.press('Escape');
  await expect(details).toBeHidden();
  await page.getByRole('button', { name: 'Back to web' }).click();
  await expect(page.getByRole('switch', { name: 'Inspect requests' })).toBeChecked();
  await quit();
  const again = await launch();
  await rowOf(again.page, 'web').getByRole('button').first().click();
  await expect(again.page.getByRole('switch', { name: 'Inspect requests' })).not.toBeChecked();
});
