import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { loginOf } from '../api/credentials.ts';
import { findProgram } from './find-program.ts';
import { onFreePort, runProgram, startProgram } from './program.ts';
import type { Opener } from './registry.ts';
import { seedStatements } from './seed.ts';
import { makeWorkloadDir, writeWorkloadFile } from './unprivileged.ts';

export const MARIADB_PROGRAMS = ['mariadbd'];

/** One MariaDB per MySQL addon. Settings of the machine's own MariaDB do not count. */
export const mariadbWorkload: Opener = {
  per: 'resource',
  async open({ live }, kit) {
    const [server, install] = await Promise.all([findProgram(MARIADB_PROGRAMS), findProgram(['mariadb-install-db'])]);
    if (live.kind !== 'addon' || server === undefined || install === undefined) {
      throw new Error('MariaDB is not installed');
    }
    const directory = await makeWorkloadDir(kit.tempDir, live.id);
    const dataDir = join(directory, 'data');
    const seed = join(directory, 'seed.sql');
    try {
      const method = '--auth-root-authentication-method=normal';
      const args = ['--no-defaults', `--datadir=${dataDir}`, method, '--skip-test-db'];
      await runProgram({ command: install, args, cwd: directory });
      await writeWorkloadFile(seed, seedFile(loginOf(live)));
      const { port, running } = await onFreePort(async (port) => {
        const settings = {
          datadir: dataDir,
          port: String(port),
          'bind-address': '127.0.0.1',
          socket: join(directory, 'mariadb.sock'),
          'pid-file': join(directory, 'mariadb.pid'),
          'init-file': seed,
          'innodb-flush-method': 'nosync',
          'innodb-buffer-pool-size': '16M',
        };
        const options = Object.entries(settings).map(([name, value]) => `--${name}=${value}`);
        const program = { command: server, args: ['--no-defaults', '--skip-name-resolve', ...options], cwd: directory };
        return { port, running: await startProgram(program, /ready for connections/, 'TERM') };
      });
      return { address: { host: '127.0.0.1', port }, close: running.stop };
    } catch (error) {
      await rm(directory, { recursive: true, force: true });
      throw error;
    }
  },
};

/** Run by the server at its start, one statement per line. */
function seedFile({ user, password, admin, adminPassword, database }: ReturnType<typeof loginOf>): string {
  const statements = [
    `CREATE DATABASE \`${database}\` CHARACTER SET utf8mb4`,
    `CREATE USER '${user}'@'%' IDENTIFIED BY '${password}'`,
    `GRANT ALL ON \`${database}\`.* TO '${user}'@'%'`,
    `CREATE USER '${admin}'@'%' IDENTIFIED BY '${adminPassword}'`,
    `GRANT ALL ON *.* TO '${admin}'@'%' WITH GRANT OPTION`,
    `USE \`${database}\``,
    ...seedStatements,
  ];
  return statements.map((statement) => `${statement.replaceAll(/\s+/g, ' ')};\n`).join('');
}
