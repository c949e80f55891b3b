import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Platform, startPlatform } from '../platform/start.ts';
import { buildCliFirst, platformEnv, runCli } from './cli-process.ts';

buildCliFirst();

let platform: Platform;

beforeAll(async () => {
  platform = await startPlatform({ workloads: [] });
});
afterAll(() => platform.close());

const list = (args: readonly string[], token?: string) =>
  runCli(['list', ...args], { env: platformEnv(platform, token) });
const objects = (text: string) =>
  text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Record<string, unknown>);

test('projects, as a table', async () => {
  const { code, stdout, stderr } = await list(['projects']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toBe(
    [
      'ID              NAME            DESCRIPTION',
      'storefront      storefront      The shop that customers see',
      'billing         billing         Invoices and the ledger',
      'data-platform   data-platform',
      'internal-tools  internal-tools',
      '',
    ].join('\n'),
  );
});

test('an organisation’s token lists all teams, or the one that is named', async () => {
  const all = objects((await list(['projects', '--json'], platform.tokens.org)).stdout);
  expect(all.map(({ id, team }) => `${String(team)}/${String(id)}`)).toEqual([
    'acme/storefront',
    'acme/billing',
    'acme/data-platform',
    'acme/internal-tools',
    'acme-labs/sandbox',
  ]);
  const one = objects((await list(['projects', '--json', '--teamId', 'acme-labs'], platform.tokens.org)).stdout);
  expect(one.map(({ id }) => id)).toEqual(['sandbox']);
});

test('services and addons, one object per line', async () => {
  const services = objects((await list(['services', '--projectId', 'billing', '--json'])).stdout);
  expect(services.map(({ id, type, state }) => [id, type, state])).toEqual([
    ['ledger', 'deployment', 'running'],
    ['invoice-renderer', 'combined', 'failed'],
    ['image-builder', 'build', 'stopped'],
    ['tcp-echo', 'deployment', 'running'],
  ]);
  const addons = objects((await list(['addons', '--project', 'storefront', '--json'])).stdout);
  expect(addons[0]).toEqual({
    id: 'orders-db',
    name: 'orders-db',
    type: 'postgresql',
    state: 'running',
    detail: 'running',
  });
});

test.each([
  [['services', '--project', 'none'], 1, 'none does not exist at Northflank any more, or this token cannot see it.\n'],
  [['services'], 2, 'Which project? Name it with --projectId.\n'],
  [['jobs'], 2, 'portside list takes one of projects, services, addons, not "jobs".'],
])('list %j fails with a sentence', async (args, code, sentence) => {
  const end = await list(args);
  expect(end).toMatchObject({ code, stdout: '' });
  expect(end.stderr).toContain(sentence);
});

test('a rejected token is told, and not repeated', async () => {
  const { code, stdout, stderr } = await list(['projects'], 'nf-secret-of-nobody');
  expect(code).toBe(1);
  expect(stderr).toContain('does not accept this API token');
  expect(stdout + stderr).not.toContain('nf-secret');
});

test('an authority that is not known is told with the flag that names it', async () => {
  const { NODE_EXTRA_CA_CERTS: _, ...env } = platformEnv(platform);
  const { code, stderr } = await runCli(['list', 'projects'], { env });
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: expect.stringMatching(/cannot be verified.* Here: --ca FILE, or NODE_EXTRA_CA_CERTS\.\n$/) as string,
  });
});

test('help and version need nothing', async () => {
  const [help, version] = await Promise.all([runCli(['--help']), runCli(['--version'])]);
  expect(help).toMatchObject({ code: 0, stderr: '' });
  expect(help.stdout).toContain('portside forward all');
  expect(version.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});
