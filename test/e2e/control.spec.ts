import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import type { Page } from 'playwright/test';
import { expect, test as base } from './launch.ts';
import { isRefused, liveAddress, ourFiles, showProject, switchOf } from './steps.ts';

const CLI = path.resolve(import.meta.dirname, '../../out/cli/portside.js');

type End = { readonly code: number | null; readonly stdout: string; readonly stderr: string };
type Terminal = {
  readonly env: Record<string, string>;
  readonly folder: string;
  /** Runs `portside …` to its end, in the folder. */
  readonly portside: (...args: string[]) => Promise<End>;
};

const test = base.extend<{ readonly terminal: Terminal }>({
  terminal: async ({ userData }, give) => {
    const folder = await mkdtemp(path.join(tmpdir(), 'portside-terminal-'));
    const env = { PATH: process.env['PATH'] ?? '', HOME: folder, PORTSIDE_DATA: userData };
    const portside = (...args: string[]) =>
      new Promise<End>((resolve, reject) => {
        const child = spawn(process.execPath, [CLI, ...args], { env, cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
        const text = { stdout: '', stderr: '' };
        for (const name of ['stdout', 'stderr'] as const)
          child[name].setEncoding('utf8').on('data', (more: string) => (text[name] += more));
        child.on('error', reject);
        child.on('close', (code) => resolve({ code, ...text }));
      });
    await give({ env, folder, portside });
    await rm(folder, { recursive: true, force: true });
  },
});

async function letIn(page: Page, name: string): Promise<void> {
  const dialog = page.getByRole('dialog', { name: `Let “${name}” in?` });
  await dialog.getByRole('button', { name: 'Let it in' }).click();
  await expect(dialog).toBeHidden();
}
const NAME = 'portside command line';

test('the command line steers the app once the user has let it in', async ({ signedIn, terminal }) => {
  const { page, electron } = signedIn;
  const asked = terminal.portside('up', 'billing/ledger-db', '--json');
  await letIn(page, NAME);
  const up = await asked;
  expect(up).toMatchObject({ code: 0, stderr: 'Waiting for your answer in the window of Portside…\n' });
  await showProject(page, 'billing');
  const address = await liveAddress(page, 'ledger-db');
  expect(JSON.parse(up.stdout)).toMatchObject({ forwards: [{ state: 'live', ports: [address].map(portOf) }] });

  expect((await terminal.portside('status')).stdout).toContain(`${address.host}:${address.port}`);
  await terminal.portside('copy', 'ledger-db');
  expect(await electron.evaluate(({ clipboard }) => clipboard.readText())).toBe(`${address.host}:${address.port}`);

  expect((await terminal.portside('down', 'ledger-db')).code).toBe(0);
  await expect(switchOf(page, 'ledger-db')).not.toBeChecked();
  await expect.poll(() => isRefused(address)).toBe(true);
});

const portOf = ({ host, port }: { readonly host: string; readonly port: number }) => ({ address: host, port });

test('a refused command line ends with a sentence and changes nothing', async ({ signedIn: { page }, terminal }) => {
  const asked = terminal.portside('up', 'ledger-db');
  await page.getByRole('dialog').getByRole('button', { name: 'Refuse' }).click();
  const { code, stdout, stderr } = await asked;
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain('was not let in');
  expect((await terminal.portside('nonsense')).code).toBe(2);
});

test('a command runs with the rewritten environment, and afterwards all is as it was', async ({
  signedIn: { page },
  terminal,
  userData,
}) => {
  await writeFile(
    path.join(terminal.folder, '.portside.yaml'),
    'version: 1\nforwards:\n  - project: billing\n    addon: ledger-db\n',
  );
  const script = 'process.stdout.write(JSON.stringify(process.env))';
  const asked = terminal.portside('run', '--', process.execPath, '-e', script);
  await letIn(page, NAME);
  const { code, stdout } = await asked;
  expect(code).toBe(0);
  const env = JSON.parse(stdout) as Record<string, string>;
  expect(env['POSTGRES_URI']).toMatch(/^postgresql:\/\/[^@]+@127\.24\.\d+\.\d+:5432\//);
  await showProject(page, 'billing');
  await expect(switchOf(page, 'ledger-db')).not.toBeChecked();
  const { password } = new URL(env['POSTGRES_URI'] ?? '');
  for (const [name, text] of Object.entries(await ourFiles(userData))) expect(text, name).not.toContain(password);
  expect((await terminal.portside('run', '--', process.execPath, '-e', 'process.exit(7)')).code).toBe(7);
});

test('an agent reads what it was let in for, and asks again before it switches', async ({
  signedIn: { page },
  terminal,
}) => {
  const client = new Client({ name: 'test', version: '1' });
  await client.connect(
    new StdioClientTransport({ command: process.execPath, args: [CLI, 'mcp'], env: terminal.env, stderr: 'ignore' }),
  );
  const call = async (name: string, given: Record<string, unknown> = {}) => {
    const { content, isError } = await client.callTool({ name, arguments: given });
    return { isError: isError === true, text: (content as { readonly text: string }[])[0]?.text ?? '' };
  };
  try {
    const listing = call('list_resources');
    await letIn(page, 'agent (MCP)');
    expect((await listing).text).toContain('"ledger-db"');

    const refused = call('forward', { names: ['ledger-db'] });
    await page.getByRole('dialog').getByRole('button', { name: 'Refuse' }).click();
    expect(await refused).toMatchObject({ isError: true });
    await showProject(page, 'billing');
    await expect(switchOf(page, 'ledger-db')).not.toBeChecked();
    expect((await call('status')).text).toContain('"forwards": []');

    const allowed = call('forward', { names: ['ledger-db'] });
    await letIn(page, 'agent (MCP)');
    expect((await allowed).text).toContain('"state": "live"');
  } finally {
    await client.close();
  }
});

test('a program that is removed in settings has to ask again, and its token stands in no file of the app', async ({
  signedIn: { page },
  terminal,
  userData,
}) => {
  const asked = terminal.portside('status');
  await letIn(page, NAME);
  expect((await asked).stdout).toContain('Nothing is forwarded.');
  const tokens = JSON.parse(
    await readFile(path.join(terminal.folder, '.config/portside-cli/tokens.json'), 'utf8'),
  ) as Record<string, string>;
  const [token = ''] = Object.values(tokens);
  expect(token).not.toBe('');
  for (const [name, text] of Object.entries(await ourFiles(userData))) expect(text, name).not.toContain(token);

  await page.keyboard.press('ControlOrMeta+,');
  await page.getByRole('button', { name: 'Local control' }).click();
  await page.getByRole('button', { name: `Remove ${NAME}` }).click();
  const again = terminal.portside('status');
  await letIn(page, NAME);
  expect((await again).code).toBe(0);
});
