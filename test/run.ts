import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, projectRoot } from '../build/build.ts';
import { openDesktop } from '../build/desktop.ts';
import { findElectron } from '../build/electron-runtime.ts';
import { endWithNpm } from '../build/npm-end.ts';
import { checkNode, preflight } from '../build/preflight.ts';
import { addTallies, renderTally, tallyPlaywright, tallyVitest, type Tally } from './tally.ts';

const STEP_TIMEOUT_MS = 14 * 60_000;
const CHECKS: [name: string, script: string, ...args: string[]][] = [
  ['types', 'typescript/bin/tsc', '-b'],
  ['lint', 'oxlint/bin/oxlint', '--type-aware', '--deny-warnings'],
  ['format', 'oxfmt/bin/oxfmt', '--check', '.'],
];

const NOTHING: Tally = { passed: 0, failed: 0, skipped: 0 };
const ONE_FAILED: Tally = { passed: 0, failed: 1, skipped: 0 };

type Step = { script: string; args: string[]; env?: NodeJS.ProcessEnv };

/** The tool that runs now; it ends with this script. */
let current: ChildProcess | undefined;

function abandon(): void {
  current?.kill('SIGTERM');
  process.exit(143);
}

/** Runs a tool of node_modules; one that hangs is ended and has failed. */
async function runTool({ script, args, env = process.env }: Step): Promise<number> {
  const command = [join(projectRoot, 'node_modules', script), ...args];
  const child = spawn(process.execPath, command, {
    cwd: projectRoot,
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
    timeout: STEP_TIMEOUT_MS,
    killSignal: 'SIGKILL',
  });
  current = child;
  return await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
}

function announce(step: string): void {
  console.log(`\n── ${step}`);
}

async function buildApp(): Promise<Tally> {
  announce('build');
  try {
    console.log((await build()) ? 'Built into out/.' : 'out/ is up to date.');
    return NOTHING;
  } catch (error) {
    console.log(`build: failed\n${error instanceof Error ? error.message : String(error)}`);
    return ONE_FAILED;
  }
}

async function check(): Promise<Tally> {
  let failed = 0;
  for (const [name, script, ...args] of CHECKS) {
    announce(name);
    const code = await runTool({ script, args });
    console.log(code === 0 ? `${name}: passed` : `${name}: failed`);
    if (code !== 0) failed += 1;
  }
  return { ...NOTHING, failed };
}

async function testUnits(reports: string, filter: string[]): Promise<Tally> {
  announce('unit and integration tests');
  const file = join(reports, 'vitest.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const code = await runTool({
    script: 'vitest/vitest.mjs',
    args: ['run', '--passWithNoTests', ...reporters, ...filter],
  });
  return tallyVitest(file, code);
}

/** On a desktop with a keyring of its own: the app then keeps its secrets as it does for a user. */
async function testApp(reports: string, filter: string[]): Promise<Tally> {
  const folder = join(projectRoot, 'test/e2e');
  if (!existsSync(folder) || !readdirSync(folder).some((name) => name.endsWith('.spec.ts'))) return NOTHING;
  announce('tests of the whole app');
  const file = join(reports, 'playwright.json');
  const desktop = await openDesktop({ keyring: true });
  try {
    const code = await runTool({
      script: 'playwright/cli.js',
      args: [
        'test',
        '--config',
        'test/playwright.config.ts',
        '--pass-with-no-tests',
        '--reporter=list,json',
        ...filter,
      ],
      env: { ...desktop.env, PLAYWRIGHT_JSON_OUTPUT_NAME: file },
    });
    return tallyPlaywright(file, code);
  } finally {
    await desktop.close();
  }
}

async function main(given: string[]): Promise<Tally> {
  const parts = new Set<string>(given.filter((argument) => argument === '--unit' || argument === '--e2e'));
  const filter = given.filter((argument) => !parts.has(argument));
  const isWhole = parts.size === 0 && filter.length === 0;
  checkNode();
  const electron = await findElectron();
  await preflight('test', electron.path);
  const reports = mkdtempSync(join(tmpdir(), 'portside-reports-'));
  try {
    const tallies = [await buildApp()];
    if (isWhole) tallies.push(await check());
    if (!parts.has('--e2e') || parts.has('--unit')) tallies.push(await testUnits(reports, filter));
    if (!parts.has('--unit') || parts.has('--e2e')) tallies.push(await testApp(reports, filter));
    return addTallies(tallies);
  } finally {
    rmSync(reports, { recursive: true, force: true });
  }
}

process.on('SIGTERM', abandon);
endWithNpm(abandon);
const tally = await main(process.argv.slice(2)).catch((error: unknown): Tally => {
  console.error(error instanceof Error ? error.message : error);
  return ONE_FAILED;
});
if (tally.passed + tally.failed === 0) console.error('No test was run.');
process.exitCode = tally.failed > 0 || tally.passed === 0 ? 1 : 0;
console.log(`\n${renderTally(tally)}`);
