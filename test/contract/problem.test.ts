import { expect, test } from 'vitest';
import { Failure, toProblem } from '../../electron/contract/failure.ts';
import { describe as words, PROBLEMS, type ProblemCode } from '../../electron/contract/problem.ts';

const codes = Object.keys(PROBLEMS) as ProblemCode[];
const args = {
  permission: 'Project > Read',
  host: 'https://api.example',
  reason: 'because',
  status: 503,
  seconds: 90,
  name: 'web',
  address: '127.24.0.1:80',
  moved: '127.24.0.1:8080',
  entries: 'wishes.web',
  kept: '/a/file',
  scope: 'here',
};

test.each(codes)('%s has a sentence, with and without its details', (code) => {
  for (const problem of [{ code }, { code, args: {} }, { code, args }]) {
    const { title, text, action, remedy } = words(problem);
    expect(title).toMatch(/^[A-Z].*[^.]$/);
    expect(text).toMatch(/^\S.*[.]$/s);
    expect(`${title} ${text} ${action ?? ''}`).not.toMatch(/undefined|null|NaN|\[object| {2}|\(\)/);
    expect(action === undefined).toBe(remedy === 'none');
  }
});

test.each([
  ['api-limited', { seconds: 61 }, 'in 2 min'],
  ['port-in-use', { address: 'a:1', moved: 'a:2' }, 'a:1 is taken by another program, so this port is served at a:2'],
  ['port-in-use', { address: 'a:1' }, 'Stop that program'],
  ['port-forbidden', { address: 'a:1', moved: 'a:2' }, 'served at a:2 instead'],
  ['port-reserved', { address: 'a:1', moved: 'a:2', line: 'netsh' }, 'Hyper-V, WSL and Docker: "netsh" lists'],
  ['no-instance', { name: 'web' }, 'web has no running instance'],
  ['certificate-untrusted', { host: 'h', reason: 'it has expired' }, 'of h cannot be verified (it has expired)'],
] as const)('%s tells %j', (code, given, text) => {
  expect(words({ code, args: given }).text).toContain(text);
});

test('a failure carries its problem, and its message is the code alone', () => {
  const cause = new Error('secret');
  const failure = new Failure('api-failed', { args: { status: 500 }, retriable: true, retryAfterMs: 100, cause });
  expect(failure).toMatchObject({ message: 'api-failed', name: 'Failure', retriable: true, retryAfterMs: 100, cause });
  expect(toProblem(failure, 'here')).toEqual({ code: 'api-failed', args: { status: 500 } });
  expect(new Failure('offline')).toMatchObject({ problem: { code: 'offline' }, retriable: false });
  expect(new Failure('offline').problem).not.toHaveProperty('args');
});

test.each([
  [new Error('broken'), 'broken'],
  ['text', 'text'],
  [undefined, 'undefined'],
])('anything else that is thrown is unexpected and names its place', (thrown, reason) => {
  expect(toProblem(thrown, 'here')).toEqual({ code: 'unexpected', args: { scope: 'here', reason } });
});
