import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { addTallies, renderTally, tallyPlaywright, tallyVitest } from '../tally.ts';

const root = join(import.meta.dirname, '../..');
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portside-tally-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function report(content: unknown): string {
  const file = join(folder, 'report.json');
  writeFileSync(file, JSON.stringify(content));
  return file;
}

const results = (...statuses: string[]): { status: string }[] => statuses.map((status) => ({ status }));

describe('the tally', () => {
  test("counts vitest's tests, and a file that did not load as one failed", () => {
    const file = report({
      testResults: [
        { status: 'passed', assertionResults: results('passed', 'passed', 'skipped', 'todo') },
        { status: 'failed', assertionResults: results('failed', 'passed') },
        { status: 'failed', assertionResults: [] },
      ],
    });
    expect(tallyVitest(file, 1)).toEqual({ passed: 3, failed: 2, skipped: 2 });
  });

  test("counts Playwright's tests; one that passed only now and then has failed", () => {
    const file = report({ stats: { expected: 5, unexpected: 1, flaky: 1, skipped: 2 }, errors: [{}] });
    expect(tallyPlaywright(file, 1)).toEqual({ passed: 5, failed: 2, skipped: 2 });
  });

  test('counts files that Playwright cannot load, after which it runs no test', () => {
    const file = report({ stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 0 }, errors: [{}, {}] });
    expect(tallyPlaywright(file, 1)).toEqual({ passed: 0, failed: 2, skipped: 0 });
  });

  test('counts one failed test once, also where its worker stumbles as it ends', async () => {
    const file = join(folder, 'playwright.json');
    const args = ['test', '--config', 'test/build/tally-run/playwright.config.ts', '--reporter=json'];
    const child = spawn(process.execPath, [join(root, 'node_modules/playwright/cli.js'), ...args], {
      cwd: root,
      env: { ...process.env, PLAYWRIGHT_JSON_OUTPUT_NAME: file },
      stdio: 'ignore',
    });
    const [code] = (await once(child, 'exit')) as [number];
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ stats: { unexpected: 1 }, errors: [{}] });
    expect(tallyPlaywright(file, code)).toEqual({ passed: 1, failed: 1, skipped: 0 });
  });

  test('takes a runner that failed without a failed test, or left no report, as one failed', () => {
    const green = report({ testResults: [{ status: 'passed', assertionResults: results('passed') }] });
    expect(tallyVitest(green, 1)).toEqual({ passed: 1, failed: 1, skipped: 0 });
    expect(tallyVitest(join(folder, 'missing'), 137)).toEqual({ passed: 0, failed: 1, skipped: 0 });
    expect(tallyPlaywright(join(folder, 'missing'), 1)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });

  test('is one line that names the skipped only if there are any', () => {
    const parts = [
      { passed: 3, failed: 0, skipped: 0 },
      { passed: 4, failed: 1, skipped: 0 },
    ];
    expect(renderTally(addTallies(parts))).toBe('7 passed, 1 failed');
    expect(renderTally({ passed: 1, failed: 0, skipped: 2 })).toBe('1 passed, 0 failed, 2 skipped');
  });
});
