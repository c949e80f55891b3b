import { closeAll, type Closeable } from '../../electron/base/close.ts';
import { sleep } from '../../electron/base/sleep.ts';
import type { Remote } from '../bench/calls.ts';
import { credentialsOf } from '../demo/rest.ts';
import { startPlatform } from '../platform/start.ts';
import { CAST, castOf, pause, PORTS, type Addresses, type Member } from './cast.ts';
import type { FaultName } from './faults.ts';
import { createJournal, judge, type Journal } from './journal.ts';
import { addressesIn, troublesIn, waitUntil } from './live.ts';
import type { CleanEnd, Tally, Violation } from './load/book.ts';
import type { LoadOptions } from './load/main.ts';
import { startProcess } from './processes.ts';
import { createRandom } from './random.ts';
import { runStorm } from './storm.ts';
import type { Sample, Subject } from './subject.ts';

type SoakOptions = {
  readonly seed: number;
  readonly forMs: number;
  readonly names: readonly FaultName[];
  /** Each cycle: faults; then everything has to be live within `liveMs`; what they broke has ended after `restMs`; calm. */
  readonly stormMs: number;
  readonly gapMs: readonly [number, number];
  readonly liveMs: number;
  readonly restMs: number;
  readonly calmMs: number;
  readonly sampleMs: number;
  /** How long connections may take to be gone when their programs have ended; 0 does not look. */
  readonly idleMs: number;
  readonly openSubject: () => Promise<Subject>;
  readonly say: (line: string) => void;
};

type Parts = { readonly subject: Subject; readonly load: Remote; readonly journal: Journal };

async function collect({ subject, load, journal }: Parts): Promise<void> {
  const sample = await subject.sample();
  journal.samples.push({ ...sample, at: Date.now() });
  const { violations, cleanEnds } = await load.call<{ violations: Violation[]; cleanEnds: CleanEnd[] }>('take');
  journal.violations.push(...violations);
  journal.cleanEnds.push(...cleanEnds);
  journal.tallies = await load.call<Record<string, Tally>>('tallies');
  for (const complaint of await subject.complaints()) journal.violate('engine', complaint);
}

/** What still fails, in words; empty once every port is open where it was and new connections are served. */
async function lookIfLive({ subject, load }: Parts, members: readonly Member[], home: Addresses): Promise<string[]> {
  const forwards = await subject.forwards();
  const now = addressesIn(forwards, members);
  const moved = Object.keys(home).filter((key) => now && JSON.stringify(now[key]) !== JSON.stringify(home[key]));
  const failed = await load.call<string[]>('probe');
  return [...(now ? [] : troublesIn(forwards)), ...moved.map((key) => `${key} has moved`), ...failed];
}

/** Milliseconds until everything was live; what took longer than the bound is a violation. */
async function waitForLife(parts: Parts, members: readonly Member[], home: Addresses, liveMs: number): Promise<number> {
  const from = Date.now();
  let last: string[] = ['nothing was heard'];
  const look = async () => {
    const timeUp = new AbortController();
    const late = sleep(liveMs, timeUp.signal).then(() => last);
    last = await Promise.race([lookIfLive(parts, members, home), late]);
    timeUp.abort();
    late.catch(() => {});
    return last.length === 0 ? Date.now() : undefined;
  };
  const found = await waitUntil('life', liveMs, look).catch(() => undefined);
  if (found !== undefined && found - from <= liveMs) return found - from;
  parts.journal.violate('live again', `not within ${liveMs} ms: ${last.slice(0, 6).join('; ')}`);
  const late = await waitUntil('life', 120_000, look).catch(() => undefined);
  return (late ?? Infinity) - from;
}

/** Connections whose programs are gone have to be gone as well, while the ports stay open. */
async function checkIdle({ subject, journal }: Parts, most: number, idleMs: number): Promise<void> {
  let last: Sample | undefined;
  const isIdle = async () => {
    last = await subject.sample();
    return last.sockets <= most && (last.connections ?? 0) === 0 ? true : undefined;
  };
  await waitUntil('idleness', idleMs, isIdle).catch(() => {
    const { sockets, connections, handles } = last ?? {};
    const what = `${sockets} sockets where ${most} are to be, ${connections} connections ${JSON.stringify(handles)}`;
    journal.violate('leak', `${idleMs} ms after the loads ended: ${what}`);
  });
}

function checkClosed(before: Sample, after: Sample, journal: Journal): void {
  for (const [kind, count] of Object.entries(after.handles ?? {})) {
    const had = before.handles?.[kind] ?? 0;
    if (count > had) journal.violate('leak', `${count - had} ${kind} left after close`);
  }
  if (after.sockets > before.sockets)
    journal.violate('leak', `${after.sockets - before.sockets} sockets left after close`);
}

/** The whole soak. Everything found is in the journal; that it could not be carried on to its end, too. */
export async function runSoak(options: SoakOptions): Promise<Journal> {
  const { seed, say, liveMs } = options;
  const journal = createJournal(seed);
  const random = createRandom(seed);
  const parts: Closeable[] = [];
  try {
    const workloads = ['http', 'metrics', 'tcp-echo', 'udp-echo', 'postgres', 'redis'] as const;
    const platform = await startPlatform({ workloads });
    parts.push(platform);
    const members = castOf(platform.missing);
    const subject = await options.openSubject();
    parts.push({ close: subject.kill });
    const before = (journal.before = await subject.sample());
    const addresses = await subject.start(platform, members);
    // An app has sockets of its own, and opens them when it likes: there the open ports are counted with them.
    const ports = members.reduce((sum, member) => sum + PORTS[member].length, 0);
    const idle = before.handles ? before.sockets + ports : (await subject.sample()).sockets;
    const load = startProcess('load/main.ts');
    parts.push(load);
    const all = { subject, load, journal };
    const login = (member: Member) =>
      members.includes(member) ? credentialsOf(platform, CAST[member].project, member) : undefined;
    const [ledger, cache] = await Promise.all([login('ledger-db'), login('cache')]);
    await load.call('start', {
      addresses,
      seed,
      ...(ledger && { ledger }),
      ...(cache && { cache }),
    } satisfies LoadOptions);
    say(`loads run; process under test: ${subject.pid}`);

    let collecting: Promise<void> = Promise.resolve();
    const sampling = setInterval(() => {
      collecting = collecting
        .then(() => collect(all))
        .catch((error: unknown) => journal.violate('soak', String(error)));
    }, options.sampleMs);
    parts.push({ close: () => clearInterval(sampling) });

    const until = Date.now() + options.forMs;
    do {
      await runStorm({ platform, subject, random }, { ...options, forMs: options.stormMs }, (fault) => {
        journal.faults.push(fault);
        say(`${fault.name}: ${fault.detail}`);
      });
      const endedAt = Date.now();
      const liveAfterMs = await waitForLife(all, members, addresses, liveMs);
      say(`live again after ${liveAfterMs} ms`);
      await pause(options.restMs - (Date.now() - endedAt));
      await load.call('calm', true);
      await pause(options.calmMs);
      await load.call('calm', false);
      journal.cycles.push({ endedAt, liveAfterMs, calmMs: options.calmMs });
      say(`cycle ${journal.cycles.length}: ${judge(journal).findings.length} violations so far`);
    } while (Date.now() < until);

    clearInterval(sampling);
    await load.call('stop');
    journal.verified = await load.call('verify');
    say(`verified: ${JSON.stringify(journal.verified)}`);
    await collecting;
    await collect(all);
    if (options.idleMs > 0) await checkIdle(all, idle, options.idleMs);
    const after = await subject.close();
    if (after) {
      journal.after = after;
      checkClosed(before, after, journal);
    }
  } catch (error) {
    journal.violate('soak', `broken off: ${error instanceof Error ? error.stack : String(error)}`);
  } finally {
    for (const error of await closeAll(parts, 30_000)) say(error.message);
  }
  return journal;
}
