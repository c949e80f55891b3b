import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { ask } from '../platform/probe.ts';
import { type Platform, startPlatform } from '../platform/start.ts';
import { askUdp, countOrders, type Credentials, getJson, type Place } from './clients.ts';

/** Northflank's own command line client, unchanged, with a home directory of its own. */
let platform: Platform;
let home = '';

const CLI = createRequire(import.meta.url).resolve('@northflank/cli');
/** Both of its streams, in one text. */
type Running = { readonly child: ChildProcessByStdio<null, Readable, Readable>; readonly text: () => string };

beforeAll(async () => {
  platform = await startPlatform();
  home = await mkdtemp(join(tmpdir(), 'northflank-home-'));
  const { text } = await run('login', '-n', 'demo', '-t', platform.tokens.team, '--host', platform.url);
  expect(text).toContain('Successfully logged in');
});
beforeEach(async () => await platform.control.reset());
afterAll(async () => {
  await platform.close();
  await rm(home, { recursive: true, force: true });
});

function start(args: readonly string[]): Running {
  const child = spawn(process.execPath, [CLI, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, HOME: home, NODE_EXTRA_CA_CERTS: platform.caFile, NO_COLOR: '1' },
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (more: string) => (text += more));
  return { child, text: () => text };
}

async function run(...args: readonly string[]): Promise<{ readonly code: number | null; readonly text: string }> {
  const { child, text } = start(args);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, text: text() };
}

/** Forwards as long as `meanwhile` runs, which is given the whole text once it matches. */
async function whileForwarding(
  args: readonly string[],
  ready: RegExp,
  meanwhile: (text: string) => Promise<void>,
): Promise<void> {
  const { child, text } = start(['forward', ...args, '--skipHostnames']);
  const closed = once(child, 'close');
  try {
    await new Promise<void>((resolve, reject) => {
      const look = (): void => {
        if (ready.test(text())) resolve();
      };
      child.stdout.on('data', look);
      child.stderr.on('data', look);
      child.once('close', () => reject(new Error(`ended too early: ${text()}`)));
    });
    await meanwhile(text());
  } finally {
    child.kill('SIGKILL');
    await closed;
  }
}

function placeOf(text: string, pattern: RegExp): Place {
  const [, address = '', port = ''] = pattern.exec(text) ?? [];
  return { address, port: Number(port) };
}

test('it lists projects, services and addons', async () => {
  const [projects, services, addons] = await Promise.all([
    run('list', 'projects', '-o', 'json'),
    run('list', 'services', '--projectId', 'storefront', '-o', 'json'),
    run('list', 'addons', '--projectId', 'storefront', '-o', 'json'),
  ]);
  const ids = (text: string): string[] => [...text.matchAll(/"id": "(.*?)"/g)].map((match) => match[1] ?? '');
  expect(ids(projects.text)).toEqual(['storefront', 'billing', 'data-platform', 'internal-tools']);
  expect(ids(services.text)).toEqual(['web', 'checkout-api', 'search', 'statsd']);
  expect(ids(addons.text)).toEqual(['orders-db', 'cache', 'assets']);
});

test('it logs in with the browser', async () => {
  const { child, text } = start(['login', '-n', 'browser', '--do-not-open-browser', '--host', platform.url]);
  const closed = once(child, 'close');
  await platform.control.answerLogin('approve');
  await closed;
  expect(text()).toContain('Successfully logged in');
  await run('context', 'use', '-n', 'demo');
});

test('it forwards HTTP', async () => {
  const args = ['service', '--projectId', 'billing', '--serviceId', 'ledger'];
  await whileForwarding(args, /exposed on [\d.]+:8080 \(http - HTTP\)/, async (text) => {
    const place = placeOf(text, /exposed on ([\d.]+):(\d+)/);
    expect(await getJson(place, '/json', 'ledger:8080')).toMatchObject({ service: 'ledger' });
  });
});

test('it forwards PostgreSQL', async () => {
  const answer = await ask(platform, '/v1/projects/storefront/addons/orders-db/credentials');
  const credentials = (answer.json as { data: Credentials }).data;
  const args = ['addon', '--projectId', 'storefront', '--addonId', 'orders-db'];
  await whileForwarding(args, /exposed on [\d.]+:\d+ \(postgres - TCP\)/, async (text) => {
    const place = placeOf(text, /exposed on ([\d.]+):(\d+)/);
    expect(await countOrders(place, credentials, platform.ca)).toBe('6');
  });
});

test('it forwards UDP', async () => {
  const args = ['service', '--projectId', 'storefront', '--serviceId', 'statsd'];
  await whileForwarding(args, /exposed on [\d.]+:8125 \(statsd - UDP\)/, async (text) => {
    expect(await askUdp(placeOf(text, /exposed on ([\d.]+):(\d+)/), 'echo hello')).toBe('hello');
  });
});

test('it forwards a whole project and leaves out what does not run', async () => {
  await whileForwarding(['all', '--projectId', 'storefront'], /hosts file/, async (text) => {
    expect(text).toMatch(/Service 'web' is exposed on [\d.]+ with multiple ports/);
    expect(text).toMatch(/Addon 'orders-db' is exposed on/);
    expect(text).not.toContain('assets');
    const place = placeOf(text, /'checkout-api' is exposed on ([\d.]+):(\d+)/);
    expect(await getJson(place, '/json', 'checkout-api:8080')).toMatchObject({ service: 'checkout-api' });
  });
});

test('a refusal of the platform reaches the user', async () => {
  const { code, text } = await run(
    'forward',
    'service',
    '--projectId',
    'none',
    '--serviceId',
    'web',
    '--skipHostnames',
  );
  expect(text).toContain('{"error":{"status":404,"message":"Project not found","id":"not-found"}}');
  // The client's own weakness: it ends as if all were well.
  expect(code).toBe(0);
});
