/** `npm run bench`: see docs/benchmarks.md. Options: --quick, --only <name>, --rounds <n>, --subjects <a,b>, --write. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createAuthority } from '../platform/certificates.ts';
import { openStarter, type Starter } from './clients.ts';
import type { Far, FarOptions } from './far/main.ts';
import { hasSsh } from './far/ssh.ts';
import { add, SUBJECTS, USUAL, type Results, type Subject } from './figures.ts';
import { describeMachine } from './machine.ts';
import { MEASURES, type Bench, type Measure, type Stand } from './measures.ts';
import { startNode } from './spawn.ts';
import { asText, idleness, rows } from './table.ts';
import { writeReport } from './report.ts';

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    rounds: { type: 'string' },
    subjects: { type: 'string' },
    frame: { type: 'string', default: '65536' },
    write: { type: 'boolean', default: false },
  },
});

const API_DELAY_MS = 30;
/** Programs that have done nothing before, in each round. */
const TIMED: ReadonlySet<string> = new Set(['many', 'launch']);
const rounds = Number(options.rounds ?? (options.quick ? 1 : 3));
const asked = options.subjects?.split(',') ?? USUAL;
const subjects = (Object.keys(SUBJECTS) as Subject[]).filter(
  (each) => asked.includes(each) && (each !== 'ssh' || hasSsh()),
);
const measures = MEASURES.filter(({ name, isFresh }) =>
  options.only === undefined ? !(options.quick && isFresh && !TIMED.has(name)) : options.only.split(',').includes(name),
);

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

async function stand(starter: Starter, subject: Subject, far: Far): Promise<Stand> {
  if (subject === 'direct') {
    const near = Object.fromEntries(
      Object.entries(far.direct).map(([port, actual]) => [port, { host: '127.0.0.1', port: actual }]),
    );
    return { subject, near, distant: {} };
  }
  const client = await starter.start(subject);
  const near: Stand['near'] = await client.call('forward', 'near');
  return { subject, client, near, distant: await client.call('forward', 'distant') };
}

async function once(
  starter: Starter,
  bench: Bench,
  far: Far,
  { measure, subject }: { measure: Measure; subject: Subject },
) {
  const isBare = TIMED.has(measure.name);
  const fresh: Stand = isBare
    ? { subject, client: await starter.start(subject), near: {}, distant: {} }
    : await stand(starter, subject, far);
  try {
    return await measure.run(bench, fresh);
  } finally {
    await fresh.client?.close();
  }
}

async function run(bench: Bench, starter: Starter, far: Far): Promise<Results> {
  const results: Results = new Map();
  const lasting = measures.filter(({ isFresh }) => !isFresh);
  const stands: Stand[] = [];
  if (lasting.length > 0) for (const subject of subjects) stands.push(await stand(starter, subject, far));
  for (let round = 1; round <= rounds; round += 1) {
    for (const measure of lasting) {
      say(`round ${round} of ${rounds}: ${measure.name}`);
      for (const each of stands) add(results, each.subject, await measure.run(bench, each));
    }
  }
  for (const { client } of stands) await client?.close();
  for (const measure of measures.filter(({ isFresh }) => isFresh)) {
    const times = TIMED.has(measure.name) ? rounds : 1;
    for (let time = 1; time <= times; time += 1) {
      say(`${measure.name}, ${time} of ${times}`);
      for (const subject of subjects) {
        if (subject === 'direct') continue;
        add(results, subject, await once(starter, bench, far, { measure, subject }));
      }
    }
  }
  return results;
}

async function main(): Promise<void> {
  const beganAt = performance.now();
  const folder = mkdtempSync(join(tmpdir(), 'portside-bench-'));
  const authority = await createAuthority();
  const caFile = join(folder, 'ca.pem');
  writeFileSync(caFile, authority.ca);
  const farSide = startNode('far/main.ts', 'rest');
  const load = startNode('load.ts', 'rest');
  try {
    const certificate = await authority.issue(['localhost', '127.0.0.1']);
    const frameBytes = Number(options.frame);
    const withSsh = subjects.includes('ssh');
    const farOptions: FarOptions = { certificate, frameBytes, apiDelayMs: API_DELAY_MS, withSsh };
    const far = await farSide.call<Far>('open', farOptions);
    const { ssh, direct } = far;
    const api = `https://localhost:${far.apiPort}`;
    const platform = { api, token: 'bench-token', ca: authority.ca, caFile, ssh, direct };
    const starter = await openStarter(platform, subjects);
    const bench: Bench = { far: farSide, load, windowMs: options.quick ? 600 : 1200 };
    const results = await run(bench, starter, far);
    const table = rows(results);
    const tookSeconds = Math.round((performance.now() - beganAt) / 1000);
    console.log(asText(table));
    for (const line of idleness(results)) console.log(`! ${line}`);
    console.log(`${rounds} rounds, ${tookSeconds} s`);
    if (options.write) {
      const electron = subjects.includes('engine-electron') ? await versions(starter) : {};
      writeReport({ table, machine: describeMachine(electron), notes: idleness(results), rounds });
    }
    await starter.close();
  } finally {
    await Promise.all([farSide.close(), load.close()]);
    rmSync(folder, { recursive: true, force: true });
  }
}

async function versions(starter: Starter): Promise<Readonly<Record<string, string | undefined>>> {
  const client = await starter.start('engine-electron');
  const found = await client.call<Record<string, string>>('versions');
  await client.close();
  return found;
}

await main();
process.exit(0);
