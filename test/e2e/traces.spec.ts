import { spawn } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import type { Bridge } from '../../electron/contract/channels.ts';
import { credentialsOf } from '../demo/rest.ts';
import { expect, test } from './launch.ts';
import { liveAddress, showProject, switchOf, tunnelOf } from './steps.ts';

const CLI = path.resolve(import.meta.dirname, '../../out/cli/portside.js');
/** A terminal of the desktop, as far as it matters here: it runs what it is given. */
const TERMINAL = '#!/bin/sh\nshift\nSHELL=/bin/true exec "$@"\n';

test.use({
  environment: async ({ userData }, give) => {
    const programs = path.join(userData, 'programs');
    await mkdir(programs, { recursive: true });
    await writeFile(path.join(programs, 'x-terminal-emulator'), TERMINAL, { mode: 0o755 });
    await give({ HOME: userData, PATH: `${programs}:${process.env['PATH'] ?? ''}` });
  },
});

/** Arguments of all processes, as every user of the computer sees them, until `stop`. Says which were seen with one of these. */
function watchArguments(secrets: readonly string[]) {
  const seen = new Set<string>();
  let looks = 0;
  const over = new AbortController();
  const look = async () => {
    while (!over.signal.aborted) {
      const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
      const lines = await Promise.all(ids.map((id) => readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '')));
      for (const line of lines) if (secrets.some((secret) => line.includes(secret))) seen.add(line);
      looks += 1;
    }
  };
  const done = look();
  return {
    async stop() {
      over.abort();
      await done;
      return { seen: [...seen], looks };
    },
  };
}

async function filesIn(folder: string): Promise<[string, Buffer][]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  return Promise.all(
    files.map(async (file) => [file, await readFile(file).catch(() => Buffer.alloc(0))] as const),
  ).then((all) => all.map(([file, bytes]) => [file, bytes]));
}

test('a day with a database leaves its password and the token in no file, no argument and no environment of ours', async ({
  signedIn: { page, electron, quit },
  environment,
  platform,
  userData,
}) => {
  const { secrets, envs } = await credentialsOf(platform, 'billing', 'ledger-db');
  const passwords = [secrets['PASSWORD'], secrets['ADMIN_PASSWORD']].filter((each) => each !== undefined);
  expect(passwords.length).toBeGreaterThan(0);
  const all = [platform.tokens.team, ...passwords, ...passwords.map(encodeURIComponent)];
  const watched = watchArguments(all);
  await showProject(page, 'billing');
  await switchOf(page, 'ledger-db').click();
  await liveAddress(page, 'ledger-db');
  const tunnelId = await tunnelOf(page);
  const send = (command: object) =>
    page.evaluate((given) => (window as unknown as { portside: Bridge }).portside.send(given as never), command);

  for (const format of ['uri', 'password', 'command', 'jdbc', 'dotenv', 'export', 'env-file', 'compose', 'dbeaver'])
    expect(await send({ type: 'kit.copy', tunnelId, format }), format).toEqual({ ok: true });
  const place = { x: 10, y: 10, width: 300, height: 20 };
  expect(await send({ type: 'kit.reveal', tunnelId, field: 'uri', place })).toEqual({ ok: true });
  await send({ type: 'kit.conceal' });
  expect(await send({ type: 'kit.open', tunnelId, with: 'terminal' })).toEqual({ ok: true });

  const env = { ...(process.env as Record<string, string>), ...environment, PORTSIDE_DATA: userData };
  const letIn = async () => {
    const dialog = page.getByRole('dialog', { name: /^Let “/ });
    await dialog.getByRole('button', { name: 'Let it in' }).click();
    await expect(dialog).toBeHidden();
  };
  const portside = (...args: string[]) => {
    const child = spawn(process.execPath, [CLI, ...args], { env, cwd: userData, stdio: ['ignore', 'pipe', 'inherit'] });
    return new Promise<string>((resolve) => {
      let text = '';
      child.stdout.setEncoding('utf8').on('data', (more: string) => (text += more));
      child.on('close', () => resolve(text));
    });
  };
  const printed = portside('env', 'ledger-db');
  await letIn();
  expect(await printed).toContain(passwords[0]);
  const script = 'console.log(Object.keys(process.env).join())';
  const ran = portside('run', 'ledger-db', '--', process.execPath, '-e', script);
  await letIn().catch(() => {});
  expect(await ran).toContain('PASSWORD');
  const agent = new Client({ name: 'test', version: '1' });
  await agent.connect(
    new StdioClientTransport({ command: process.execPath, args: [CLI, 'mcp'], env, stderr: 'ignore' }),
  );
  const asked = agent.callTool({ name: 'environment', arguments: { names: ['ledger-db'] } });
  await letIn();
  expect(JSON.stringify(await asked)).toContain(passwords[0]);
  await agent.close();
  expect(await send({ type: 'report.make' })).toEqual({ ok: true });

  const pids = await electron.evaluate(({ app }) => app.getAppMetrics().map(({ pid }) => pid));
  const surroundings = await Promise.all(
    pids.map(async (pid): Promise<[string, Buffer]> => [`${pid}`, await readFile(`/proc/${pid}/environ`)]),
  );
  await electron.evaluate(({ clipboard }) => clipboard.clear());
  await quit();
  const { seen, looks } = await watched.stop();
  expect(looks).toBeGreaterThan(20);
  expect(seen).toEqual([]);
  const places = [...surroundings, ...(await filesIn(userData))];
  expect(places.length).toBeGreaterThan(10);
  for (const secret of all) {
    const inEach = places.filter(
      ([, bytes]) => bytes.includes(secret) || bytes.includes(Buffer.from(secret, 'utf16le')),
    );
    expect(inEach.map(([name]) => name)).toEqual([]);
  }
  expect(Object.keys(envs).length).toBeGreaterThan(0);
});
