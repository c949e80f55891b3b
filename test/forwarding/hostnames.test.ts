import { execFile } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Platform, startPlatform } from '../platform/start.ts';
import { freshForwarding } from './fresh-forwarding.ts';

let platform: Platform;
let directory: string;
let hostsFile: string;

const ORDINARY = '127.0.0.1 localhost\n10.0.0.5 web.example # mine';
const addressRange = { first: '127.24.93.1', last: '127.24.93.250' };
const web = { projectId: 'storefront', serviceId: 'web', portsFilter: [8080] };

beforeAll(async () => {
  platform = await startPlatform({ workloads: ['http', 'metrics'] });
});
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'forwarding-hosts-'));
  hostsFile = join(directory, 'hosts');
  await writeFile(hostsFile, ORDINARY);
});
afterEach(async () => {
  await chmod(directory, 0o700);
  await rm(directory, { recursive: true });
});
afterAll(() => platform.close());

const hosts = () => readFile(hostsFile, 'utf8');
const ours = async () => (await hosts()).split('\n').filter((line) => line.startsWith('127.24.'));

test('names lead to the forward while it is held, and the file is as before afterwards', async () => {
  const forwarding = freshForwarding(platform, { addressRange, hostsFile });
  const [result] = await forwarding.forwardService(web, false);
  expect(result?.data?.ipOnly).toBe(false);
  expect(await ours()).toEqual([`${result?.data?.address} web.ns-8zy2mcjh9zn2.svc.cluster.local http.web web`]);
  await forwarding.stopServiceForwarding(web);
  expect(await hosts()).toBe(ORDINARY);
});

test('a forward by address writes no name', async () => {
  await freshForwarding(platform, { addressRange, hostsFile }).forwardService(web);
  expect(await hosts()).toBe(ORDINARY);
});

test('two programs keep their names side by side', async () => {
  const one = freshForwarding(platform, { addressRange, hostsFile });
  const two = freshForwarding(platform, { addressRange, hostsFile });
  await one.forwardService(web, false);
  await two.forwardService({ ...web, serviceId: 'checkout-api' }, false);
  expect((await ours()).map((line) => line.split(' ').at(-1))).toEqual(['web', 'checkout-api']);
  await one.stop();
  expect((await ours()).map((line) => line.split(' ').at(-1))).toEqual(['checkout-api']);
});

test('a short name stays with the first who wants it', async () => {
  await platform.control.addResource(
    { project: 'billing', kind: 'service' },
    {
      id: 'web',
      name: 'web',
      type: 'deployment',
      instances: 1,
      ports: [{ number: 8080, protocol: 'HTTP', workload: 'http' }],
    },
  );
  const forwarding = freshForwarding(platform, { addressRange, hostsFile });
  const [first] = await forwarding.forwardService(web, false);
  const [second] = await forwarding.forwardService({ ...web, projectId: 'billing' }, false);
  expect(await ours()).toEqual([
    `${first?.data?.address} web.ns-8zy2mcjh9zn2.svc.cluster.local http.web web`,
    `${second?.data?.address} web.ns-q7d2kx0m4vbl.svc.cluster.local`,
  ]);
});

test('a name that a line of the user has is left to it, and not promised', async () => {
  const theirs = '10.0.0.1 mine Web # ours\n';
  await writeFile(hostsFile, theirs);
  const forwarding = freshForwarding(platform, { addressRange, hostsFile });
  const [result] = await forwarding.forwardService(web, false);
  expect(result?.data?.hostnames).toEqual(['web.ns-8zy2mcjh9zn2.svc.cluster.local', 'http.web']);
  expect(result?.data?.notice).toBe('web leads to 10.0.0.1 by a line of the hosts file, which stays as it is.');
  expect(await ours()).toEqual([`${result?.data?.address} web.ns-8zy2mcjh9zn2.svc.cluster.local http.web`]);
  await forwarding.stop();
  expect(await hosts()).toBe(theirs);
});

test('a hosts file that cannot be written is an entry with a sentence, and nothing stays forwarded', async () => {
  await rm(hostsFile);
  const forwarding = freshForwarding(platform, { addressRange, hostsFile });
  const results = await forwarding.forwardService(web, false);
  expect(results).toEqual([{ error: { message: expect.stringContaining('could not be written (ENOENT)') as string } }]);
});

test.runIf(process.getuid?.() === 0)('an ordinary user is refused in the words of the official client', async () => {
  await chmod(directory, 0o755);
  const writable = join(directory, 'writable');
  await writeFile(writable, '');
  await chmod(writable, 0o666);
  const script = fileURLToPath(new URL('privileges-process.ts', import.meta.url));
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  const run = promisify(execFile);
  const { stdout } = await run(process.execPath, ['--import', tsx, script, hostsFile, writable]);
  const sentence =
    "You are not running this command with sufficient privileges (uid=65534). Try running with 'sudo -E'.";
  expect(JSON.parse(stdout)).toEqual({
    official: { error: true, message: sentence },
    ours: { error: true, message: sentence },
    thrown: `${sentence} Alternatively, you can use the ipOnly mode when port-forwarding (apiClient.forwarding.forwardAddon({ projectId, addonId }, true))`,
    writable: { error: false, type: 'unix-admin' },
  });
});
