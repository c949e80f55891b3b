import { expect, test as base } from 'playwright/test';

const test = base.extend<object, { readonly worker: undefined }>({
  worker: [
    // oxlint-disable-next-line no-empty-pattern -- the runner reads the names of fixtures from the pattern
    async ({}, give) => {
      await give(undefined);
      throw new Error('the worker stumbles as it ends');
    },
    { scope: 'worker', auto: true },
  ],
});

test('fails', () => expect(1).toBe(2));
test('passes', () => expect(1).toBe(1));
