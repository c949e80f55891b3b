import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, connect, type AddressInfo, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { createPeerPrograms } from '../../electron/system/peer-program.ts';
import { connectedInLsof, pidConnectedInNetstat } from '../../electron/system/port-lists.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

async function listen(host: string) {
  const server = createServer();
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => void sockets.add(socket.on('error', () => {})));
  server.listen(0, host);
  await once(server, 'listening');
  closing.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  const peer = async () => {
    const [socket] = (await once(server, 'connection')) as [Socket];
    return { host: socket.remoteAddress ?? '', port: socket.remotePort ?? 0 };
  };
  return { port, peer };
}

describe.skipIf(process.platform !== 'linux')('on Linux', () => {
  test.each(['127.24.9.5', '::1'])(
    'the program that connects to %s is found by its end of the connection',
    async (host) => {
      const server = await listen(host);
      const script = `require('net').connect(${server.port}, ${JSON.stringify(host)}).on('error', () => {})`;
      const arriving = server.peer();
      const child = spawn(process.execPath, ['-e', script], { stdio: 'ignore' });
      closing.push(async () => {
        child.kill();
        await once(child, 'exit');
      });
      const peers = createPeerPrograms();
      expect(await peers.programAt(await arriving)).toMatchObject({
        pid: child.pid,
        program: expect.stringMatching(/^(?:node|MainThread)/),
      });
    },
  );

  test('this program itself is not told as somebody who comes', async () => {
    const server = await listen('127.24.9.6');
    const arriving = server.peer();
    const socket = connect(server.port, '127.24.9.6');
    closing.push(() => socket.destroy());
    expect(await createPeerPrograms().programAt(await arriving)).toBeUndefined();
  });
});

test('of many at once only the first ones are looked for, and one more each second', async () => {
  let now = 0;
  let asked = 0;
  const ask = async () => {
    asked += 1;
    return 'p5\ncpsql\nn127.0.0.1:50000->127.24.1.4:5432\n';
  };
  const peers = createPeerPrograms({ platform: 'darwin', ask, now: () => now });
  const come = () => peers.programAt({ host: '127.0.0.1', port: 50_000 });
  const found = await Promise.all(Array.from({ length: 1000 }, come));
  expect([asked, found.filter((each) => each?.program === 'psql').length]).toEqual([5, 5]);
  now = 2000;
  await Promise.all(Array.from({ length: 10 }, come));
  expect(asked).toBe(7);
  now = 3_600_000;
  await Promise.all(Array.from({ length: 100 }, come));
  expect(asked).toBe(12);
});

test('what cannot be asked is nobody', async () => {
  const ask = () => Promise.reject(new Error('no such program'));
  const peers = createPeerPrograms({ platform: 'darwin', ask });
  expect(await peers.programAt({ host: '127.0.0.1', port: 1 })).toBeUndefined();
});

test('macOS is asked by lsof, for whom the near end of a connection stands before the arrow', async () => {
  const output =
    'p9\ncPortside\nf3\nn127.24.1.4:5432->127.0.0.1:50000\np5\ncpsql\nf4\nn127.0.0.1:50000->127.24.1.4:5432\n';
  expect(connectedInLsof(output, { host: '127.0.0.1', port: 50_000 })).toEqual({ pid: 5, program: 'psql' });
  expect(connectedInLsof(output, { host: '127.24.1.4', port: 5432 })).toEqual({ pid: 9, program: 'Portside' });
  const asked: unknown[] = [];
  const ask = async (file: string, args: readonly string[]) => {
    asked.push([file, ...args]);
    return output;
  };
  const peers = createPeerPrograms({ platform: 'darwin', ask });
  expect(await peers.programAt({ host: '127.0.0.1', port: 50_000 })).toEqual({ pid: 5, program: 'psql' });
  expect(asked).toEqual([['/usr/sbin/lsof', '-nP', '+c0', '-iTCP@127.0.0.1:50000', '-sTCP:ESTABLISHED', '-Fpcn']]);
});

test('Windows is asked by netstat, whose words are translated, then by tasklist', async () => {
  const netstat = [
    '  Proto  Lokale Adresse         Remoteadresse          Status           PID',
    '  TCP    127.0.0.1:50000        0.0.0.0:0              ABHÖREN          1',
    '  TCP    127.24.1.4:5432        127.0.0.1:50000        HERGESTELLT      2',
    '  TCP    127.0.0.1:50000        127.24.1.4:5432        HERGESTELLT      3',
  ].join('\r\n');
  expect(pidConnectedInNetstat(netstat, { host: '127.0.0.1', port: 50_000 })).toBe(3);
  expect(pidConnectedInNetstat(netstat, { host: '127.0.0.1', port: 50_001 })).toBeUndefined();
  const ask = async (file: string) =>
    file.endsWith('netstat.exe') ? netstat : '"psql.exe","3","Console","1","1 K"\r\n';
  const peers = createPeerPrograms({ platform: 'win32', ask });
  expect(await peers.programAt({ host: '127.0.0.1', port: 50_000 })).toEqual({ pid: 3, program: 'psql.exe' });
});
