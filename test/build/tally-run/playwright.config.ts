import { defineConfig } from 'playwright/test';

/** For `tally.test.ts` alone: a run in which one test fails, and its worker stumbles as it ends. */
export default defineConfig({ testDir: '.', outputDir: '../../../test-results/tally', workers: 1, retries: 0 });
