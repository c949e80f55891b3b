import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { credentialsOf } from '../demo/rest.ts';
import { expect, test } from './launch.ts';
import { runningProcesses } from '../support/processes.ts';
import { liveAddress, rowOf, showProject, switchOf } from './steps.ts';

const has = (name: string) => existsSync(`/usr/bin/${name}`);

/** A terminal before all others in PATH, and what it is to do with what it is given. */
async function installTerminal(folder: string, does: string): Promise<void> {
  const bin = path.join(folder, 'bin');
  await mkdir(bin, { recursive: true });
  const file = path.join(bin, 'x-terminal-emulator');
  await writeFile(file, `#!/bin/sh\n${does}\n`);
  await chmod(file, 0o755);
}

test.skip(!has('psql'), 'psql is not on this computer');
test.use({
  environment: async ({ userData }, give) => {
    await give({ PATH: `${userData}/bin:/usr/bin:/bin`, SHELL: '/bin/true' });
  },
});

test('Ctrl Enter opens psql in a terminal, connected, and its password stands in no argument and no file', async ({
  launch,
  signIn,
  platform,
  userData,
}) => {
  await writeFile(path.join(userData, 'sql'), 'select 6 * 7 as answer;\n');
  // The script is read before it runs, and asked what its shell knows afterwards.
  await installTerminal(
    userData,
    `shift; cat "$2" > '${userData}/script'; "$@" < '${userData}/sql' > '${userData}/said' 2>&1`,
  );
  const { page } = await launch();
  await signIn(page);
  await showProject(page, 'billing');
  await switchOf(page, 'ledger-db').click();
  await liveAddress(page, 'ledger-db');
  await rowOf(page, 'ledger-db').getByRole('button').first().click();
  await expect(page.getByRole('button', { name: 'Open psql' })).toBeVisible();
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect.poll(() => readFile(path.join(userData, 'said'), 'utf8').catch(() => '')).toContain('42');
  const { secrets } = await credentialsOf(platform, 'billing', 'ledger-db');
  const password = secrets['PASSWORD'] ?? '';
  expect(password.length).toBeGreaterThan(4);
  expect(await readFile(path.join(userData, 'script'), 'utf8')).not.toContain(password);
});

test('a real terminal runs it, and the arguments of none of its processes hold the password', async ({
  launch,
  signIn,
  platform,
  userData,
}) => {
  test.skip(!has('xterm'), 'xterm is not on this computer');
  const terminal = path.join(userData, 'terminal');
  await installTerminal(userData, `echo $$ > '${terminal}'; exec /usr/bin/xterm "$@"`);
  const { page } = await launch();
  await signIn(page);
  await showProject(page, 'billing');
  await switchOf(page, 'ledger-db').click();
  const address = await liveAddress(page, 'ledger-db');
  await rowOf(page, 'ledger-db').getByRole('button').first().click();
  await page.getByRole('button', { name: 'Open psql' }).click();
  const psqlOf = (all: ReturnType<typeof runningProcesses>) =>
    all.find(({ command }) => /\bpsql /.test(command) && command.includes(address.host));
  await expect.poll(() => psqlOf(runningProcesses()) !== undefined).toBe(true);
  const all = runningProcesses();
  const { pid } = psqlOf(all) ?? { pid: 0 };
  const { secrets } = await credentialsOf(platform, 'billing', 'ledger-db');
  const password = secrets['PASSWORD'] ?? 'none';
  for (const { command } of all) expect(command).not.toContain(password);
  expect(await readFile(`/proc/${pid}/environ`, 'utf8')).toContain(`PGPASSWORD=${password}`);
  process.kill(pid);
  await expect.poll(() => existsSync(`/proc/${pid}`)).toBe(false);
  // It goes on with a shell, for its user; what it has of the app keeps Playwright waiting for the app's end.
  process.kill(Number(await readFile(terminal, 'utf8')));
});
