import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  channelPath,
  checkEntries,
  checkRelays,
  isProof,
  parseAnswer,
  parseHello,
  parseReply,
  parseRequest,
  parseWelcome,
  PLAN_LIMITS,
  prove,
} from '../../electron/system/elevation-plan.ts';

const web = { address: '127.24.0.1', names: ['web', 'web.ns-demo.svc.cluster.local'] };
const line = (value: unknown) => JSON.stringify(value);
const hex = (digit: string) => digit.repeat(64);

describe('a request', () => {
  test.each([
    { id: 1, verb: 'apply', entries: [web] },
    { id: 2, verb: 'apply', entries: [] },
    { id: 3, verb: 'alias', address: '127.24.9.9', act: 'add' },
    { id: 4, verb: 'alias', address: '127.24.9.9', act: 'remove' },
    { id: 5, verb: 'repair' },
    { id: 8, verb: 'relay', relays: [{ address: '127.24.9.9', port: 80, target: 8080 }] },
    { id: 9, verb: 'relay', relays: [] },
    { id: 6, verb: 'status' },
    { id: 7, verb: 'quit' },
  ])('of the plan is understood: %j', (request) => {
    expect(parseRequest(line(request))).toEqual(request);
  });

  const apply = (entries: unknown, more: object = {}) => ({ id: 1, verb: 'apply', entries, ...more });
  const RELAY = { address: '127.24.0.1', port: 80, target: 8080 };
  const relay = (change: object) => ({ id: 1, verb: 'relay', relays: [{ ...RELAY, ...change }] });
  const alias = (address: unknown, act: unknown = 'add') => ({ id: 1, verb: 'alias', address, act });

  test.each<[string, unknown]>([
    ['no object', 'apply'],
    ['a list', [{ id: 1, verb: 'quit' }]],
    ['null', null],
    ['an unknown verb', { id: 1, verb: 'write' }],
    ['a verb that every object inherits', { id: 1, verb: 'constructor' }],
    ['no id', { verb: 'quit' }],
    ['an id of zero', { id: 0, verb: 'quit' }],
    ['an id that is text', { id: '1', verb: 'quit' }],
    ['one more field', { id: 1, verb: 'quit', path: '/etc/shadow' }],
    ['a path', apply([web], { path: '/etc/passwd' })],
    ['entries that are no list', apply({ address: '127.24.0.1', names: ['web'] })],
    ['a public name', apply([{ address: '127.24.0.1', names: ['github.com'] }])],
    ['localhost', apply([{ address: '127.24.0.1', names: ['localhost'] }])],
    ['a name with a line break', apply([{ address: '127.24.0.1', names: ['web\n10.0.0.1 bank'] }])],
    ['a name with a blank', apply([{ address: '127.24.0.1', names: ['web bank.com'] }])],
    ['a name with a comment', apply([{ address: '127.24.0.1', names: ['web#'] }])],
    ['a name twice', apply([web, { address: '127.24.0.2', names: ['web'] }])],
    ['a name that is no text', apply([{ address: '127.24.0.1', names: [7] }])],
    ['no name', apply([{ address: '127.24.0.1', names: [] }])],
    ['an address of the network', apply([{ address: '10.0.0.1', names: ['web'] }])],
    ['all addresses', apply([{ address: '0.0.0.0', names: ['web'] }])],
    ['an address with a name', apply([{ address: '127.24.0.1 bank.com', names: ['web'] }])],
    ['one more field of an entry', apply([{ ...web, comment: 'x' }])],
    ['more entries than allowed', apply(Array.from({ length: PLAN_LIMITS.entries + 1 }, () => web))],
    [
      'more names than allowed',
      apply([{ address: '127.24.0.1', names: Array.from({ length: PLAN_LIMITS.names + 1 }, (_, n) => `n${n}`) }]),
    ],
    ['an alias elsewhere', alias('10.0.0.1')],
    ['an alias of 127.0.0.1', alias('127.0.0.1')],
    ['an alias with a switch', alias('127.24.0.1 -alias')],
    ['an alias that is listed', alias(['127.24.0.1'])],
    ['another act', alias('127.24.0.1', 'flush')],
    ['a relay of all addresses', relay({ address: '0.0.0.0' })],
    ['a relay of 127.0.0.1', relay({ address: '127.0.0.1' })],
    ['a relay with a host to lead to', relay({ host: '10.0.0.1' })],
    ['a relay of an ordinary port', relay({ port: 1024 })],
    ['a relay of port zero', relay({ port: 0 })],
    ['a relay of a port that is text', relay({ port: '80' })],
    ['a relay of a broken port', relay({ port: 80.5 })],
    ['a relay to a port of others', relay({ target: 22 })],
    ['a relay to no port', relay({ target: 65_536 })],
    ['a relay twice', { id: 1, verb: 'relay', relays: [RELAY, { ...RELAY, target: 9090 }] }],
    ['relays that are no list', { id: 1, verb: 'relay', relays: RELAY }],
    [
      'more relays than allowed',
      {
        id: 1,
        verb: 'relay',
        relays: Array.from({ length: PLAN_LIMITS.relays + 1 }, (_, n) => ({ ...RELAY, port: n + 1 })),
      },
    ],
  ])('with %s is not understood', (_, request) => {
    expect(parseRequest(line(request))).toBeUndefined();
  });

  test('that is half a line is not understood', () => {
    expect(parseRequest('{"id":1,"verb":"qu')).toBeUndefined();
    expect(parseRequest('')).toBeUndefined();
    expect(parseRequest('{"__proto__":{"id":1,"verb":"quit"}}')).toBeUndefined();
  });

  test('of whatever kind never throws, and never holds what may not be written', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.anything().map((value) => JSON.stringify(value) ?? ''),
        ),
        (text) => {
          const request = parseRequest(text);
          if (request?.verb === 'relay') expect(checkRelays(request.relays)).toEqual(request.relays);
          if (request?.verb === 'apply') expect(checkEntries(request.entries)).toEqual(request.entries);
        },
      ),
    );
  });
});

test('a reply of the plan is understood, another is not', () => {
  const good = { id: 1, ok: true, names: 2, aliases: 0, relays: ['127.24.0.1:80'] };
  expect(parseReply(line(good))).toEqual(good);
  expect(parseReply(line({ id: 1, ok: false, reason: 'EBUSY' }))).toEqual({ id: 1, ok: false, reason: 'EBUSY' });
  expect(parseReply(line({ id: 1, ok: false, reason: 'x'.repeat(9000) }))?.ok).toBe(false);
  for (const bad of [
    { ...good, names: -1 },
    { ...good, extra: 1 },
    { ...good, relays: ['10.0.0.1:80'] },
    { ...good, relays: '127.24.0.1:80' },
    { id: 1, ok: false },
    { ...good, id: 1.5 },
    'ok',
    null,
  ])
    expect(parseReply(line(bad))).toBeUndefined();
});

describe('the greeting', () => {
  const nonces = [hex('a'), hex('b')] as const;

  test('is understood in its three parts', () => {
    expect(parseHello(line({ portside: 1, nonce: hex('a') }))).toEqual({ portside: 1, nonce: hex('a') });
    const answer = { nonce: hex('b'), proof: hex('c'), owner: '4711.feed.1' };
    expect(parseAnswer(line(answer))).toEqual(answer);
    expect(parseWelcome(line({ proof: hex('d') }))).toEqual({ proof: hex('d') });
  });

  test('is not understood with anything else', () => {
    expect(parseHello(line({ portside: 2, nonce: hex('a') }))).toBeUndefined();
    expect(parseHello(line({ portside: 1, nonce: 'a' }))).toBeUndefined();
    expect(parseAnswer(line({ nonce: hex('b'), proof: hex('G') }))).toBeUndefined();
    expect(parseWelcome(line({ proof: hex('d'), more: 1 }))).toBeUndefined();
  });

  test('proves the secret for one side and one meeting only', () => {
    const proof = prove(hex('1'), 'helper', nonces);
    expect(isProof(proof, prove(hex('1'), 'helper', nonces))).toBe(true);
    expect(isProof(proof, prove(hex('1'), 'app', nonces))).toBe(false);
    expect(isProof(proof, prove(hex('2'), 'helper', nonces))).toBe(false);
    expect(isProof(proof, prove(hex('1'), 'helper', [nonces[1], nonces[0]]))).toBe(false);
    expect(isProof('', proof)).toBe(false);
  });
});

test('the channel is in the directory, or has its name', () => {
  expect(channelPath('/tmp/portside-1', 'linux')).toBe('/tmp/portside-1/channel');
  expect(channelPath('C:\\Users\\me\\Temp\\portside-1', 'win32')).toBe('\\\\.\\pipe\\portside-1');
});
