import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Platform, startPlatform } from '../platform/start.ts';
import { script, type ScriptInput } from './script.ts';
import type { ScriptAnswer, ScriptOrder } from './script-process.ts';

/** The same program with Northflank's own client and with ours. What differs on purpose is in docs/forwarding.md. */
let platform: Platform;
let official: Map<string, unknown>;
let ours: Map<string, unknown>;

beforeAll(async () => {
  // Databases that are up: how long they take to start is not what is compared.
  platform = await startPlatform({
    start: 'eager',
    workloads: ['http', 'metrics', 'statsd', 'h2c', 'postgres', 'redis'],
  });
  const { pods } = await platform.control.inspect({ project: 'storefront', kind: 'service', id: 'web' });
  const input = { pod: pods[1] ?? '', teamId: 'acme' };
  [official, ours] = await Promise.all([play('official', input), play('ours', input)]);
}, 120_000);
afterAll(() => platform.close());

async function play(client: ScriptOrder['client'], input: ScriptInput): Promise<Map<string, unknown>> {
  const child = spawn(
    process.execPath,
    [
      '--import',
      pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href,
      fileURLToPath(new URL('script-process.ts', import.meta.url)),
    ],
    { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], env: { ...process.env, NODE_EXTRA_CA_CERTS: platform.caFile } },
  );
  const closed = once(child, 'close');
  const { url: host, tokens } = platform;
  const addressRange = { first: '127.24.91.1', last: '127.24.91.250' };
  const answers = new Map<string, unknown>();
  child.on('message', ({ step, ...answer }: ScriptAnswer) => answers.set(step, normalise(answer)));
  child.send({ client, host, token: tokens.team, orgToken: tokens.org, input, addressRange } satisfies ScriptOrder);
  await closed;
  return answers;
}

/**
 * Without what is meant to differ: which addresses are given out, fields of our own, and errors where the official client
 * leaves an entry out without a word.
 */
function normalise(answer: unknown): unknown {
  const addresses = new Map<string, string>();
  const clean = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.filter((each) => !isErrorEntry(each)).map(clean);
    if (typeof value !== 'object' || value === null) return value;
    const fields = Object.entries(value).filter(([name]) => name !== 'instance' && name !== 'notice');
    return Object.fromEntries(
      fields.map(([name, each]) => [name, name === 'address' ? symbol(String(each)) : clean(each)]),
    );
  };
  const symbol = (address: string) => {
    if (!addresses.has(address)) addresses.set(address, `address ${addresses.size + 1}`);
    return addresses.get(address);
  };
  return clean(answer);
}

/** Any other error is a difference that nobody meant. */
function isErrorEntry(value: unknown): boolean {
  const message = (value as { error?: { message?: unknown } } | null)?.error?.message;
  return typeof message === 'string' && /has no running instance|has no port/.test(message);
}

test.each(Object.keys(script))('%s: the same results, ports and events', (step) => {
  expect(official.get(step)).toHaveProperty('result');
  expect(ours.get(step)).toEqual(official.get(step));
});

test('the script has really forwarded', () => {
  expect(official.get('service')).toMatchObject({
    result: { results: [{ data: { port: 8080 } }, { data: { port: 9090 } }], service: 'web', left: [] },
  });
  expect(official.get('addon')).toMatchObject({ result: { answer: 'S', left: [] } });
  expect(official.get('with an addon')).toMatchObject({ result: { value: 1, left: [] } });
});
