import { describe, expect, test } from 'vitest';
import { resourceKey } from '../../electron/contract/catalog.ts';
import { Command } from '../../electron/contract/command.ts';

const signIn = { type: 'account.sign-in', token: 'nf-secret', host: '' };
const isCommand = (input: unknown) => Command.safeParse(input).success;

test('a tunnel of the longest ids that the platform’s answers may hold can be named', () => {
  const [long, pod] = ['x'.repeat(200), 'p'.repeat(253)];
  const target = {
    accountId: 'a'.repeat(20),
    teamId: long,
    projectId: long,
    kind: 'service',
    resourceId: long,
  } as const;
  const id = resourceKey(target);
  expect(isCommand({ type: 'forward.set', id, on: true })).toBe(true);
  expect(isCommand({ type: 'copy.address', tunnelId: `${id}:65535@${pod}` })).toBe(true);
});

test('a token and a team are taken without the blanks that were pasted with them', () => {
  const pasted = { ...signIn, token: ' nf-secret\n', teamId: '\tblue ' };
  expect(Command.parse(pasted)).toEqual({ ...signIn, token: 'nf-secret', teamId: 'blue' });
});

test.each(['127.0.0.1', '127.24.1.1', '127.255.255.254', '::1'])('%s is a place for a port', (host) => {
  expect(isCommand({ type: 'forward.place', id: 'a', port: 80, host, localPort: 8080 })).toBe(true);
});

describe('refused is', () => {
  test.each([
    ['a token of blanks', { ...signIn, token: ' \n' }],
    ['a team of blanks', { ...signIn, teamId: ' ' }],
    ['a team that is a path', { ...signIn, teamId: 'blue/projects' }],
    ['a key that is a book', { type: 'forward.set', id: 'x'.repeat(3000), on: true }],
    ['a profile whose name turns text around', { type: 'profile.create', id: 'p', name: 'a\u202Egnp', ids: [] }],
    ['a profile whose name has lines', { type: 'profile.change', id: 'p', name: 'a\nb' }],
    ['a field that no command has', { type: 'quit', now: true }],
    ['a setting that does not exist', { type: 'settings.change', settings: { theme: 'dark', sounds: true } }],
    ['an empty choice of ports', { type: 'forward.ports', id: 'a', ports: [] }],
    ['a port twice', { type: 'forward.ports', id: 'a', ports: [80, 80] }],
    ['a port that is none', { type: 'forward.ports', id: 'a', ports: [65_536] }],
    ['an instance without a name', { type: 'forward.instance', id: 'a', instance: '' }],
    ['a local port that is none', { type: 'forward.place', id: 'a', port: 80, localPort: 0 }],
    ...['0.0.0.0', '10.0.0.1', '127.0.0.256', '127.1', '::', 'localhost', '127.0.0.1 '].map(
      (host): [string, unknown] => [`the address ${host}`, { type: 'forward.place', id: 'a', port: 80, host }],
    ),
    ['no command', { type: 'constructor' }],
    ['nothing', undefined],
  ])('%s', (_, input) => {
    expect(isCommand(input)).toBe(false);
  });
});
