import { defineConfig } from 'playwright/test';

// Tests read English words, whatever this computer speaks.
process.env['LANGUAGE'] = 'en';

/** The app as a user has it, driven window by window; one at a time, since each is the only app on its desktop. */
export default defineConfig({
  testDir: './e2e',
  outputDir: '../test-results',
  snapshotPathTemplate: '{testDir}/../gallery/baselines/{arg}{ext}',
  workers: 1,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  forbidOnly: process.env['CI'] !== undefined,
  reporter: 'list',
});
