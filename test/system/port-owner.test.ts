import { afterEach, describe, expect, test } from 'vitest';
import { ownerLine, ownerOfPort } from '../../electron/system/port-owner.ts';
import { holdPort, type BusyPort } from '../support/busy-port.ts';

const { signal } = new AbortController();
const open: BusyPort[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});
const hold = async (...args: Parameters<typeof holdPort>) => {
  const busy = await holdPort(...args);
  open.push(busy);
  return busy;
};

describe.skipIf(process.platform !== 'linux')('on Linux', () => {
  test.each([
    ['127.24.9.1', '127.24.9.1'],
    ['127.24.9.1', '0.0.0.0'],
    ['127.24.9.1', '::'],
  ])('who keeps %s by listening at %s is found without any other program', async (wanted, host) => {
    const { pid, port } = await hold(host);
    const owner = await ownerOfPort({ host: wanted, port }, 'tcp', signal);
    expect(owner).toMatchObject({ pid, program: expect.stringMatching(/^(?:node|MainThread)/) });
  });

  test('who holds a UDP port is found', async () => {
    const { pid, port } = await hold('127.24.9.2', 0, 'udp');
    expect(await ownerOfPort({ host: '127.24.9.2', port }, 'udp', signal)).toMatchObject({ pid });
    expect(await ownerOfPort({ host: '127.24.9.2', port }, 'tcp', signal)).toBeUndefined();
  });

  test('nobody holds a port at another address', async () => {
    const { port } = await hold('127.24.9.3');
    expect(await ownerOfPort({ host: '127.24.9.4', port }, 'tcp', signal)).toBeUndefined();
  });
});

describe('elsewhere', () => {
  test('macOS is asked by lsof', async () => {
    const asked: unknown[] = [];
    const ask = async (file: string, args: readonly string[]) => {
      asked.push([file, ...args]);
      return 'p5\ncredis\nf3\nn127.0.0.1:6379\n';
    };
    const owner = await ownerOfPort({ host: '127.0.0.1', port: 6379 }, 'tcp', signal, { platform: 'darwin', ask });
    expect(owner).toEqual({ pid: 5, program: 'redis' });
    expect(asked).toEqual([['/usr/sbin/lsof', '-nP', '+c0', '-iTCP:6379', '-sTCP:LISTEN', '-Fpcn']]);
  });

  test('Windows is asked by netstat, then by tasklist', async () => {
    const ask = async (file: string) =>
      file.endsWith('netstat.exe')
        ? '  TCP    127.0.0.1:6379   0.0.0.0:0   LISTENING   5\r\n'
        : '"redis.exe","5","Console","1","1 K"\r\n';
    const owner = await ownerOfPort({ host: '127.0.0.1', port: 6379 }, 'tcp', signal, { platform: 'win32', ask });
    expect(owner).toEqual({ pid: 5, program: 'redis.exe' });
  });

  test.each([
    ['linux', "sudo ss -lnpt 'sport = :6379'"],
    ['darwin', 'sudo lsof -nP -iTCP:6379'],
    ['win32', 'netstat -abno | findstr :6379'],
  ] as const)('a line for a terminal shows it with more rights (%s)', (platform, line) => {
    expect(ownerLine({ host: '127.0.0.1', port: 6379 }, 'tcp', platform)).toBe(line);
  });
});
