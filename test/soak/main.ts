/**
 * `npm run soak`: see docs/reliability.md. Options: --minutes <n>, --seed <n>, --electron, --faults <a,b>, --out <file>.
 * Ends with 1 if anything was violated.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { startEngineSubject } from './engine-subject.ts';
import { FAULT_NAMES, type FaultName } from './faults.ts';
import { asText, makeReport } from './report.ts';
import { runSoak } from './run.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '30' },
    seed: { type: 'string' },
    electron: { type: 'boolean', default: false },
    faults: { type: 'string' },
    out: { type: 'string', default: 'test-results/soak.json' },
  },
});

const RANGE = { first: '127.24.213.1', last: '127.24.213.254' };

async function openSubject() {
  if (!values.electron) return startEngineSubject(RANGE);
  const { startAppSubject } = await import('./app-subject.ts');
  return startAppSubject();
}

const isWished = (name: FaultName) => values.faults?.split(',').includes(name) ?? true;

const journal = await runSoak({
  seed: Number(values.seed ?? Date.now() % 1_000_000),
  forMs: Number(values.minutes) * 60_000,
  names: FAULT_NAMES.filter(isWished),
  stormMs: 60_000,
  gapMs: [1_200, 6_000],
  liveMs: 20_000,
  restMs: 45_000,
  calmMs: 15_000,
  sampleMs: 10_000,
  idleMs: 120_000,
  openSubject,
  say: (line) => console.error(`${new Date().toISOString().slice(11, 23)} ${line}`),
});
const report = makeReport(journal);
mkdirSync(dirname(values.out), { recursive: true });
writeFileSync(values.out, JSON.stringify(report, undefined, 1));
console.log(asText(report));
process.exit(report.findings.length > 0 ? 1 : 0);
