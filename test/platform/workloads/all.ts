import type { WorkloadName } from '../spec.ts';
import { findProgram } from './find-program.ts';
import { h2cWorkload } from './h2c.ts';
import { httpWorkload } from './http.ts';
import { MARIADB_PROGRAMS, mariadbWorkload } from './mariadb.ts';
import { metricsWorkload } from './metrics.ts';
import { REDIS_PROGRAMS, redisWorkload } from './redis.ts';
import type { Opener } from './registry.ts';
import { hasPostgres, postgresWorkload } from './postgres.ts';
import { tcpEchoWorkload } from './tcp-echo.ts';
import { statsdWorkload, udpEchoWorkload } from './udp.ts';

export const openers: Readonly<Partial<Record<WorkloadName, Opener>>> = {
  http: httpWorkload,
  metrics: metricsWorkload,
  'tcp-echo': tcpEchoWorkload,
  'udp-echo': udpEchoWorkload,
  statsd: statsdWorkload,
  h2c: h2cWorkload,
  postgres: postgresWorkload,
  redis: redisWorkload,
  mariadb: mariadbWorkload,
};

export const allWorkloads: readonly WorkloadName[] = [
  'http',
  'metrics',
  'tcp-echo',
  'udp-echo',
  'statsd',
  'h2c',
  'postgres',
  'redis',
  'mariadb',
];

const PROGRAMS: readonly (readonly [WorkloadName, readonly string[]])[] = [
  ['redis', REDIS_PROGRAMS],
  ['mariadb', MARIADB_PROGRAMS],
];

/** Workloads whose program is not on this machine. */
export async function missingPrograms(): Promise<WorkloadName[]> {
  const found = await Promise.all(
    PROGRAMS.map(async ([workload, names]) => ((await findProgram(names)) === undefined ? [workload] : [])),
  );
  return [...(hasPostgres() ? [] : ['postgres' as const]), ...found.flat()];
}
