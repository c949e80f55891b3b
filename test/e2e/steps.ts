import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import path from 'node:path';
import type { Locator, Page } from 'playwright/test';
import type { Bridge, SessionMessage } from '../../electron/contract/channels.ts';
import type { LocalAddress } from '../../electron/contract/forward.ts';
import { credentialsOf } from '../demo/rest.ts';
import { askDatabase } from '../demo/smoke.ts';
import type { Platform } from '../platform/start.ts';
import { expect } from './launch.ts';

export const showProject = (page: Page, name: string): Promise<void> =>
  page.getByRole('button', { name: new RegExp(`^${name}\\b`) }).click();

export const switchOf = (page: Page, name: string): Locator =>
  page.getByRole('switch', { name: `Forward ${name}`, exact: true });

export const rowOf = (page: Page, name: string): Locator => page.getByRole('listitem', { name, exact: true });

/** Waits until the row says live, and reads the first address it shows. */
export async function liveAddress(page: Page, name: string): Promise<LocalAddress> {
  await expect(rowOf(page, name)).toContainText('Live');
  const text = (await rowOf(page, name).textContent()) ?? '';
  const [, host, port] = /(127\.\d+\.\d+\.\d+):(\d+)/.exec(text) ?? [];
  if (!host || !port) throw new Error(`no address in «${text}»`);
  return { host, port: Number(port) };
}

/** Turns the inspector of `web` on and shows its list; where the port is. */
export async function inspectWeb(page: Page): Promise<LocalAddress> {
  await showProject(page, 'storefront');
  await switchOf(page, 'web').click();
  const address = await liveAddress(page, 'web');
  await rowOf(page, 'web').getByRole('button').first().click();
  await page.getByRole('switch', { name: 'Inspect requests' }).click();
  await page.getByRole('button', { name: 'Show requests' }).click();
  return address;
}

/** The first port of the first forward, by what the page is told. */
export const tunnelOf = (page: Page): Promise<string> =>
  page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        const stop = (window as unknown as { portside: Bridge }).portside.listen((message: SessionMessage) => {
          if (message.kind !== 'snapshot') return;
          queueMicrotask(() => stop());
          resolve(Object.keys(Object.values(message.state.forwards)[0]?.tunnels ?? {})[0] ?? '');
        });
      }),
  );

/** One query at this address with the addon's own credentials. */
export async function query(
  platform: Platform,
  [project, addon]: readonly [string, string],
  address: LocalAddress,
  sql: string,
): Promise<Record<string, unknown>[]> {
  return askDatabase(address, await credentialsOf(platform, project, addon), sql);
}

/** Whether a connection to this address is refused, so that another program could have the port. */
export async function isRefused({ host, port }: LocalAddress): Promise<boolean> {
  const socket = connect({ host, port });
  try {
    await once(socket, 'connect');
    return false;
  } catch {
    return true;
  } finally {
    socket.destroy();
  }
}

/** Name and text of every file below the user's folder that the app itself wrote; Chromium's own have other names. */
export async function ourFiles(userData: string): Promise<Readonly<Record<string, string>>> {
  const names = (await readdir(userData, { recursive: true })).filter((name) =>
    /^[^/]+\.json$|^logs\/portside\.log/.test(name),
  );
  const texts = await Promise.all(names.map((name) => readFile(path.join(userData, name), 'utf8')));
  return Object.fromEntries(names.map((name, index) => [name, texts[index] ?? '']));
}
