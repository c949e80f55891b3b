import { spawnSync } from 'node:child_process';
import { cpus, loadavg, totalmem } from 'node:os';
import { judge, type Finding, type Journal, type TimedSample } from './journal.ts';
import type { Sample } from './subject.ts';
import { median } from '../support/median.ts';
import { trendOf, type Trend } from './trend.ts';

/** Above these the second half of a run grows too fast to be noise. MiB per minute. */
const LIMITS = { heap: 0.25, external: 0.5, rss: 1 } as const;
/** A shorter second half says nothing about memory. */
const TREND_MS = 4 * 60_000;

export type Memory = {
  readonly trend: Trend;
  readonly medianMiB: number;
  readonly mostMiB: number;
  readonly lastMiB: number;
};

export type Report = {
  readonly seed: number;
  readonly startedAt: string;
  readonly minutes: number;
  readonly commit: string;
  readonly machine: string;
  readonly faults: Readonly<Record<string, number>>;
  readonly loads: Journal['tallies'];
  readonly verified: unknown;
  readonly cycles: Journal['cycles'];
  /** Of the second half; the trend is in MiB per minute. */
  readonly memory: Readonly<Partial<Record<keyof typeof LIMITS, Memory>>>;
  /** Of the process under test, over the whole run. */
  readonly cores: number;
  readonly loopDelayP99Ms: { readonly median: number; readonly most: number };
  readonly most: { readonly sockets: number; readonly descriptors: number; readonly connections: number };
  readonly before: Sample | undefined;
  readonly after: Sample | undefined;
  /** Early ends in order that the gateway had been told to make. */
  readonly orderedEnds: number;
  readonly findings: readonly Finding[];
  readonly faultLog: Journal['faults'];
  readonly samples: Journal['samples'];
};

const MIB = 1024 * 1024;
const round = (value: number, digits = 2) => Math.round(value * 10 ** digits) / 10 ** digits;

function memoryOf(
  samples: readonly TimedSample[],
  read: (sample: TimedSample) => number | undefined,
): Memory | undefined {
  const points = samples.flatMap((sample) => {
    const bytes = read(sample);
    return bytes === undefined ? [] : [[sample.at / 60_000, bytes / MIB] as const];
  });
  if (points.length === 0) return undefined;
  const values = points.map(([, mib]) => mib);
  const { slope, error } = trendOf(points);
  return {
    trend: { slope: round(slope, 3), error: round(error, 3), points: points.length },
    medianMiB: round(median(values), 1),
    mostMiB: round(Math.max(...values), 1),
    lastMiB: round(values.at(-1) ?? NaN, 1),
  };
}

function commit(): string {
  const git = (...args: string[]) => spawnSync('git', args, { encoding: 'utf8' }).stdout.trim();
  return `${git('rev-parse', '--short', 'HEAD')}${git('status', '--porcelain', '--', 'electron') ? ', electron/ changed' : ''}`;
}

/** Makes the report, and counts growing memory among the findings. */
export function makeReport(journal: Journal): Report {
  const { samples, faults, startedAt } = journal;
  const endedAt = samples.at(-1)?.at ?? startedAt;
  const middle = startedAt + (endedAt - startedAt) / 2;
  const half = samples.filter(({ at }) => at >= middle);
  const memory: Report['memory'] = Object.fromEntries(
    Object.entries({
      heap: memoryOf(half, ({ heapBytes }) => heapBytes),
      external: memoryOf(half, ({ externalBytes }) => externalBytes),
      rss: memoryOf(half, ({ rssBytes }) => rssBytes),
    }).filter(([, found]) => found !== undefined),
  );
  if (endedAt - middle >= TREND_MS)
    for (const name of ['heap', 'external', 'rss'] as const) {
      const trend = memory[name]?.trend;
      if (trend && trend.slope > LIMITS[name])
        journal.violate('memory', `${name} grows by ${trend.slope} MiB a minute, more than ${LIMITS[name]}`);
    }
  const { findings, ordered } = judge(journal);
  const delays = samples.flatMap(({ loopDelayP99Ms }) => (loopDelayP99Ms === undefined ? [] : [loopDelayP99Ms]));
  const most = (read: (sample: Sample) => number) => Math.max(0, ...samples.map(read));
  const counts: Record<string, number> = {};
  for (const { name } of faults) counts[name] = (counts[name] ?? 0) + 1;
  return {
    seed: journal.seed,
    startedAt: new Date(startedAt).toISOString(),
    minutes: round((endedAt - startedAt) / 60_000, 1),
    commit: commit(),
    machine: `${cpus().length} × ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, load ${round(loadavg()[2] ?? 0, 1)}, Node ${process.version}`,
    faults: counts,
    loads: journal.tallies,
    verified: journal.verified,
    cycles: journal.cycles,
    memory,
    cores: round(((samples.at(-1)?.cpuMs ?? 0) - (journal.before?.cpuMs ?? 0)) / (endedAt - startedAt)),
    loopDelayP99Ms: { median: median(delays), most: Math.max(0, ...delays) },
    most: {
      sockets: most(({ sockets }) => sockets),
      descriptors: most(({ descriptors }) => descriptors),
      connections: most(({ connections }) => connections ?? 0),
    },
    before: journal.before,
    after: journal.after,
    orderedEnds: ordered,
    findings,
    faultLog: faults,
    samples,
  };
}

function handles(when: string, sample: Sample | undefined): string[] {
  if (!sample) return [];
  return [`${when}: ${sample.descriptors} descriptors, ${sample.sockets} sockets, ${JSON.stringify(sample.handles)}`];
}

/** For people. */
export function asText(report: Report): string {
  const { faults, loads, memory, findings, cycles } = report;
  const injected = Object.values(faults).reduce((sum, count) => sum + count, 0);
  const names = Object.entries(faults).map(([name, count]) => `${name} ${count}`);
  const memories = Object.entries(memory).map(
    ([name, { trend, medianMiB, mostMiB }]) =>
      `  ${name}: median ${medianMiB} MiB, most ${mostMiB} MiB, ${trend.slope} ± ${trend.error} MiB a minute`,
  );
  const loadLines = Object.entries(loads).map(([name, { done, failed, bytes, errors }]) => {
    const why = Object.entries(errors).map(([reason, count]) => `${reason} ${count}`);
    return `  ${name}: ${done} done, ${round(bytes / MIB, 1)} MiB, ${failed} failed${why.length > 0 ? ` (${why.join(', ')})` : ''}`;
  });
  return [
    `seed ${report.seed}, ${report.minutes} minutes from ${report.startedAt}, commit ${report.commit}`,
    report.machine,
    `${injected} faults: ${names.join(', ')}`,
    ...loadLines,
    `verified: ${JSON.stringify(report.verified)}`,
    `live again after ${cycles.map(({ liveAfterMs }) => `${round(liveAfterMs / 1000, 1)} s`).join(', ')}`,
    'memory, second half:',
    ...memories,
    `processor: ${report.cores} of one core`,
    `event-loop delay p99: median ${report.loopDelayP99Ms.median} ms, most ${report.loopDelayP99Ms.most} ms`,
    `at most ${report.most.connections} connections, ${report.most.sockets} sockets, ${report.most.descriptors} descriptors`,
    ...handles('before', report.before),
    ...handles('after close', report.after),
    `${report.orderedEnds} early ends in order, as the gateway had been told`,
    findings.length === 0 ? 'no violation' : `${findings.length} VIOLATIONS`,
    ...findings.flatMap(({ at, load, what, after }) => [
      `- ${new Date(at).toISOString()} ${load}: ${what}`,
      ...after.map((line) => `    ${line}`),
    ]),
  ].join('\n');
}
