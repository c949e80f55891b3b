import { expect, test } from 'vitest';
import { readArguments } from '../../electron/cli/arguments.ts';
import { UsageError } from '../../electron/cli/usage-error.ts';

const read = (line: string) => readArguments(line.split(' '));

test.each<[string, object]>([
  ['status', { command: 'status', json: false, watch: false }],
  ['status --watch --json', { command: 'status', json: true, watch: true }],
  ['up', { command: 'up', names: [], yes: false, wait: true, json: false }],
  ['up web shop/db --yes --no-wait', { command: 'up', names: ['web', 'shop/db'], yes: true, wait: false, json: false }],
  ['down web', { command: 'down', names: ['web'], all: false }],
  ['down --all', { command: 'down', names: [], all: true }],
  ['copy db', { command: 'copy', name: 'db' }],
  ['url db --port 5432 --format jdbc', { command: 'url', name: 'db', port: 5432, format: 'jdbc' }],
  ['env web db', { command: 'env', names: ['web', 'db'], syntax: 'dotenv' }],
  ['env web --format json', { command: 'env', names: ['web'], syntax: 'json' }],
  ['mcp', { command: 'mcp' }],
])('portside %s', (line, order) => {
  expect(read(line)).toEqual(order);
});

test('what stands behind -- is the command, whatever it looks like', () => {
  expect(read('run db --yes -- npm test --help -- --json')).toEqual({
    command: 'run',
    names: ['db'],
    yes: true,
    argv: ['npm', 'test', '--help', '--', '--json'],
  });
  expect(read('run -- env')).toEqual({ command: 'run', names: [], yes: false, argv: ['env'] });
});

test.each([
  ['status web', 'portside status has no use for "web".'],
  ['down', 'Say what to stop, or --all.'],
  ['copy', 'Say which forward: portside copy NAME.'],
  ['url db cache', 'portside url has no use for "cache".'],
  ['url db --format words', '--format is one of uri, host-port'],
  ['url db --port http', '--port takes a number from 1 to 65535, not "http".'],
  ['url db --port 0', '--port takes a number from 1 to 65535, not "0".'],
  ['env', 'Say of which forwards: portside env NAME ….'],
  ['env db --format jdbc', '--format is one of dotenv, export'],
  ['run db', 'Say what to run: portside run NAME … -- COMMAND ….'],
  ['run db --', 'Say what to run'],
  ['up --all', "Unknown option '--all'."],
])('portside %s: %s', (line, message) => {
  expect(() => read(line)).toThrow(UsageError);
  expect(() => read(line)).toThrow(message);
});
