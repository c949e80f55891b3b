import { afterEach } from 'vitest';

const jobs: (() => Promise<unknown>)[] = [];

/** Runs when the test has ended, last come first served, and before the leak check: that hook was registered earlier. */
export function cleanUp(job: () => Promise<unknown>): void {
  jobs.push(job);
}

afterEach(async () => {
  for (const job of jobs.splice(0).toReversed()) await job();
});
