import { array, assert, constantFrom, property, uint8Array } from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Speaks, TunnelPlan } from '../../electron/engine/face.ts';
import { mayAskOften, talkOf, type Talk } from '../../electron/engine/workload-probe.ts';

const all: readonly Speaks[] = ['postgresql', 'redis', 'mysql', 'http'];

function plan(speaks: Speaks | undefined, change: Partial<TunnelPlan> = {}): TunnelPlan {
  return { port: { number: 1, protocol: 'TCP' }, hostnames: [], endpoints: [], ...change, ...(speaks && { speaks }) };
}

function talk(speaks: Speaks, change: Partial<TunnelPlan> = {}): Talk {
  const found = talkOf(plan(speaks, change));
  if (!found) throw new Error(`no talk for ${speaks}`);
  return found;
}

const GREETING = '\x4a\0\0\0\x0a8.0.37\0';
const REFUSAL = '\x17\0\0\0\xff\x10\x04Too many connections';

test.each<[Speaks, string]>([
  ['postgresql', 'N'],
  ['postgresql', 'G'],
  ['postgresql', 'EFATAL:  unsupported frontend protocol 1234.5680: server supports 2.0 to 3.0\n\0'],
  ['postgresql', 'E\0\0\0\x8fSFATAL\0'],
  ['redis', '+PONG\r\n'],
  ['redis', '-NOAUTH Authentication required.\r\n'],
  ['redis', '-DENIED Redis is running in protected mode\r\n'],
  ['redis', '-LOADING Redis is loading the dataset in memory\r\n'],
  ['mysql', GREETING],
  ['mysql', REFUSAL],
  ['http', 'HTTP/1.1 200 OK\r\n\r\n'],
  ['http', 'HTTP/1.0 503 Service Unavailable\r\n'],
])('%s is known by %j, in whichever pieces it comes', (speaks, answer) => {
  const bytes = Buffer.from(answer, 'latin1');
  const { judge } = talk(speaks);
  const verdicts = Array.from(bytes, (_, index) => judge(bytes.subarray(0, index + 1)));
  expect(verdicts).toContain('ok');
  // All that came before was waited for.
  expect(new Set(verdicts.slice(0, verdicts.indexOf('ok')))).not.toContain('not-this');
  if (speaks !== 'postgresql' || bytes.length === 1) expect(judge(bytes)).toBe('ok');
});

test.each<[Speaks, string]>([
  ['postgresql', 'S'],
  ['postgresql', 'No'],
  ['postgresql', 'HTTP/1.1 400 Bad Request'],
  ['redis', 'HTTP/1.1 400 Bad Request'],
  ['redis', '-lower case\r\n'],
  ['redis', `+${'x'.repeat(2000)}`],
  ['redis', '\x15\x03\x01\0\x02\x02\x46'],
  ['mysql', '220 smtp.example ESMTP'],
  ['mysql', '\x4a\0\0\x01\x0a8.0.37'],
  ['http', 'SSH-2.0-OpenSSH_9.2'],
  ['http', 'HTTP/2'],
])('%s is not what says %j', (speaks, answer) => {
  expect(talk(speaks).judge(Buffer.from(answer, 'latin1'))).toBe('not-this');
});

describe('hello', () => {
  test('of PostgreSQL is a GSSENCRequest', () => {
    const { hello } = talk('postgresql');
    expect(hello?.readInt32BE(0)).toBe(8);
    expect(hello?.readInt32BE(4)).toBe(80_877_104);
    expect(hello).toHaveLength(8);
  });

  test('of MySQL does not exist: the server speaks first', () => {
    expect(talk('mysql').hello).toBeUndefined();
  });

  test.each<[string, Partial<TunnelPlan>]>([
    ['web.ns.svc.cluster.local', { hostnames: ['web'], rewrite: { names: ['web'], to: 'web.ns.svc.cluster.local' } }],
    ['web', { hostnames: ['web', 'p01.web'] }],
    ['localhost', {}],
  ])('of HTTP is a HEAD of %s that ends the connection', (host, change) => {
    const lines = talk('http', change).hello?.toString('latin1').split('\r\n');
    expect(lines?.slice(0, 2)).toEqual(['HEAD / HTTP/1.1', `Host: ${host}`]);
    expect(lines).toContain('Connection: close');
    expect(lines?.slice(-2)).toEqual(['', '']);
  });
});

test('whatever comes, the verdict is one of three, and an end of waiting stays one', () => {
  const bytes = array(uint8Array({ maxLength: 40 }), { minLength: 1, maxLength: 6 });
  assert(
    property(constantFrom(...all), bytes, (speaks, chunks) => {
      const { judge } = talk(speaks);
      let seen = Buffer.alloc(0);
      let isOver = false;
      for (const chunk of chunks) {
        seen = Buffer.concat([seen, chunk]);
        if (seen.length === 0) continue;
        const verdict = judge(seen);
        expect(['ok', 'more', 'not-this']).toContain(verdict);
        if (isOver) expect(verdict).not.toBe('more');
        isOver ||= verdict !== 'more';
      }
    }),
  );
});

test('nothing is asked of what is not known, and MySQL not often', () => {
  expect(talkOf(plan(undefined))).toBeUndefined();
  expect([undefined, ...all].filter((speaks) => mayAskOften(plan(speaks)))).toEqual(['postgresql', 'redis', 'http']);
});
