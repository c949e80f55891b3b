import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Bridge, SessionMessage } from '../../electron/contract/channels.ts';
import { credentialsOf } from '../demo/rest.ts';
import { cliConfigFile } from '../../electron/northflank/cli-config.ts';
import { startConnectProxy } from '../support/connect-proxy.ts';
import { answerBoxes, boxes, expect, test } from './launch.ts';
import { liveAddress, showProject, switchOf, tunnelOf } from './steps.ts';

test('a page that lets a secret be drawn and taken away at once is told nothing of it', async ({
  signedIn: { page },
  platform,
}) => {
  await showProject(page, 'billing');
  await switchOf(page, 'ledger-db').click();
  await liveAddress(page, 'ledger-db');
  const { secrets } = await credentialsOf(platform, 'billing', 'ledger-db');
  const told = await page.evaluate(
    async (tunnelId) => {
      const { send } = (window as unknown as { portside: { send: (command: unknown) => Promise<unknown> } }).portside;
      const place = { x: 10, y: 10, width: 300, height: 20 };
      const acks: unknown[] = [];
      for (let waitMs = 0; waitMs < 30; waitMs += 1) {
        const ack = send({ type: 'kit.reveal', tunnelId, field: 'uri', place });
        await new Promise((resolve) => {
          setTimeout(resolve, waitMs);
        });
        acks.push(await Promise.all([ack, send({ type: waitMs % 2 === 0 ? 'kit.conceal' : 'window.arrived' })]));
        const both = [1, 2].map(() => send({ type: 'kit.reveal', tunnelId, field: 'uri', place }));
        acks.push(await Promise.all(both));
      }
      return JSON.stringify(acks);
    },
    await tunnelOf(page),
  );
  const password = String(secrets['PASSWORD']);
  expect(password.length).toBeGreaterThan(5);
  expect(decodeURIComponent(told)).not.toContain(password);
  expect(told).not.toContain('data:');
  expect(told).not.toContain('"ok":false');
});

test('a page cannot read back what it had copied', async ({ signedIn: { page, electron }, platform }) => {
  await showProject(page, 'billing');
  await switchOf(page, 'ledger-db').click();
  await liveAddress(page, 'ledger-db');
  const { secrets } = await credentialsOf(platform, 'billing', 'ledger-db');
  const password = String(secrets['PASSWORD']);
  const read = await page.evaluate(
    async (tunnelId) => {
      const { send } = (window as unknown as { portside: { send: (command: unknown) => Promise<unknown> } }).portside;
      const field = document.createElement('textarea');
      document.body.append(field);
      const pasted: string[] = [];
      document.addEventListener('paste', (event) => pasted.push(event.clipboardData?.getData('text/plain') ?? ''));
      await send({ type: 'kit.copy', tunnelId, format: 'password' });
      field.focus();
      const did = document.execCommand('paste');
      const asked = await navigator.clipboard.readText().catch((error: Error) => `blocked: ${error.name}`);
      return JSON.stringify([did, field.value, pasted, asked]);
    },
    await tunnelOf(page),
  );
  expect(await electron.evaluate(({ clipboard }) => clipboard.readText())).toBe(password);
  expect(read).not.toContain(password);
  // Who presses the keys may.
  await page.evaluate(() => {
    const fields = document.querySelectorAll('textarea');
    fields[fields.length - 1]?.focus();
  });
  await page.keyboard.press('ControlOrMeta+V');
  await expect.poll(() => page.evaluate(() => [...document.querySelectorAll('textarea')].at(-1)?.value)).toBe(password);
});

test.describe('with a login of the command line on the computer', () => {
  test.use({ environment: async ({ userData }, give) => give({ HOME: userData }) });

  test('a page cannot lead its token by a proxy and a certificate of its own', async ({
    launch,
    platform,
    userData,
  }) => {
    const { url: host, ca, tokens } = platform;
    const proxy = await startConnectProxy();
    await mkdir(path.dirname(cliConfigFile(userData)));
    await writeFile(cliConfigFile(userData), JSON.stringify({ contexts: [{ name: 'a', token: tokens.org, host }] }));
    const { page, electron } = await launch();
    await answerBoxes(electron, 0);
    const send = (command: object) =>
      page.evaluate(async (sent) => {
        const { portside } = window as unknown as { portside: { send: (command: object) => Promise<unknown> } };
        return portside.send(sent);
      }, command);
    const refused = { ok: false, problem: { code: 'way-refused' } };
    const way = { host, ca, proxy: `http://127.0.0.1:${proxy.port}` };
    expect(await send({ type: 'account.sign-in-cli', name: 'a', ...way })).toEqual(refused);
    const all = { proxy: `127.0.0.1:${proxy.port}`, ca };
    expect(await send({ type: 'settings.change', settings: { theme: 'dark', ...all } })).toEqual(refused);
    expect(proxy.connects).toEqual([]);
    // Nor by way of an account that the page has made before, whose token is its own.
    expect(await send({ type: 'account.sign-in', token: tokens.team, ...way })).toEqual({ ok: true });
    const accounts = () =>
      page.evaluate(
        () =>
          new Promise<string[]>((resolve) => {
            const stop = (window as unknown as { portside: Bridge }).portside.listen((message: SessionMessage) => {
              // Patches for the window itself come in between.
              if (message.kind !== 'snapshot') return;
              queueMicrotask(() => stop());
              resolve(Object.keys(message.state.accounts));
            });
          }),
      );
    const [again, ...others] = await accounts();
    expect(others).toEqual([]);
    expect(await send({ type: 'account.sign-in-cli', name: 'a', host, again })).toEqual(refused);
    const browser = { type: 'account.sign-in-browser', host, again };
    expect(await send(browser)).toEqual(refused);
    expect(await send(browser)).toEqual(refused);
    expect(await accounts()).toEqual([again]);
    // Whoever asks on and on is not shown any more.
    expect(await boxes(electron)).toHaveLength(3);
    await proxy.close();
  });
});
