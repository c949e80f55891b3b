import { readFileSync } from 'node:fs';

export type Tally = { passed: number; failed: number; skipped: number };

type VitestReport = {
  testResults: { status: string; assertionResults: { status: string }[] }[];
};

type PlaywrightReport = {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
  errors: unknown[];
};

export function addTallies(tallies: Tally[]): Tally {
  const sum = (pick: (tally: Tally) => number): number => tallies.reduce((total, tally) => total + pick(tally), 0);
  return {
    passed: sum((tally) => tally.passed),
    failed: sum((tally) => tally.failed),
    skipped: sum((tally) => tally.skipped),
  };
}

/** `N passed, N failed`, and the skipped ones if there are any. */
export function renderTally({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/** Counts vitest's JSON report. A file that could not even be loaded has no tests: it counts as one failed. */
export function tallyVitest(reportFile: string, exitCode: number): Tally {
  const report = readReport(reportFile) as VitestReport | undefined;
  const tests = (report?.testResults ?? []).flatMap(({ assertionResults }) => assertionResults);
  const count = (...statuses: string[]): number => tests.filter(({ status }) => statuses.includes(status)).length;
  const broken = (report?.testResults ?? []).filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((assertion) => assertion.status === 'failed'),
  );
  const tally = {
    passed: count('passed'),
    failed: count('failed') + broken.length,
    skipped: count('skipped', 'pending', 'todo', 'disabled'),
  };
  return withExitCode(tally, exitCode);
}

/**
 * Counts Playwright's JSON report. Errors outside of tests count where no test failed: a file that does not load, after
 * which no test is run. Besides a failed test they are what it left behind, told once more as its worker ended.
 */
export function tallyPlaywright(reportFile: string, exitCode: number): Tally {
  const report = readReport(reportFile) as PlaywrightReport | undefined;
  const { expected = 0, unexpected = 0, flaky = 0, skipped = 0 } = report?.stats ?? {};
  const failed = unexpected + flaky || (report?.errors.length ?? 0);
  return withExitCode({ passed: expected, failed, skipped }, exitCode);
}

/** A runner that failed without a failed test (it crashed, hung, or leaked an error) is a failure all the same. */
function withExitCode(tally: Tally, exitCode: number): Tally {
  return exitCode !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally;
}

function readReport(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
