import { expect, test } from 'vitest';
import { readArguments } from '../../electron/cli/arguments.ts';
import { UsageError } from '../../electron/cli/usage-error.ts';

const plain = { noDefaults: false, json: false, quiet: false, verbose: false };
const read = (line: string) => readArguments(line.split(' '));

test('the flags of the official command line mean what they mean there', () => {
  expect(read('forward all --project shop --skipHostnames --noDefaults --quiet --verbose --skipValidation')).toEqual({
    command: 'forward',
    what: 'all',
    projectId: 'shop',
    ports: [],
    skipHostnames: true,
    noDefaults: true,
    quiet: true,
    verbose: true,
    json: false,
  });
  expect(read('forward service --projectId shop --serviceId web')).toEqual(
    read('forward service --project shop --service web'),
  );
  expect(read('fwd addon --projectId shop --addonId db')).toMatchObject({ what: 'addon', projectId: 'shop', id: 'db' });
});

test('what is ours besides', () => {
  const line =
    'forward service --teamId acme --instanceId web-1 --port 80 --port=9090 --host https://api.example --ca ca.pem --guard strict --json';
  expect(read(line)).toEqual({
    command: 'forward',
    what: 'service',
    teamId: 'acme',
    instanceId: 'web-1',
    ports: [80, 9090],
    host: 'https://api.example',
    caFile: 'ca.pem',
    guard: 'strict',
    skipHostnames: false,
    ...plain,
    json: true,
  });
  expect(read('list services --project shop')).toEqual({
    command: 'list',
    what: 'services',
    projectId: 'shop',
    ...plain,
  });
});

test.each(['', 'help', '--help', 'forward --help', 'forward service -h'])('%j asks for help', (line) => {
  expect(readArguments(line === '' ? [] : line.split(' '))).toEqual({ command: 'help' });
});

test.each([
  ['forward', 'portside forward takes one of all, service, addon.'],
  ['fwd --json', 'portside fwd takes one of all, service, addon.'],
  ['list jobs', 'portside list takes one of projects, services, addons, not "jobs".'],
  ['frward all', 'There is no command "portside frward". "portside help" lists them.'],
  ['constructor toString', 'There is no command'],
  ['forward all --guard on', '--guard takes one of off, host, strict, not "on".'],
  ['forward all --foo', "Unknown option '--foo'"],
  ['forward all --port 80', "Unknown option '--port'"],
  ['forward service web', "Unexpected argument 'web'"],
  ['forward service --serviceId', "Option '--serviceId <value>' argument missing"],
  ['forward service --serviceId=', '--serviceId needs a value'],
  ['forward service --port 0', '--port takes a number from 1 to 65535, not "0"'],
  ['forward service --port 65536', '--port takes'],
  ['forward service --port http', '--port takes'],
])('%s: %s', (line, message) => {
  expect(() => read(line)).toThrow(UsageError);
  expect(() => read(line)).toThrow(message);
});
