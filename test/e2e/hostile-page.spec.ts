import type { Page } from 'playwright/test';
import type { Bridge, SessionMessage } from '../../electron/contract/channels.ts';
import { credentialsOf } from '../demo/rest.ts';
import { expect, test } from './launch.ts';
import { liveAddress, showProject, switchOf } from './steps.ts';

const tunnelOf = (page: Page): Promise<string> =>
  page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        const stop = (window as unknown as { portside: Bridge }).portside.listen((message: SessionMessage) => {
          queueMicrotask(() => stop());
          if (message.kind !== 'snapshot') return;
          resolve(Object.keys(Object.values(message.state.forwards)[0]?.tunnels ?? {})[0] ?? '');
        });
      }),
  );

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
