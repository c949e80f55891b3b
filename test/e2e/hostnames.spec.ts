import type { Page } from 'playwright/test';
import type { Bridge } from '../../electron/contract/channels.ts';
import type { Command } from '../../electron/contract/command.ts';
import type { Hostnames } from '../../electron/contract/hostnames.ts';
import { credentialsOf } from '../demo/rest.ts';
import { expect } from './launch.ts';
import { HOSTS, skip, test } from './own-hosts.ts';
import { rowOf, showProject, switchOf } from './steps.ts';

/** Programs for a Node beside the app. */
const FETCH = 'process.stdout.write(String((await fetch(process.argv[1])).status))';
const QUERY = `
import pg from 'pg';
const client = new pg.Client(JSON.parse(process.env.LOGIN));
await client.connect();
process.stdout.write(JSON.stringify((await client.query('select 6 * 7 as answer')).rows));
await client.end();`;

test.skip(skip !== '', skip);

const send = (page: Page, command: Command): Promise<{ ok: boolean }> =>
  page.evaluate((given) => (window as unknown as { portside: Bridge }).portside.send(given), command);

/** What the window knows about names at this moment. */
const names = (page: Page): Promise<Hostnames> =>
  page.evaluate(() => {
    const heard = new Promise<Hostnames>((resolve) => {
      const stop = (window as unknown as { portside: Bridge }).portside.listen((message) => {
        if (message.kind !== 'snapshot') return;
        queueMicrotask(() => stop());
        resolve(message.state.hostnames);
      });
    });
    // Held by the page: the driver waits for a promise without keeping it from being collected.
    Object.assign(window, { heard });
    return heard;
  });

test('cluster names lead to the forwards for every program, and nothing is left of them', async ({
  signedIn: { page, electron, quit },
  machine,
  platform,
}) => {
  const { pid } = electron.process();
  expect(await send(page, { type: 'hostnames.set', on: true })).toEqual({ ok: true });
  await expect.poll(async () => (await names(page)).state).toBe('kept');
  expect(await machine.hosts()).toBe(HOSTS);

  await showProject(page, 'storefront');
  for (const name of ['web', 'search', 'orders-db']) await switchOf(page, name).click();
  for (const name of ['web', 'search', 'orders-db']) await expect(rowOf(page, name)).toContainText('Live');
  await expect.poll(async () => (await names(page)).kept).toBeGreaterThanOrEqual(7);

  // Looked up as any program does it.
  const full = 'web.ns-8zy2mcjh9zn2.svc.cluster.local';
  expect(await machine.beside(pid, 'getent', 'hosts', full)).toMatch(/^127\.24\.\d+\.\d+ /);
  const node = [process.execPath, '--input-type=module', '-e'];
  const fetchIt = (url: string) => machine.beside(pid, ...node, FETCH, url);
  expect(await fetchIt('http://web:8080/')).toBe('200');
  expect(await fetchIt('http://http.web:8080/')).toBe('200');

  // The user's own line has the name; the full one works.
  const { conflicts } = await names(page);
  expect(conflicts).toContainEqual({ name: 'search', owner: 'hosts-file', address: '127.0.0.1' });

  // The database by its name, which its certificate is checked against.
  const { secrets, envs } = await credentialsOf(platform, 'storefront', 'orders-db');
  const login = {
    host: 'primary.orders-db--k2xq.addon.code.run',
    user: secrets['USERNAME'],
    password: secrets['PASSWORD'],
    database: envs['DATABASE'],
    ssl: { ca: platform.ca },
  };
  const said = await machine.beside(pid, 'env', `LOGIN=${JSON.stringify(login)}`, ...node, QUERY);
  expect(JSON.parse(said)).toEqual([{ answer: 42 }]);

  await switchOf(page, 'web').click();
  await expect.poll(() => machine.hosts()).not.toContain(full);
  await quit();
  expect(await machine.hosts()).toBe(HOSTS);
});

test('what a killed app left is taken out by the next one', async ({ signedIn, launch, machine }) => {
  await send(signedIn.page, { type: 'hostnames.set', on: true });
  await showProject(signedIn.page, 'storefront');
  await switchOf(signedIn.page, 'web').click();
  await expect.poll(() => machine.hosts()).toContain('web.ns-8zy2mcjh9zn2.svc.cluster.local');
  await signedIn.kill();
  expect(await machine.hosts()).toContain('# Portside begin');

  const { page, quit } = await launch();
  // The page stands: what is asked of the empty one before it goes with it.
  await showProject(page, 'storefront');
  // Wished names come back with the forward, without a question.
  await expect.poll(async () => (await names(page)).kept).toBeGreaterThanOrEqual(3);
  await send(page, { type: 'hostnames.set', on: false });
  await expect.poll(() => machine.hosts()).toBe(HOSTS);
  await quit();
  expect(await machine.hosts()).toBe(HOSTS);
});
