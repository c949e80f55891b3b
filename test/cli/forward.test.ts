import { mkdir, readFile, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { stateFile } from '../../electron/cli/addresses.ts';
import { resourceKey, type Target } from '../../electron/contract/catalog.ts';
import { getJson } from '../conformance/clients.ts';
import { isReachable } from '../forwarding/fresh-forwarding.ts';
import { type Platform, startPlatform } from '../platform/start.ts';
import { buildCliFirst, freshHome, platformEnv, runCli, startCli, type Cli } from './cli-process.ts';

buildCliFirst();

let platform: Platform;

beforeAll(async () => {
  platform = await startPlatform({ workloads: ['http', 'metrics', 'statsd', 'h2c', 'tcp-echo'] });
});
beforeEach(() => platform.control.reset());
afterAll(() => platform.close());

const web = ['forward', 'service', '--project', 'storefront', '--service', 'web', '--skipHostnames'];
const ready = /"event":"ready".*\n/;

/** A home in which these were given addresses of this file's own before. */
async function homeOf(...targets: (Pick<Target, 'projectId' | 'kind' | 'resourceId'> & { address: string })[]) {
  const home = await freshHome();
  const accountId = new URL(platform.url).host;
  const book = targets.map(({ address, ...target }) => [resourceKey({ accountId, ...target }), address]);
  const file = stateFile({ env: {}, home });
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify(Object.fromEntries(book)));
  return home;
}
const webAt = (address: string) => homeOf({ projectId: 'storefront', kind: 'service', resourceId: 'web', address });

const start = (args: readonly string[], home?: string, token?: string): Promise<Cli> =>
  startCli(args, { env: platformEnv(platform, token), ...(home !== undefined && { home }) });

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  '%s: every event is a line, ports are free, exit code 0',
  async (signal) => {
    const address = { SIGINT: '127.24.94.1', SIGTERM: '127.24.94.2', SIGHUP: '127.24.94.3' }[signal];
    const cli = await start([...web, '--json'], await webAt(address));
    await cli.until(ready);
    const place = { address, port: 8080 };
    expect(await getJson(place, '/json', 'web')).toMatchObject({ service: 'web' });
    cli.kill(signal);
    expect(await cli.end).toMatchObject({ code: 0, signal: null, stderr: '' });
    expect(await isReachable(place)).toBe(false);

    const port = (portRemote: number, portName: string) => ({
      type: 'service',
      projectId: 'storefront',
      id: 'web',
      portName,
      protocol: 'HTTP',
      address,
      port: portRemote,
      portRemote,
      hostnames: ['web.ns-8zy2mcjh9zn2.svc.cluster.local', 'web', `${portName}.web`],
    });
    const lines = cli.lines();
    const byPort = (all: typeof lines) => all.toSorted((a, b) => Number(a['port']) - Number(b['port']));
    expect(lines.map((line) => line['event'])).toEqual(['open', 'open', 'ready', 'closed', 'closed']);
    expect(byPort(lines.slice(0, 2))).toEqual([
      { event: 'open', ...port(8080, 'http') },
      { event: 'open', ...port(9090, 'metrics') },
    ]);
    expect(lines[2]).toEqual({ event: 'ready', open: 2, failed: 0, retrying: 0 });
    expect(byPort(lines.slice(3))).toEqual([
      { event: 'closed', ...port(8080, 'http') },
      { event: 'closed', ...port(9090, 'metrics') },
    ]);
  },
);

test('for people it is a title, a line per port and a count', async () => {
  const cli = await start(web, await webAt('127.24.94.4'));
  await cli.until(/Ctrl-C/);
  cli.kill('SIGINT');
  const { code, stdout, stderr } = await cli.end;
  expect(stdout.split('\n').toSorted()).toEqual([
    '',
    '  127.24.94.4:8080      web http (HTTP)',
    '  127.24.94.4:9090      web metrics (HTTP)',
    '2 ports open. Ctrl-C ends it.',
    'Forwarding service web of project storefront',
  ]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});

test('quiet says nothing while all is well', async () => {
  const cli = await start([...web, '--quiet'], await webAt('127.24.94.5'));
  await platform.control.waitForTunnels({ path: 'services/web' }, { atLeast: 2 });
  cli.kill('SIGINT');
  expect(await cli.end).toMatchObject({ code: 0, stdout: '', stderr: '' });
});

test('an open connection does not hold the end up', async () => {
  const cli = await start([...web, '--json'], await webAt('127.24.94.6'));
  await cli.until(ready);
  const idle = net.connect(8080, '127.24.94.6');
  await platform.control.waitForTunnels({ path: 'port/8080', upstreamOpen: true });
  const closed = new Promise((resolve) => idle.on('error', () => {}).on('close', resolve));
  const beganAt = Date.now();
  cli.kill('SIGINT');
  expect((await cli.end).code).toBe(0);
  expect(Date.now() - beganAt).toBeLessThan(3000);
  await closed;
});

test('all forwards what runs, waits for what does not, and that is no failure', async () => {
  const cli = await start(['forward', 'all', '--projectId', 'data-platform', '--skipHostnames', '--json']);
  await cli.until(/"retrying".*nightly-export.*\n/);
  await cli.until(ready);
  const lines = cli.lines();
  expect(lines.filter(({ event, id }) => event === 'open' && id === 'ingest')).toHaveLength(12);
  expect(lines.find(({ event, id }) => event === 'retrying' && id === 'nightly-export')).toEqual({
    event: 'retrying',
    type: 'service',
    projectId: 'data-platform',
    id: 'nightly-export',
    code: 'no-instance',
    message: expect.stringContaining('nightly-export has no running instance') as string,
  });
  await platform.control.scale({ project: 'data-platform', kind: 'service', id: 'nightly-export' }, 1);
  await cli.until(/"open".*nightly-export/);
});

test('an organisation’s token, a team, one instance, one port', async () => {
  const { pods } = await platform.control.inspect({ project: 'storefront', kind: 'service', id: 'web' });
  const args = [...web, '--teamId', 'acme', '--instanceId', pods[1] ?? '', '--port', '8080', '--json'];
  const cli = await start(args, undefined, platform.tokens.org);
  await cli.until(ready);
  const [line] = cli.lines();
  expect(line).toMatchObject({ event: 'open', instance: pods[1], portRemote: 8080 });
  const place = { address: String(line?.['address']), port: Number(line?.['port']) };
  expect(await getJson(place, '/json', place.address)).toMatchObject({ instance: pods[1] });
  cli.kill('SIGTERM');
  expect((await cli.end).code).toBe(0);
});

test('a target gets the address of the last time', async () => {
  const home = await freshHome();
  const args = ['forward', 'service', '--project', 'billing', '--service', 'ledger', '--skipHostnames', '--json'];
  const addresses: unknown[] = [];
  for (let run = 0; run < 2; run += 1) {
    const cli = await start(args, home);
    await cli.until(ready);
    addresses.push(cli.lines()[0]?.['address']);
    cli.kill('SIGINT');
    await cli.end;
  }
  expect(addresses[0]).toMatch(/^127\.24\./);
  expect(addresses[1]).toBe(addresses[0]);
});

test('the context of the official command line is enough, and its token is in no output', async () => {
  const home = await webAt('127.24.94.7');
  const { url: host, tokens, caFile } = platform;
  await mkdir(join(home, '.northflank'));
  const context = { name: 'local', host, token: tokens.team, project: 'storefront', service: 'web' };
  await writeFile(join(home, '.northflank/config.json'), JSON.stringify({ current: 'local', contexts: [context] }));
  const cli = await startCli(['forward', 'service', '--skipHostnames', '--verbose'], {
    home,
    env: { NORTHFLANK_CA_FILE: caFile },
  });
  await cli.until(/Ctrl-C/);
  await isReachable({ address: '127.24.94.7', port: 8080 });
  await cli.until(/connection accepted/);
  cli.kill('SIGINT');
  const { code, stdout, stderr } = await cli.end;
  expect(code).toBe(0);
  expect(stderr).toContain('port-forwarding/info');
  expect(stdout + stderr).not.toContain(tokens.team);
});

const project = ['--project', 'storefront', '--skipHostnames'];
test.each([
  ['an unknown service', ['service', ...project, '--service', 'none'], 1, 'none does not exist at Northflank'],
  ['an unknown project', ['all', '--project', 'none', '--skipHostnames'], 1, 'none does not exist at Northflank'],
  ['a paused addon', ['addon', ...project, '--addon', 'assets'], 1, 'assets has no running instance'],
  ['a port that is not there', ['service', ...project, '--service', 'web', '--port', '1'], 1, 'web has no port 1.'],
  ['no project', ['all', '--skipHostnames'], 2, 'Which project? Name it with --projectId.'],
  ['no addon', ['addon', ...project], 2, 'Which addon? Name it with --addonId.'],
])('%s: exit code and a sentence, and nothing is asked', async (_, args, code, sentence) => {
  const end = await runCli(['forward', ...args], { env: platformEnv(platform) });
  expect(end.code).toBe(code);
  expect(end.stderr).toContain(sentence);
});

test.each(['service', 'all'] as const)(
  'a rejected token fails %s with a sentence that does not name it',
  async (what) => {
    const token = 'nf-secret-of-nobody';
    const args = [
      'forward',
      what,
      ...project,
      ...(what === 'service' ? ['--service', 'web'] : []),
      '--json',
      '--verbose',
    ];
    const { code, stdout, stderr } = await runCli(args, { env: platformEnv(platform, token) });
    expect(code).toBe(1);
    expect(stderr).toContain('Northflank does not accept this API token');
    expect(stdout + stderr).not.toContain(token);
  },
);

test('no token at all is a sentence that names the file where one would be', async () => {
  const home = await freshHome();
  const { code, stderr } = await runCli(web, { home });
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: `${home}/.northflank/config.json names no current context. Set NORTHFLANK_API_TOKEN, or log in with "northflank login".\n`,
  });
});

test('with an organisation’s token the team of a project is found by itself', async () => {
  const cli = await start([...web, '--port', '8080', '--json'], undefined, platform.tokens.org);
  await cli.until(/"ready","open":1/);
  cli.kill('SIGTERM');
  expect((await cli.end).code).toBe(0);
  const none = await runCli(['list', 'services', '--project', 'nope'], {
    env: platformEnv(platform, platform.tokens.org),
  });
  expect(none).toMatchObject({ code: 1, stderr: expect.stringContaining('nope does not exist') as string });
});

test('one port of two that is not there is told, and is the exit code in the end', async () => {
  const cli = await start([...web, '--port', '8080', '--port', '9999', '--json'], await webAt('127.24.94.8'));
  await cli.until(ready);
  expect(cli.lines().at(-1)).toEqual({ event: 'ready', open: 1, failed: 1, retrying: 0 });
  expect(cli.lines()).toContainEqual({
    event: 'failed',
    type: 'service',
    projectId: 'storefront',
    id: 'web',
    portRemote: 9999,
    code: 'no-ports',
    message: 'web has no port 9999.',
  });
  cli.kill('SIGINT');
  expect(await cli.end).toMatchObject({ code: 1, stderr: 'web has no port 9999.\n' });
});

test('what may not be listed is told, the rest is forwarded, and it is the exit code in the end', async () => {
  await platform.control.addRule({ path: 'internal-tools/addons', status: 403 });
  const cli = await start(['forward', 'all', '--project', 'internal-tools', '--skipHostnames', '--json']);
  await cli.until(ready);
  expect(cli.lines().filter(({ event }) => event === 'open')).toMatchObject([{ id: 'wiki' }]);
  cli.kill('SIGINT');
  const { code, stderr } = await cli.end;
  expect(code).toBe(1);
  expect(stderr).toContain('The token’s role may not do this (Project > Addons > General > Read)');
});

test('a gateway that refuses ends it with a sentence', async () => {
  await platform.control.addRule({ path: '^/tunnel/', status: 503 });
  const cli = await start([...web, '--json'], await webAt('127.24.94.9'));
  const { code, stderr } = await cli.end;
  expect(code).toBe(1);
  expect(stderr).toContain('web:8080 (http): The gateway answered 503');
  expect(stderr).toContain('Nothing could be forwarded.');
  expect(cli.lines().find(({ event }) => event === 'ready')).toEqual({
    event: 'ready',
    open: 0,
    failed: 0,
    retrying: 2,
  });
});

test('a token that is revoked meanwhile ends it with a sentence', async () => {
  const token = await platform.control.issueToken();
  const cli = await start([...web, '--port', '8080', '--json'], await webAt('127.24.94.10'), token);
  await cli.until(ready);
  await platform.control.revokeToken(token);
  await isReachable({ address: '127.24.94.10', port: 8080 });
  const { code, stderr } = await cli.end;
  expect(code).toBe(1);
  expect(stderr).toContain('Northflank does not accept this API token any more');
  expect(stderr).toContain('Nothing is forwarded.');
});

test('a reader that has seen enough ends it', async () => {
  const cli = await start([...web, '--json'], await webAt('127.24.94.11'));
  await cli.until(ready);
  cli.stopReading();
  await platform.control.addRule({ path: '^/tunnel/', status: 503 });
  // What the engine then has to say finds no reader.
  const client = net.connect(8080, '127.24.94.11');
  client.on('error', () => {});
  expect((await cli.end).code).toBe(0);
  client.destroy();
});

test('names stand in the hosts file while they lead somewhere', async () => {
  const home = await webAt('127.24.94.12');
  const hostsFile = join(home, 'hosts');
  await writeFile(hostsFile, '127.0.0.1 localhost\n');
  const cli = await startCli(['forward', 'service', '--project', 'storefront', '--service', 'web'], {
    home,
    env: { ...platformEnv(platform), PORTSIDE_HOSTS_FILE: hostsFile },
  });
  await cli.until(/Ctrl-C/);
  expect(cli.stdout()).toContain('http://web.ns-8zy2mcjh9zn2.svc.cluster.local:8080');
  expect(await readFile(hostsFile, 'utf8')).toContain('127.24.94.12 web.ns-8zy2mcjh9zn2.svc.cluster.local');
  cli.kill('SIGTERM');
  expect((await cli.end).code).toBe(0);
  expect(await readFile(hostsFile, 'utf8')).toBe('127.0.0.1 localhost\n');
});

test('a name that leads elsewhere by the user’s own line is told, and not shown as one that leads here', async () => {
  const home = await webAt('127.24.94.13');
  const hostsFile = join(home, 'hosts');
  await writeFile(hostsFile, '10.0.0.1 web\n');
  const args = ['forward', 'service', '--project', 'storefront', '--service', 'web', '--port', '8080', '--json'];
  const cli = await startCli(args, { home, env: { ...platformEnv(platform), PORTSIDE_HOSTS_FILE: hostsFile } });
  await cli.until(/"ready"/);
  expect(cli.lines()[0]).toMatchObject({
    event: 'open',
    hostnames: ['web.ns-8zy2mcjh9zn2.svc.cluster.local', 'http.web'],
  });
  expect(cli.stderr()).toBe('web leads to 10.0.0.1 by a line of the hosts file, which stays as it is.\n');
});

test('names without the right to write them are refused with both ways out', async () => {
  const { code, stderr } = await runCli(['forward', 'all', '--project', 'storefront'], {
    env: {
      ...platformEnv(platform),
      PORTSIDE_HOSTS_FILE: '/nowhere/hosts',
      NODE_OPTIONS: '--import=data:text/javascript,process.getuid=()=>1000',
    },
  });
  expect(code).toBe(1);
  expect(stderr).toBe(
    "You are not running this command with sufficient privileges (uid=1000). Try running with 'sudo -E'. With --skipHostnames ports are forwarded by address, without more rights.\n",
  );
});
